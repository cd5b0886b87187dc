import Diagnostics
import JSONValues
import Secrets

/// One thing that was looked at, and how it is.
struct DoctorCheck: Sendable {
    /// How something is.
    enum Grade: String, Sendable {
        case ok
        case warn
        case fail
        /// Not looked at, because something before it failed.
        case skip
    }

    /// What it is about: `this machine`, a host, a credential.
    let subject: String
    /// What was looked at, such as `dns`.
    let name: String
    /// How it is.
    let grade: Grade
    /// What was found.
    let words: String
    /// What to do about it.
    var hint: String?
    /// How a command ends that fails for this.
    var status: ExitStatus = .missingConfiguration
}

/// Shows what was looked at, on standard output.
enum DoctorView {
    /// One line for each check, under its subject, with the hint below.
    static func text(_ checks: [DoctorCheck]) -> String {
        var text = ""
        var subject: String?
        let width = checks.map(\.name.count).max() ?? 0
        for check in checks {
            if check.subject != subject {
                text += (subject == nil ? "" : "\n") + Sanitizer.line(check.subject) + "\n"
                subject = check.subject
            }
            let padding = String(repeating: " ", count: width - check.name.count)
            let grade = check.grade.rawValue + (check.grade == .ok ? "  " : "")
            text += HangingTable.text(
                [[grade, check.name + padding, Sanitizer.line(check.words, limit: 800)]],
                indent: 2
            )
            if let hint = check.hint {
                text += HangingTable.text(
                    [["= " + "help:", Sanitizer.line(hint, limit: 800)]],
                    indent: 8 + width + 2
                )
            }
        }
        return text
    }

    /// The same as JSON.
    static func value(_ checks: [DoctorCheck], status: ExitStatus, redact: (String) -> String) -> JSONValue {
        .object([
            .init("format_version", "1.0"), .init("kind", "Doctor"),
            .init(
                "checks",
                .array(
                    checks.map { check in
                        .object([
                            .init("subject", .string(redact(Sanitizer.line(check.subject)))),
                            .init("name", .string(check.name)),
                            .init("grade", .string(check.grade.rawValue)),
                            .init("message", .string(redact(Sanitizer.line(check.words, limit: 800)))),
                            .init("help", check.hint.map { .string(redact($0)) } ?? .null),
                        ])
                    }
                )
            ),
            .init("exit", ExitJSON.value(status)),
        ])
    }
}
