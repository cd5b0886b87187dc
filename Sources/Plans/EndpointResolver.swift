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

    /// The scoring URI, by the rules of batch endpoints; every broken rule is reported.
    private func scoringAddress(
        _ uri: Located<String>,
        in cloud: AzureCloud,
        into problems: inout [Diagnostic]
    ) -> WebAddress? {
        let address: WebAddress
        do throws(WebAddress.Fault) {
            address = try WebAddress.parse(uri.value)
        } catch {
            problems.append(.invalidScoringURI(uri, reason: error.description))
            return nil
        }
        let before = problems.count
        if address.query != nil { problems.append(.unexpectedPart("a query", "no query", uri)) }
        guard !allowance.allows(address) else { return problems.count == before ? address : nil }
        if let reserved = ReservedHost(address) {
            problems.append(.reservedHost(address, reserved, uri))
            return nil
        }
        let home = AzureCloud(endpointHost: address.host)
        if home != cloud { problems.append(.hostNotAllowed(address, home: home, wanted: cloud, uri)) }
        if address.scheme != .https { problems.append(.httpsRequired(uri)) }
        if address.explicitPort != nil { problems.append(.unexpectedPart("a port", "no port", uri)) }
        if address.path != "/jobs" {
            problems.append(.unexpectedPart("the path `\(address.path.shortened)`", "the path `/jobs`", uri))
        }
        return problems.count == before ? address : nil
    }

    /// The host that gives tokens: the cloud's own, or one that is allowed; always over `https`.
    private func authority(
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

extension Diagnostic {
    static func invalidScoringURI(_ uri: Located<String>, reason: String) -> Diagnostic {
        Diagnostic(
            .invalidScoringURI,
            "the scoring URI is not an absolute web address",
            at: Label(uri.span, reason),
            help: "copy it from the endpoint: `https://NAME.REGION.inference.ml.azure.com/jobs`"
        )
    }

    static func hostNotAllowed(
        _ address: WebAddress,
        home: AzureCloud?,
        wanted: AzureCloud,
        _ uri: Located<String>
    ) -> Diagnostic {
        let host = address.host.shortened
        guard let home else {
            return Diagnostic(
                .hostNotAllowed,
                "`\(host)` is not a host of Azure ML batch endpoints",
                at: Label(uri.span, "no token goes there"),
                notes: ["their hosts in the credential's cloud are `*\(wanted.inferenceSuffix)`"],
                help: "if you trust this host, run with `--allow-host \(address.authority.shortened)`"
            )
        }
        return Diagnostic(
            .hostNotAllowed,
            "`\(host)` is a host of another cloud than the credential's",
            at: Label(uri.span, "no token for `\(wanted.manifestName)` goes there"),
            help: "if this is the right endpoint, give the credential `cloud: \(home.manifestName)`"
        )
    }

    static func reservedHost(_ address: WebAddress, _ kind: ReservedHost, _ uri: Located<String>)
        -> Diagnostic
    {
        Diagnostic(
            .reservedHost,
            "`\(address.host.shortened)` is \(kind.words)",
            at: Label(uri.span, "a manifest must not lead there"),
            help: "to try a manifest out, keep its real hosts and run with `--emulator FILE`; "
                + "to allow this host, `--allow-host \(address.authority.shortened)`"
        )
    }

    static func httpsRequired(_ uri: Located<String>) -> Diagnostic {
        Diagnostic(
            .httpsRequired,
            "the scoring URI is not `https`",
            at: Label(uri.span, "a token would travel in clear text"),
            help: "write `https://`"
        )
    }

    static func unexpectedPart(_ found: String, _ expected: String, _ uri: Located<String>) -> Diagnostic {
        Diagnostic(
            .unexpectedAddressPart,
            "the scoring URI has \(found)",
            at: Label(uri.span, "expected \(expected)"),
            help: "copy it from the endpoint: `https://NAME.REGION.inference.ml.azure.com/jobs`"
        )
    }

    static func authorityNotAllowed(_ host: Located<String>, cloud: AzureCloud) -> Diagnostic {
        let hosts = cloud.authorities.map { "`\($0)`" }.joined(separator: ", ")
        return Diagnostic(
            .authorityNotAllowed,
            "`\(host.value.shortened)` does not give tokens in the cloud `\(cloud.manifestName)`",
            at: Label(host.span, "no secret goes there"),
            notes: ["hosts that do: \(hosts)"],
            help: "leave `authorityHost` out; if you trust this host, run with `--allow-host`"
        )
    }
}
