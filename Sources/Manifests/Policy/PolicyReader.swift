import Diagnostics

/// Turns a checked document of kind `Policy` into a policy.
public struct PolicyReader {
    /// Makes a reader.
    public init() {}

    /// Types a document.
    ///
    /// - Parameter checked: The document.
    /// - Returns: The policy, or `nil` when the document is of another kind.
    public func policy(from checked: CheckedDocument) -> Policy? {
        guard checked.kind == .policy else { return nil }
        let root = checked.document.root
        guard let name = root["metadata"]?["name"], let text = name.text else { return nil }
        return Policy(
            name: Located(text, at: name.span),
            file: checked.document.source.name,
            hosts: rule("hosts", in: root),
            addedHosts: texts(root["hosts"]?["add"]),
            audiences: rule("audiences", in: root),
            variables: rule("environment", in: root),
            secretFolders: rule("secretFolders", in: root),
            addedSecretFolders: texts(root["secretFolders"]?["add"]),
            credentialTypes: rule("credentialTypes", in: root),
            tenants: rule("tenants", in: root),
            inputURIs: rule("inputUris", in: root),
            outputURIs: rule("outputUris", in: root),
            limits: limits(root),
            labels: rule("requires", "labels", in: root),
            reruns: rule("requires", "rerun", in: root)
        )
    }

    private func limits(_ root: Node) -> Policy.Limits {
        func limit(_ name: String, _ value: (Node) -> Int?) -> Policy.Limit? {
            guard let entry = root["limits"]?.entry(name), let number = value(entry.value) else { return nil }
            return Policy.Limit(
                path: "limits." + name,
                span: entry.key.span,
                value: number,
                text: entry.value.text ?? String(number)
            )
        }
        func seconds(_ node: Node) -> Int? {
            // What the schema lets through and nobody can wait for is as long as can be.
            node.text.map { DurationText.seconds($0) ?? DurationText.greatest }
        }
        return Policy.Limits(
            jobs: limit("jobs", \.integer),
            instancesPerJob: limit("instancesPerJob", \.integer),
            instances: limit("instances", \.integer),
            attemptsPerRun: limit("attemptsPerRun", \.integer),
            executionTimeout: limit("executionTimeout", seconds),
            queueTimeout: limit("queueTimeout", seconds)
        )
    }

    private func rule(_ section: String, _ key: String = "only", in root: Node) -> Policy.Rule? {
        guard let entry = root[section]?.entry(key) else { return nil }
        return Policy.Rule(
            path: section + "." + key,
            span: entry.key.span,
            patterns: texts(entry.value)
        )
    }

    private func texts(_ node: Node?) -> [Located<String>] {
        guard let node else { return [] }
        return node.items.compactMap { item in item.text.map { Located($0, at: item.span) } }
    }
}
