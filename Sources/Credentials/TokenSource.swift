public import Diagnostics
public import HTTPExchange
public import Secrets

/// Gets tokens as one identity.
///
/// Every conformer: a call asks the authority at most as often as its retry rules allow and caches nothing (the
/// ``TokenCache`` does); a failure is a ``Diagnostic`` of `RN04` whose exit status tells denied (77), missing (78) and
/// try later (75) apart; no message, note or help holds a secret or a token; a cancelled task stops asking.
public protocol TokenSource: Sendable {
    /// Who this is, without secrets, such as `service principal 2222… of tenant 1111…`.
    var identity: String { get }

    /// What tells this identity, with the credential that proves it, from every other of this process.
    var fingerprint: CredentialFingerprint { get }

    /// Gets a token.
    ///
    /// - Parameter audience: What it is for.
    /// - Returns: A token that lives.
    /// - Throws: ``Diagnostic`` of `RN04`.
    func token(for audience: Audience) async throws(Diagnostic) -> AccessToken

    /// Gets a token that answers a challenge.
    ///
    /// - Parameters:
    ///   - audience: What it is for.
    ///   - challenge: What the service that refused the last one wants; `nil` for nothing.
    /// - Returns: A token that lives.
    /// - Throws: ``Diagnostic`` of `RN04`.
    func token(
        for audience: Audience,
        answering challenge: ClaimsChallenge?
    ) async throws(Diagnostic) -> AccessToken
}

extension TokenSource {
    /// Any other token: most authorities take no challenge, and a new token is what can be done.
    public func token(
        for audience: Audience,
        answering challenge: ClaimsChallenge?
    ) async throws(Diagnostic) -> AccessToken {
        try await token(for: audience)
    }
}

/// A bearer token.
public struct AccessToken: Sendable {
    /// The token itself.
    public let secret: Secret
    /// How long it lives from when it was got.
    public let lifetime: Duration
    /// When it should be got again, from when it was got; `nil` when the authority did not say.
    public let refreshAfter: Duration?
    /// The client id of whom the authority gave it to, cleaned; `nil` when it did not say.
    public let clientID: String?

    /// Makes a token.
    ///
    /// - Parameters:
    ///   - secret: The token itself.
    ///   - lifetime: How long it lives.
    ///   - refreshAfter: When it should be got again.
    ///   - clientID: The client id of whom it was given to.
    public init(
        secret: Secret,
        lifetime: Duration,
        refreshAfter: Duration? = nil,
        clientID: String? = nil
    ) {
        self.secret = secret
        self.lifetime = lifetime
        self.refreshAfter = refreshAfter
        self.clientID = clientID
    }

    /// Whether it is the same token, byte by byte.
    func isSame(as other: AccessToken) -> Bool {
        secret.expose { mine in other.secret.expose { $0.utf8.elementsEqual(mine.utf8) } }
    }
}
