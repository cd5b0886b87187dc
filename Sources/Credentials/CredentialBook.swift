public import Diagnostics
public import HTTPExchange
public import Host
public import Secrets

/// The credentials of a run by their names: everything resolved, one cache for all.
public struct CredentialBook: Sendable {
    private let sources: [String: any TokenSource]
    private let cache: TokenCache

    /// The values that must be hidden wherever text is shown or stored.
    public let secrets: [Secret]

    /// Makes a book of sources that are at hand.
    ///
    /// - Parameters:
    ///   - sources: The sources by the credential's name.
    ///   - secrets: The values that must be hidden.
    ///   - time: Measures the lives of tokens.
    public init(sources: [String: any TokenSource], secrets: [Secret] = [], time: any Timekeeper) {
        self.sources = sources
        self.secrets = secrets
        self.cache = TokenCache(time: time)
    }

    /// Looks everything up that the credentials of a run need.
    ///
    /// - Parameters:
    ///   - principals: The service principals as they are declared.
    ///   - resolver: Reads what they refer to.
    ///   - transport: Sends requests for tokens.
    ///   - time: Waits, and measures the lives of tokens.
    ///   - random: Eight random bytes at a time.
    ///   - retry: How often an authority is asked.
    ///   - problems: Where everything that is missing or wrong is added, and warnings.
    /// - Returns: `nil` when something is missing or wrong.
    public static func opened(
        for principals: [ServicePrincipalDescription],
        resolver: SecretResolver,
        transport: any HTTPTransport,
        time: any Timekeeper,
        random: @escaping @Sendable () -> UInt64,
        retry: TokenRetrySchedule = TokenRetrySchedule(),
        into problems: inout [Diagnostic]
    ) -> CredentialBook? {
        let resolved = resolver.resolve(principals.flatMap(\.references), into: &problems)
        let salt = CredentialFingerprint.Salt(random: random)
        var sources: [String: any TokenSource] = [:]
        var secrets: [Secret] = []
        for description in principals {
            guard let principal = ServicePrincipal(description, secrets: resolved, into: &problems) else {
                continue
            }
            secrets.append(principal.secret)
            sources[description.name] = EntraTokenSource(
                principal: principal,
                transport: transport,
                time: time,
                random: random,
                salt: salt,
                retry: retry
            )
        }
        guard sources.count == principals.count else { return nil }
        return CredentialBook(sources: sources, secrets: secrets, time: time)
    }

    /// Who a credential is, without secrets.
    ///
    /// - Parameter credential: The credential's name.
    /// - Returns: Such as `service principal 2222… of tenant 1111…`; `nil` when the book has no such credential.
    public func identity(of credential: String) -> String? { sources[credential]?.identity }

    /// Gets a token, kept or new.
    ///
    /// - Parameters:
    ///   - credential: The credential's name; one of the book's.
    ///   - audience: What it is for.
    /// - Returns: A token that lives.
    /// - Throws: ``Diagnostic`` of `RN04`.
    public func token(for credential: String, audience: Audience) async throws(Diagnostic) -> AccessToken {
        try await cache.token(for: audience, from: source(of: credential))
    }

    /// Gets a token in place of one that the far side refused; the one that somebody else got since is good enough.
    ///
    /// - Parameters:
    ///   - token: The refused one.
    ///   - credential: The credential's name; one of the book's.
    ///   - audience: What it is for.
    /// - Returns: Another token.
    /// - Throws: ``Diagnostic`` of `RN04`.
    public func renew(
        _ token: AccessToken,
        for credential: String,
        audience: Audience
    ) async throws(Diagnostic) -> AccessToken {
        let source = source(of: credential)
        await cache.invalidate(token, for: audience, from: source)
        return try await cache.token(for: audience, from: source)
    }

    private func source(of credential: String) -> any TokenSource {
        guard let source = sources[credential] else {
            preconditionFailure("a plan names the credentials of its own manifest only")
        }
        return source
    }
}
