import Diagnostics
import HTTPExchange
import Manifests

/// An endpoint whose hosts were found to be right.
struct ResolvedEndpoint {
    /// As it is declared.
    let endpoint: Endpoint
    /// Its credential.
    let credential: Credential
    /// The scoring URI.
    let address: WebAddress
    /// The host that gives tokens, with its port when one was written.
    let authority: String
    /// Where its jobs run.
    let realm: Realm
}

/// Holds what a manifest says of hosts against what its endpoint types allow.
///
/// A token goes nowhere else: the manifest under review may be hostile, so only the service's own hosts pass,
/// and what the operator allowed on the command line.
struct EndpointResolver {
    let allowance: HostAllowance
    let realm: RealmContext

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
            let address = scoringAddress(batch.scoringURI, in: cloud, into: &problems)
            let authority = authority(credential.authorityHost, of: cloud, into: &problems)
            guard let address, let authority else { return nil }
            return ResolvedEndpoint(
                endpoint: endpoint,
                credential: credential,
                address: address,
                authority: authority,
                realm: realm.emulatorRealm
                    ?? .azure(cloud: cloud.rawValue, authority: authority, host: address.authority)
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
