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
            credentialTypes: rule("credentialTypes", in: root)
        )
    }

    private func rule(_ section: String, in root: Node) -> Policy.Rule? {
        guard let entry = root[section]?.entry("only") else { return nil }
        return Policy.Rule(
            path: section + ".only",
            span: entry.key.span,
            patterns: texts(entry.value)
        )
    }

    private func texts(_ node: Node?) -> [Located<String>] {
        guard let node else { return [] }
        return node.items.compactMap { item in item.text.map { Located($0, at: item.span) } }
    }
}
