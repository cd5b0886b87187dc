import Credentials
import Diagnostics
import HTTPExchange
import Host
import Manifests
import Plans
import Secrets

/// What came of asking for one token; never the token.
struct CredentialCheck: Sendable {
    /// The manifest's name.
    let manifest: String
    /// The credential as the plan uses it.
    let use: CredentialUse
    /// What the token is for.
    let audience: Audience
    /// Who was asked as whom; `nil` when it did not come so far.
    let identity: String?
    /// What the token says of itself; `nil` without a token, or where it is none that can be read.
    let claims: TokenClaims?
    /// When the token ends; `nil` without one.
    let expires: Timestamp?
    /// How long it took.
    let took: Duration
    /// What was called.
    let calls: [ObservedCall]
    /// Why there is no token, or why it is of no use.
    let problem: Diagnostic?
}

/// Asks for the tokens that plans need.
struct CredentialInspection: Sendable {
    let host: Host
    let transport: any HTTPTransport
    let redactor: RunRedactor
    let salt: CredentialFingerprint.Salt

    /// Asks for a token of one credential for each audience.
    ///
    /// - Parameters:
    ///   - use: The credential.
    ///   - prepared: The same with its values.
    ///   - plan: The plan that uses it.
    ///   - tenant: The tenant that it names, where it names one.
    /// - Returns: What came of it, one for each audience.
    func check(
        _ use: CredentialUse,
        _ prepared: any PreparedCredential,
        of plan: Plan,
        tenant: String?
    ) async -> [CredentialCheck] {
        var checks: [CredentialCheck] = []
        for audience in plan.audiences[use.credential.name.value] ?? [] {
            let record = CallRecord()
            let source = prepared.tokenSource(
                with: host.tokenTools(
                    ObservedTransport(base: transport, time: host.time, record: record),
                    salt,
                    redactor
                ) { [console = host.console] in console.writeError($0) }
            )
            let began = host.time.monotonic
            var token: AccessToken?
            var problem: Diagnostic?
            do throws(Diagnostic) {
                token = try await TokenCache(time: host.time).token(for: audience, from: source)
            } catch {
                problem = error
            }
            let took = host.time.monotonic - began
            if let token { redactor.register(token.secret) }
            let claims = token.flatMap { TokenClaims(of: $0.secret) }
            if problem == nil, let found = claims?.tenantID {
                problem = fault(ofTenant: found, wanted: tenant, use)
            }
            checks.append(
                CredentialCheck(
                    manifest: plan.manifest,
                    use: use,
                    audience: audience,
                    identity: source.identity,
                    claims: claims,
                    expires: token.map { token in
                        claims?.expires ?? host.time.now.adding(token.lifetime)
                    },
                    took: took,
                    calls: record.all,
                    problem: problem
                )
            )
        }
        return checks
    }

    /// What is wrong with a token of a tenant by its own words; the wrong audience was found by the cache.
    private func fault(ofTenant found: String, wanted: String?, _ use: CredentialUse) -> Diagnostic? {
        // A tenant may be named by one of its domains, which no token repeats.
        guard let wanted, wanted.isUUID, found.lowercased() != wanted.lowercased() else { return nil }
        return .tokenOfAnotherTenant(use.credential, found: found, wanted: wanted)
    }
}

extension String {
    /// Whether it is an id of 8-4-4-4-12 hexadecimal digits.
    fileprivate var isUUID: Bool {
        let parts = split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [8, 4, 4, 4, 12]
            && parts.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isHexDigit } }
    }
}

extension Diagnostic {
    fileprivate static func tokenOfAnotherTenant(
        _ credential: Credential,
        found: String,
        wanted: String
    ) -> Diagnostic {
        Diagnostic(
            .tokenOfAnotherTenant,
            "the token of `credentials.\(credential.name.value)` is of another tenant",
            at: Label(credential.name.span, "names the tenant \(Sanitizer.line(wanted, limit: 60))"),
            notes: ["the token says that it is of the tenant \(found)"],
            help: "give the tenant that the workspace is in, or sign in to it"
        )
    }
}

extension Diagnostic.Code {
    /// A token that another tenant made.
    static let tokenOfAnotherTenant = Diagnostic.Code(
        "RN0470",
        "token of another tenant",
        exitStatus: .denied,
        explanation: """
            The credential names a tenant, and the token that came says that it is of another one. The services of the
            first tenant would refuse it.

            Wrong: `tenantId` of one tenant, and `az login` to another

            Right: `az login --tenant TENANT` with the `tenantId` of the manifest
            """
    )

    /// A credential that no job uses was to be checked.
    static let credentialNotUsed = Diagnostic.Code(
        "RN0471",
        "no such credential in use",
        exitStatus: .usage,
        explanation: """
            `credentials check --credential` takes the name of a credential that an endpoint of a job uses: others are
            never asked for a token.

            Wrong: `runner credentials check manifest.yaml --credential Scoring`

            Right: `runner credentials check manifest.yaml --credential scoring`
            """
    )

    /// The codes of checking credentials, RN0470 and RN0471.
    static let credentialCheckCodes: [Diagnostic.Code] = [tokenOfAnotherTenant, credentialNotUsed]
}

extension Timestamp {
    /// The moment after some time.
    fileprivate func adding(_ duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        let bounded = min(max(seconds, -1 << 40), 1 << 40)
        return Timestamp(milliseconds: milliseconds + bounded * 1000 + attoseconds / 1_000_000_000_000_000)
    }
}
