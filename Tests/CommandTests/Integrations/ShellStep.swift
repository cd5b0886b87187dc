import Diagnostics
import Host
import Manifests
import RunnerTestSupport
import Testing

/// A script that stands in a YAML file of `action.yml` or `scripts/integrations/`.
struct ShellStep: Sendable, CustomTestStringConvertible {
    /// The file, from the package's folder.
    let file: String
    /// What people call it; empty where it has no name.
    let name: String
    /// Its id in a workflow; empty where it has none.
    let id: String
    /// The program that it is for: `bash` or `sh`.
    let shell: String
    /// The text.
    let script: String
    /// Its condition as written; empty where it has none.
    let condition: String
    /// Variables of its own, as written: with expressions and macros.
    let variables: [String: String]
    /// What it takes from elsewhere in place of a script: `actions/cache@…`, `Cache@2`; empty for scripts.
    let uses: String

    var testDescription: String { "\(file): \(name.isEmpty ? id : name)" }

    /// Every YAML file that is handed out for CI systems and clusters.
    static var files: [String] {
        let folders = (try? SystemFileSystem().names(in: Fixture.packageRoot + "/scripts/integrations")) ?? []
        return ["action.yml"]
            + folders.sorted().flatMap { folder in
                [".yml", ".yaml"].flatMap { suffix in
                    Fixture.names(in: "scripts/integrations/" + folder, suffix: suffix).map {
                        "scripts/integrations/\(folder)/\($0)\(suffix)"
                    }
                }
            }
    }

    /// The documents of a YAML file.
    static func documents(of file: String) throws -> [Node] {
        var problems: [Diagnostic] = []
        let source = SourceText(name: file, bytes: try Fixture.bytes(file))
        let documents = YAMLParser().documents(in: source, into: &problems)
        try #require(problems.isEmpty, "\(problems)")
        return documents.map(\.root)
    }

    /// Every script and every step of a file, in order.
    static func steps(of file: String) throws -> [ShellStep] {
        var found: [ShellStep] = []
        for root in try documents(of: file) { collect(root, of: file, name: "", into: &found) }
        return found
    }

    private static func collect(_ node: Node, of file: String, name: String, into found: inout [ShellStep]) {
        for item in node.items { collect(item, of: file, name: name, into: &found) }
        let script =
            ["run", "bash"].lazy.compactMap { node[$0]?.string }.first
            ?? node["inputs"]?["inlineScript"]?.string
        let uses = node["uses"]?.string ?? node["task"]?.string ?? ""
        if let script {
            found.append(step(of: node, in: file, script: script, uses: ""))
            return
        }
        if !uses.isEmpty { found.append(step(of: node, in: file, script: "", uses: uses)) }
        for entry in node.entries {
            if ["script", "after_script", "before_script"].contains(entry.name), entry.value.kind == .sequence
            {
                let lines = entry.value.items.compactMap(\.text).joined(separator: "\n")
                found.append(
                    ShellStep(
                        file: file,
                        name: "\(name) \(entry.name)",
                        id: "",
                        shell: "sh",
                        script: lines,
                        condition: "",
                        variables: [:],
                        uses: ""
                    )
                )
            } else {
                collect(entry.value, of: file, name: entry.name, into: &found)
            }
        }
    }

    private static func step(of node: Node, in file: String, script: String, uses: String) -> ShellStep {
        var variables: [String: String] = [:]
        for entry in node["env"].map({ Array($0.entries) }) ?? [] { variables[entry.name] = entry.value.text }
        return ShellStep(
            file: file,
            name: node["name"]?.text ?? node["displayName"]?.text ?? "",
            id: node["id"]?.text ?? "",
            shell: "bash",
            script: script,
            condition: node["if"]?.text ?? node["condition"]?.text ?? "",
            variables: variables,
            uses: uses
        )
    }
}
