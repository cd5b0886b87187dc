import Credentials
import Diagnostics
import Host
import JSONValues
import Manifests
import Secrets

/// Shows what is known of secrets.
struct SecretsView {
    let console: any Console

    /// Writes a table, a line for each reference.
    ///
    /// - Parameter reports: What was found out.
    func writeText(_ reports: [SecretReport]) {
        var rows = [["MANIFEST", "FOR", "REFERENCE", "STATE", "DETAIL"]]
        for report in reports {
            if report.findings.isEmpty {
                rows.append([
                    report.manifest, "credentials." + report.credential.name.value, "-", "-",
                    "`\(report.credential.typeName)` refers to no secret here",
                ])
            }
            rows += report.findings.map { finding in
                [
                    report.manifest, finding.reference.path,
                    Sanitizer.line(finding.reference.reference.description), finding.state.rawValue,
                    detail(of: finding),
                ]
            }
        }
        guard rows.count > 1 else { return console.writeOutput("no credentials\n") }
        console.writeOutput(TextTable.text(rows))
    }

    private func detail(of finding: SecretFinding) -> String {
        var parts: [String] = []
        if let place = finding.place {
            parts.append("`\(Sanitizer.line(place))`")
        } else if !finding.lookedAt.isEmpty {
            parts.append(
                "looked at " + finding.lookedAt.map { "`\(Sanitizer.line($0))`" }.joined(separator: ", ")
            )
        }
        if let length = finding.lengthInBytes { parts.append("\(length) bytes") }
        switch finding.fileGrade {
        case .private: parts.append("private")
        case .readableByOthers: parts.append("others can read it")
        case nil: break
        }
        parts += finding.trimmed.map { "left away: \($0.words)" }
        if let appearance = finding.appearance { parts.append(appearance) }
        if let length = finding.lengthInBytes, length < Redactor.shortestInBytes {
            parts.append("too short to be hidden in output")
        }
        return parts.isEmpty ? "-" : parts.joined(separator: ", ")
    }

    /// Writes a document.
    ///
    /// - Parameters:
    ///   - reports: What was found out.
    ///   - diagnostics: What is wrong.
    func writeJSON(_ reports: [SecretReport], diagnostics: JSONValue) {
        let credentials = reports.map { report in
            JSONValue.object([
                .init("manifest", .string(report.manifest)),
                .init("credential", .string(report.credential.name.value)),
                .init("type", .string(report.credential.typeName)),
                .init("references", .array(report.findings.map(value))),
            ])
        }
        let document = JSONValue.object([
            .init("format_version", "1.0"), .init("kind", "SecretReport"),
            .init("credentials", .array(credentials)), .init("diagnostics", diagnostics),
        ])
        console.writeOutput(JSONWriter.text(document, .indented) + "\n")
    }

    private func value(_ finding: SecretFinding) -> JSONValue {
        let source: (String, String) =
            switch finding.reference.reference {
            case .environment(let name): ("environment", name)
            case .file(let path): ("file", path)
            }
        let places = finding.lookedAt.map { JSONValue.string(Sanitizer.line($0)) }
        let trimmed = finding.trimmed.map { JSONValue.string($0.rawValue) }
        var members: [JSONValue.Member] = [
            .init("for", .string(finding.reference.path)),
            .init("source", .string(source.0)),
            .init("name", .string(Sanitizer.line(source.1))),
            .init("state", .string(finding.state.rawValue)),
            .init("looked_at", .array(places)),
        ]
        members.append(.init("file", Self.text(finding.place.map { Sanitizer.line($0) })))
        members.append(.init("file_mode", Self.text(finding.fileGrade?.rawValue)))
        members.append(.init("bytes", finding.lengthInBytes.map { .number(JSONNumber($0)) } ?? .null))
        members.append(.init("left_away", .array(trimmed)))
        members.append(.init("appearance", Self.text(finding.appearance)))
        return .object(members)
    }

    private static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}
