import Diagnostics

@testable import RunnerCommands

/// What `runner explain` says of every code, as a page of Markdown.
enum CodeReference {
    /// The first digits of codes, with what they are about.
    static let groups: [(prefix: String, title: String)] = [
        ("RN01", "YAML and JSON"), ("RN02", "Schema: keys and values"), ("RN03", "Manifest, plan and policy"),
        ("RN04", "Secrets and credentials"), ("RN05", "Submitting and following jobs"),
        ("RN06", "The ledger"),
        ("RN07", "Files, commands, review"), ("RN08", "The emulator"),
    ]

    /// The sections of all codes.
    static var text: String {
        var text = ""
        for group in groups {
            let codes = DiagnosticCatalog.codes.filter { $0.name.hasPrefix(group.prefix) }
            guard !codes.isEmpty else { continue }
            text += "## \(group.prefix)xx: \(group.title)\n\n"
            for code in codes {
                text += "### \(code.name) \(code.title)\n\n\(body(of: code))\n\n"
                text += "Ends with \(code.exitStatus.rawValue) (\(code.exitStatus.name)).\n\n"
            }
        }
        return String(text.dropLast())
    }

    /// The explanation, its examples as paragraphs of their own.
    private static func body(of code: Diagnostic.Code) -> String {
        var lines: [Substring] = []
        for line in code.explanation.split(separator: "\n", omittingEmptySubsequences: false) {
            let isExample = line.hasPrefix("Wrong") || line.hasPrefix("Right")
            if isExample, lines.last?.isEmpty == false { lines.append("") }
            lines.append(line)
        }
        return lines.joined(separator: "\n")
    }

    /// A row for each exit status: which codes end a command with it.
    static var statuses: String {
        var text = "| status | codes |\n| --- | --- |\n"
        for status in ExitStatus.allCases {
            let codes = DiagnosticCatalog.codes.filter { $0.exitStatus == status }
            guard !codes.isEmpty else { continue }
            let links = codes.map { code in
                let heading = code.name + " " + code.title
                return "[\(code.name)](troubleshooting.md#\(DocumentLinks.anchor(of: heading)))"
            }
            text += "| \(status.rawValue) (\(status.name)) | \(links.joined(separator: " ")) |\n"
        }
        return text
    }
}
