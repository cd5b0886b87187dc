import Diagnostics
import HTTPExchange
import Manifests

/// An endpoint whose hosts were found to be right.
struct ResolvedEndpoint {
    /// As it is declared.
    let endpoint: Endpoint
    /// Its credential.
    let credential: Credential
    /// How it is named, checked.
    let name: Name
    /// The host that gives tokens, with its port when one was written.
    let authority: String
    /// Where its jobs run.
    let realm: Realm

    /// How long a created job may be missing from its list, when the manifest says.
    var visibilityWindow: Duration? {
        switch endpoint.kind {
        case .azureMLBatch(let batch): batch.visibilityWindow?.value
        }
    }

    /// How an endpoint is named.
    enum Name {
        case scoringURI(WebAddress)
        case named(AzureMLNamedEndpoint)
    }
}

/// Holds what a manifest says of hosts against what its endpoint types allow.
///
/// A token goes nowhere else: the manifest under review may be hostile, so only the service's own hosts pass,
/// and what the operator allowed on the command line.
struct EndpointResolver {
    let allowance: HostAllowance
    let realm: RealmContext
    var metadata: CloudMetadata?

    /// Resolves an endpoint.
    ///
    /// - Parameters:
    ///   - endpoint: The endpoint.
    ///   - credential: Its credential.
    ///   - problems: Where faults are added.
    /// - Returns: `nil` when a host must not be used.
    func resolve(
        _ endpoint: Endpoint,
        _ credential: Credential,
        into problems: inout [Diagnostic]
    ) -> ResolvedEndpoint? {
        switch endpoint.kind {
        case .azureMLBatch(let batch):
            let cloud = AzureCloud(credential.cloud)
            let name = name(batch.place, in: cloud, into: &problems)
            let authority = authority(credential.authorityHost, of: cloud, into: &problems)
            guard let name, let authority else { return nil }
            let host: String
            switch name {
            case .scoringURI(let address): host = address.authority
            case .named(let named): host = named.identity
            }
            return ResolvedEndpoint(
                endpoint: endpoint,
                credential: credential,
                name: name,
                authority: authority,
                realm: realm.emulatorRealm
                    ?? .azure(cloud: cloud.rawValue, authority: authority, host: host)
            )
        }
    }

    private func name(
        _ place: Endpoint.AzureMLBatch.Place,
        in cloud: AzureCloud,
        into problems: inout [Diagnostic]
    ) -> ResolvedEndpoint.Name? {
        switch place {
        case .scoringURI(let uri):
            return scoringAddress(uri, in: cloud, into: &problems).map { .scoringURI($0) }
        case .workspace(let workspace, let name):
            return .named(
                AzureMLNamedEndpoint(
                    subscriptionID: workspace.subscriptionID.value,
                    resourceGroup: workspace.resourceGroup.value,
                    workspace: workspace.name.value,
                    name: name.value,
                    rules: AzureMLHostRules(cloud: cloud, allowance: allowance),
                    // An emulator plays the clouds that are known.
                    metadata: realm.emulatorRealm == nil ? metadata : nil
                )
            )
        }
    }

    /// The scoring URI, by the rules of batch endpoints; every broken rule is reported where it is broken.
    ///
    /// - Parameters:
    ///   - uri: The URI.
    ///   - cloud: The credential's cloud; `nil` when it is not known, and any will do.
    ///   - problems: Where faults are added.
    /// - Returns: `nil` when a rule is broken.
    func scoringAddress(
        _ uri: Located<String>,
        in cloud: AzureCloud?,
        into problems: inout [Diagnostic]
    ) -> WebAddress? {
        let address: WebAddress
        do throws(WebAddress.Fault) {
            address = try WebAddress.parse(uri.value)
        } catch {
            problems.append(.invalidScoringURI(uri, error))
            return nil
        }
        let before = problems.count
        let parts = ScoringURIParts(uri)
        if address.query != nil { problems.append(.unexpectedPart("a query", "no query", parts.query)) }
        guard !allowance.allows(address) else { return problems.count == before ? address : nil }
        if let reserved = ReservedHost(address) {
            problems.append(.reservedHost(address, reserved, at: parts.authority))
            return nil
        }
        let home = AzureCloud(endpointHost: address.host)
        if home == nil || (cloud != nil && home != cloud) {
            problems.append(.hostNotAllowed(address, home: home, wanted: cloud, at: parts.authority))
        }
        if address.scheme != .https { problems.append(.httpsRequired(at: parts.scheme)) }
        // The operator who allows a foreign host allows any port and path of it.
        guard home != nil else { return nil }
        if address.explicitPort != nil { problems.append(.unexpectedPart("a port", "no port", parts.port)) }
        if address.path != "/jobs" {
            let found = address.path == "/" ? "no path" : "the path `\(address.path.shortened)`"
            problems.append(.unexpectedPart(found, "the path `/jobs`", parts.path))
        }
        return problems.count == before ? address : nil
    }

    /// The host that gives tokens: the cloud's own, or one that is allowed; always over `https`.
    func authority(
        _ written: Located<String>?,
        of cloud: AzureCloud,
        into problems: inout [Diagnostic]
    ) -> String? {
        guard let written else { return cloud.usualAuthority }
        let text = written.value.hasPrefix("https://") ? written.value : "https://" + written.value
        let address = try? WebAddress.parse(text)
        guard let address, address.path == "/", address.query == nil, isAuthority(address, of: cloud) else {
            problems.append(.authorityNotAllowed(written, cloud: cloud))
            return nil
        }
        return address.authority
    }

    private func isAuthority(_ address: WebAddress, of cloud: AzureCloud) -> Bool {
        allowance.allows(address) || (address.explicitPort == nil && cloud.authorities.contains(address.host))
    }
}
