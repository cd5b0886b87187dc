import Diagnostics
import Secrets

extension ManifestReading {
    /// Reads one entry of `credentials`.
    mutating func credential(_ entry: Node.Entry) -> Credential? {
        let kind: Credential.Kind? =
            switch entry.value["type"]?.text {
            case "azure-service-principal": servicePrincipal(entry).map { .azureServicePrincipal($0) }
            case "azure-managed-identity": managedIdentity(entry).map { .azureManagedIdentity($0) }
            case "azure-workload-identity": workloadIdentity(entry).map { .azureWorkloadIdentity($0) }
            case "azure-environment": environment(entry).map { .azureEnvironment($0) }
            case "azure-cli": commandLine(entry).map { .azureCLI($0) }
            default: nil
            }
        return kind.map { Credential(name: Located(entry.name, at: entry.key.span), kind: $0) }
    }

    private mutating func servicePrincipal(_ entry: Node.Entry) -> Credential.AzureServicePrincipal? {
        let node = entry.value
        let path = "credentials.\(entry.name)"
        let tenant = source(node["tenantId"], in: entry, path: path + ".tenantId")
        let client = source(node["clientId"], in: entry, path: path + ".clientId")
        let proof: Credential.AzureServicePrincipal.Proof? =
            node["certificate"] == nil
            ? secret(node["clientSecret"], in: entry, path: path + ".clientSecret").map { .secret($0) }
            : certificate(entry, path: path).map { .certificate($0) }
        guard let tenant, let client, let proof,
            let cloud = word(node["cloud"], else: Credential.Cloud.publicCloud),
            let version = word(node["tokenEndpoint"], else: Credential.TokenEndpointVersion.v2)
        else { return nil }
        return Credential.AzureServicePrincipal(
            tenantID: tenant,
            clientID: client,
            proof: proof,
            cloud: cloud,
            tokenEndpoint: version,
            authorityHost: optional(node["authorityHost"])
        )
    }

    private mutating func certificate(
        _ entry: Node.Entry,
        path: String
    ) -> Credential.AzureServicePrincipal.Certificate? {
        let node = entry.value
        let password = node["certificatePassword"].flatMap {
            secret($0, in: entry, path: path + ".certificatePassword")
        }
        let file = secret(node["certificate"], in: entry, path: path + ".certificate")
        let content = file.map {
            LocatedSecretReference($0.reference, at: $0.span, for: $0.path, content: .certificate)
        }
        guard let content,
            (password == nil) == (node["certificatePassword"] == nil),
            let algorithm = word(
                node["signatureAlgorithm"],
                else: Credential.AzureServicePrincipal.SignatureAlgorithm.ps256
            )
        else { return nil }
        return Credential.AzureServicePrincipal.Certificate(
            content: content,
            password: password,
            sendsChain: node["sendCertificateChain"]?.boolean ?? false,
            algorithm: algorithm
        )
    }

    private mutating func managedIdentity(_ entry: Node.Entry) -> Credential.AzureManagedIdentity? {
        let node = entry.value
        let path = "credentials.\(entry.name)"
        var selector: Credential.AzureManagedIdentity.Selector? = .systemAssigned
        if let id = node["clientId"] {
            selector = source(id, in: entry, path: path + ".clientId").map { .clientID($0) }
        } else if let id = node["objectId"] {
            selector = source(id, in: entry, path: path + ".objectId").map { .objectID($0) }
        } else if let id = node["resourceId"] {
            selector = source(id, in: entry, path: path + ".resourceId").map { .resourceID($0) }
        }
        guard let selector, let cloud = word(node["cloud"], else: Credential.Cloud.publicCloud),
            let source = word(node["source"], else: Credential.AzureManagedIdentity.Source.auto)
        else { return nil }
        return Credential.AzureManagedIdentity(selector: selector, source: source, cloud: cloud)
    }

    private mutating func workloadIdentity(_ entry: Node.Entry) -> Credential.AzureWorkloadIdentity? {
        let node = entry.value
        let path = "credentials.\(entry.name)"
        let tenant = source(node["tenantId"], in: entry, path: path + ".tenantId")
        let client = source(node["clientId"], in: entry, path: path + ".clientId")
        guard let tenant, let client,
            let token = federatedToken(node["federatedToken"], in: entry, path: path + ".federatedToken"),
            let cloud = word(node["cloud"], else: Credential.Cloud.publicCloud)
        else { return nil }
        return Credential.AzureWorkloadIdentity(
            tenantID: tenant,
            clientID: client,
            token: token,
            cloud: cloud,
            authorityHost: optional(node["authorityHost"])
        )
    }

    private mutating func federatedToken(
        _ node: Node?,
        in entry: Node.Entry,
        path: String
    ) -> Credential.AzureWorkloadIdentity.FederatedToken? {
        guard let node else { return .file(nil) }
        switch node["source"]?.text {
        case "file":
            guard let token = node["token"] else { return .file(nil) }
            return secret(token, in: entry, path: path + ".token").map { .file($0) }
        case "githubActions": return .gitHubActions(audience: optional(node["audience"]))
        case "azurePipelines":
            let connection = source(
                node["serviceConnectionId"],
                in: entry,
                path: path + ".serviceConnectionId"
            )
            guard let connection else { return nil }
            guard let token = node["accessToken"] else {
                return .azurePipelines(serviceConnectionID: connection, accessToken: nil)
            }
            return secret(token, in: entry, path: path + ".accessToken").map {
                .azurePipelines(serviceConnectionID: connection, accessToken: $0)
            }
        default:
            gap = gap ?? node.span
            return nil
        }
    }

    private mutating func environment(_ entry: Node.Entry) -> Credential.AzureEnvironment? {
        let node = entry.value
        guard let cloud = word(node["cloud"], else: Credential.Cloud.publicCloud),
            let version = word(node["tokenEndpoint"], else: Credential.TokenEndpointVersion.v2)
        else { return nil }
        return Credential.AzureEnvironment(
            cloud: cloud,
            tokenEndpoint: version,
            authorityHost: optional(node["authorityHost"])
        )
    }

    private mutating func commandLine(_ entry: Node.Entry) -> Credential.AzureCLI? {
        let node = entry.value
        let path = "credentials.\(entry.name)"
        let tenant = node["tenantId"].map { source($0, in: entry, path: path + ".tenantId") }
        let subscription = node["subscriptionId"].map {
            source($0, in: entry, path: path + ".subscriptionId")
        }
        // Written and not readable is not the same as left out.
        if case .some(nil) = tenant { return nil }
        if case .some(nil) = subscription { return nil }
        guard let cloud = word(node["cloud"], else: Credential.Cloud.publicCloud) else { return nil }
        return Credential.AzureCLI(
            tenantID: tenant ?? nil,
            subscriptionID: subscription ?? nil,
            cloud: cloud
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
