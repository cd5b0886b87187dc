import Credentials
import Diagnostics
import Execution
import HTTPExchange
import Host

/// Gives tokens for the credentials of one plan, out of one cache for the whole run.
struct PlanAuthorizer: Authorizer {
    private let sources: [String: any TokenSource]
    private let cache: TokenCache
    private let redactor: RunRedactor

    /// Makes an authorizer.
    ///
    /// - Parameters:
    ///   - sources: The plan's token sources, by the credential's name.
    ///   - cache: The run's tokens.
    ///   - redactor: Learns every token.
    init(_ sources: [String: any TokenSource], cache: TokenCache, redactor: RunRedactor) {
        self.sources = sources
        self.cache = cache
        self.redactor = redactor
    }

    func token(for credential: String, audience: Audience) async throws(Diagnostic) -> AccessToken {
        let token = try await cache.token(for: audience, from: source(of: credential))
        redactor.register(token.secret)
        return token
    }

    func renew(
        _ token: AccessToken,
        for credential: String,
        audience: Audience,
        answering challenge: ClaimsChallenge?
    ) async throws(Diagnostic) -> AccessToken {
        await cache.invalidate(token, for: audience, from: source(of: credential), challenge: challenge)
        return try await self.token(for: credential, audience: audience)
    }

    private func source(of credential: String) -> any TokenSource {
        guard let source = sources[credential] else {
            preconditionFailure("a plan's submission names a credential that the plan does not list")
        }
        return source
    }
}
