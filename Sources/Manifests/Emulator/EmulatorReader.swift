public import Diagnostics
import Secrets

/// Turns a checked document of kind `Emulator` into its configuration.
public struct EmulatorReader {
    /// Makes a reader.
    public init() {}

    /// Types a document and checks what its schema cannot: names that are referred to, hosts that stand twice.
    ///
    /// - Parameters:
    ///   - checked: The document.
    ///   - problems: Takes every fault.
    /// - Returns: The configuration, or `nil` when the document is of another kind or has faults.
    public func configuration(
        from checked: CheckedDocument,
        into problems: inout [Diagnostic]
    ) -> EmulatorConfiguration? {
        guard checked.kind == .emulator else { return nil }
        let root = checked.document.root
        var reading = EmulatorReading()
        reading.refuseWhatIsNotAvailable(root)
        let configuration = EmulatorConfiguration(
            name: reading.text(root["metadata"]?["name"], or: "emulator", in: root),
            tenants: (root["entra"]?["tenants"]).map { reading.tenants($0) } ?? [],
            tokenLifetime: reading.duration(
                root["entra"]?["tokenLifetime"],
                or: .seconds(3600),
                above: .zero
            ),
            identities: reading.identities(root["managedIdentities"]),
            signIn: (root["azureCli"]).map { reading.signIn($0) },
            jobIdentity: (root["jobIdentity"]).map { reading.jobIdentity($0) },
            endpoints: (root["endpoints"]).map { reading.endpoints($0) } ?? [],
            storage: (root["storage"]).map { reading.storage($0) } ?? [],
            environment: reading.environment(root["environment"]),
            file: checked.document.source.name
        )
        problems += reading.problems
        return reading.problems.containsErrors ? nil : configuration
    }
}

/// The state of reading one emulator document.
struct EmulatorReading {
    /// The faults so far.
    var problems: [Diagnostic] = []

    mutating func tenants(_ node: Node) -> [EmulatorConfiguration.Tenant] {
        node.entries.map { tenant in
            let applications = tenant.value["applications"]?.entries.compactMap { application in
                self.application(application, tenant: tenant.name)
            }
            return EmulatorConfiguration.Tenant(
                id: Located(tenant.name, at: tenant.key.span),
                applications: applications ?? []
            )
        }
    }

    private mutating func application(
        _ entry: Node.Entry,
        tenant: String
    ) -> EmulatorConfiguration.Application? {
        let path = "entra.tenants.\(tenant).applications.\(entry.name).clientSecret"
        return EmulatorConfiguration.Application(
            clientID: Located(entry.name, at: entry.key.span),
            clientSecret: entry.value["clientSecret"].map { secret($0, path: path) },
            certificates: entry.value["certificates"].map { paths($0) } ?? [],
            federatedCredentials: federatedCredentials(entry.value["federatedCredentials"])
        )
    }

    private mutating func paths(_ node: Node) -> [Located<String>] {
        node.items.map { text($0, or: "", in: node) }
    }

    private func federatedCredentials(_ node: Node?) -> [EmulatorConfiguration.FederatedCredential] {
        guard let node else { return [] }
        return node.items.map { record in
            EmulatorConfiguration.FederatedCredential(
                issuer: record["issuer"]?.text ?? "",
                subject: record["subject"]?.text ?? "",
                audience: record["audience"]?.text ?? Self.tokenExchange
            )
        }
    }

    /// What tokens are exchanged for those of the public cloud.
    private static let tokenExchange = "api://AzureADTokenExchange"

    func jobIdentity(_ node: Node) -> EmulatorConfiguration.JobIdentity {
        EmulatorConfiguration.JobIdentity(
            issuer: node["issuer"]?.text ?? "",
            subject: node["subject"]?.text ?? "",
            audience: node["audience"]?.text ?? Self.tokenExchange
        )
    }

    func signIn(_ node: Node) -> EmulatedSignIn {
        EmulatedSignIn(
            tenantID: node["tenantId"]?.text?.lowercased() ?? "",
            objectID: node["objectId"]?.text?.lowercased() ?? "",
            subscriptionID: node["subscriptionId"]?.text?.lowercased()
        )
    }

    mutating func identities(_ node: Node?) -> [EmulatedIdentity] {
        var system: SourceSpan?
        return node?.entries.map { entry in
            let resource = entry.value["resourceId"]?.text
            if resource == nil {
                if let system { problems.append(.secondSystemIdentity(entry.key.span, first: system)) }
                system = system ?? entry.key.span
            }
            return EmulatedIdentity(
                name: Located(entry.name, at: entry.key.span),
                clientID: entry.value["clientId"]?.text?.lowercased() ?? "",
                objectID: entry.value["objectId"]?.text?.lowercased() ?? "",
                resourceID: resource
            )
        } ?? []
    }

    private func secret(_ node: Node, path: String) -> EmulatorConfiguration.SecretSource {
        if let name = node["env"]?.text {
            return .reference(LocatedSecretReference(.environment(name: name), at: node.span, for: path))
        }
        if let file = node["file"]?.text {
            return .reference(LocatedSecretReference(.file(path: file), at: node.span, for: path))
        }
        return .literal(Secret(node.text ?? ""))
    }

    func environment(_ node: Node?) -> [String: Secret] {
        var variables: [String: Secret] = [:]
        guard let node else { return variables }
        for entry in node.entries { variables[entry.name] = entry.value.text.map(Secret.init) }
        return variables
    }

    /// What the schema knows and this version cannot play: refused, so that nobody believes that it has an effect.
    mutating func refuseWhatIsNotAvailable(_ root: Node) {
        if let later = root.entry("faults"), later.value.count > 0 { notAvailable(later) }
    }

    mutating func notAvailable(_ entry: Node.Entry) {
        problems.append(.notPlayedYet(entry.name, at: entry.key.span))
    }

    mutating func storage(_ node: Node) -> [EmulatorConfiguration.StorageArea] {
        node.items.map { area in
            let prefix = text(area["prefix"], or: "", in: area)
            let trimmed = String(prefix.value.reversed().drop { $0 == "/" }.reversed())
            return EmulatorConfiguration.StorageArea(
                prefix: Located(trimmed, at: prefix.span),
                folder: text(area["folder"], or: "", in: area),
                isWritable: area["writable"]?.boolean ?? false
            )
        }
    }
}

// MARK: - Scalars

extension EmulatorReading {
    /// A text, or its default at the place where it would stand.
    mutating func text(_ node: Node?, or fallback: String, in parent: Node) -> Located<String> {
        guard let node, let text = node.text, node.kind != .null else {
            return Located(fallback, at: parent.span)
        }
        return Located(text, at: node.span)
    }

    /// A text that may be missing.
    func optional(_ node: Node?) -> Located<String>? {
        guard let node, let text = node.text, node.kind != .null else { return nil }
        return Located(text, at: node.span)
    }

    /// A whole number in a range.
    mutating func integer(_ node: Node?, or fallback: Int, in range: ClosedRange<Int>) -> Int {
        guard let node else { return fallback }
        guard let value = node.integer, range.contains(value) else {
            problems.append(.emulatorNumberOutOfRange(node.text ?? "", range, at: node.span))
            return fallback
        }
        return value
    }

    /// A length of time in ISO 8601, or as manifests write it (`90s`).
    mutating func duration(_ node: Node?, or fallback: Duration, above least: Duration? = nil) -> Duration {
        guard let node, let text = node.text else { return fallback }
        let duration = ISODuration.duration(text) ?? DurationText.seconds(text).map { .seconds($0) }
        guard let duration, least.map({ duration > $0 }) ?? true else {
            problems.append(.invalidEmulatorDuration(text, at: node.span))
            return fallback
        }
        return duration
    }
}

extension Diagnostic {
    static func notPlayedYet(_ key: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .notPlayedYet,
            "`\(key.shortened)` cannot be played yet",
            at: Label(span, "has no effect in this version"),
            help: "leave it out"
        )
    }

    static func secondSystemIdentity(_ span: SourceSpan, first: SourceSpan) -> Diagnostic {
        Diagnostic(
            .secondSystemIdentity,
            "a second system-assigned identity",
            at: Label(span, "has no `resourceId`"),
            secondary: [Label(first, "neither has this")],
            help: "give all but one their `resourceId`"
        )
    }

    static func emulatorNumberOutOfRange(
        _ text: String,
        _ range: ClosedRange<Int>,
        at span: SourceSpan
    ) -> Diagnostic {
        let most = range.upperBound == .max ? "or more" : "to \(range.upperBound)"
        return Diagnostic(
            .emulatorNumberOutOfRange,
            "`\(text.shortened)` is out of range",
            at: Label(span, "a whole number, \(range.lowerBound) \(most)")
        )
    }

    static func invalidEmulatorDuration(_ text: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .invalidEmulatorDuration,
            "`\(text.shortened)` is not a length of time",
            at: Label(span, "at most 3650 days"),
            help: "write it such as `PT30S`, `PT0.2S` or `PT1H`"
        )
    }
}
