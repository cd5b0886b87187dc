import Diagnostics
import Secrets

extension ManifestReading {
    /// Reads one entry of `credentials`.
    mutating func credential(_ entry: Node.Entry) -> Credential? {
        let node = entry.value
        guard node["type"]?.text == "azure-service-principal" else { return nil }
        let path = "credentials.\(entry.name)"
        let tenant = source(node["tenantId"], in: entry, path: path + ".tenantId")
        let client = source(node["clientId"], in: entry, path: path + ".clientId")
        let secret = secret(node["clientSecret"], in: entry, path: path + ".clientSecret")
        let authority = optional(node["authorityHost"])
        guard let tenant, let client, let secret,
            let cloud = word(node["cloud"], else: Credential.Cloud.publicCloud),
            let version = word(node["tokenEndpoint"], else: Credential.TokenEndpointVersion.v2)
        else { return nil }
        return Credential(
            name: Located(entry.name, at: entry.key.span),
            kind: .azureServicePrincipal(
                Credential.AzureServicePrincipal(
                    tenantID: tenant,
                    clientID: client,
                    clientSecret: secret,
                    cloud: cloud,
                    tokenEndpoint: version,
                    authorityHost: authority
                )
            )
        )
    }

    /// One of a fixed list of words, with what it is when it is not there.
    private mutating func word<Word: RawRepresentable<String>>(_ node: Node?, else usual: Word) -> Word? {
        guard let node else { return usual }
        guard let word = node.text.flatMap(Word.init(rawValue:)) else {
            gap = gap ?? node.span
            return nil
        }
        return word
    }

    /// A value that may stand in the manifest or be referred to.
    private mutating func source(_ node: Node?, in entry: Node.Entry, path: String) -> Credential.ValueSource?
    {
        guard let node else {
            gap = gap ?? entry.key.span
            return nil
        }
        if node.kind == .mapping { return reference(node, path: path).map(Credential.ValueSource.reference) }
        return located(node, in: entry.key).map(Credential.ValueSource.literal)
    }

    /// A value that must be referred to.
    private mutating func secret(
        _ node: Node?,
        in entry: Node.Entry,
        path: String
    ) -> LocatedSecretReference? {
        guard let node else {
            gap = gap ?? entry.key.span
            return nil
        }
        guard node.kind == .mapping else {
            problems.append(.literalSecret(path: path, at: node.span))
            return nil
        }
        return reference(node, path: path)
    }

    /// `{ env: NAME }` or `{ file: PATH }`.
    private mutating func reference(_ node: Node, path: String) -> LocatedSecretReference? {
        if node.count == 1, let name = node["env"] {
            return located(name, in: node).map {
                LocatedSecretReference(.environment(name: $0.value), at: node.span, for: path)
            }
        }
        if node.count == 1, let file = node["file"] {
            return located(file, in: node).map {
                LocatedSecretReference(.file(path: $0.value), at: node.span, for: path)
            }
        }
        gap = gap ?? node.span
        return nil
    }
}

extension Diagnostic {
    /// Says that a secret is written out; never shows it, which is why the label is empty of it.
    static func literalSecret(path: String, at span: SourceSpan) -> Diagnostic {
        let field = path.split(separator: ".").last.map(String.init) ?? path
        return Diagnostic(
            .literalSecret,
            "`\(path)` is written into the manifest",
            at: Label(span, "a secret, in clear text"),
            notes: ["if this was a real secret, replace it at its issuer: it has been in a file"],
            help: "refer to it: `\(field): { env: NAME }` or `\(field): { file: PATH }`"
        )
    }
}
