public import Credentials
public import Diagnostics
public import HTTPExchange

/// Gives tokens for the credentials of a plan.
///
/// Every conformer: tokens are kept and shared by all jobs; `renew` gets another one even when the kept one lives,
/// but only if nobody else has since.
public protocol Authorizer: Sendable {
    /// Gets a token.
    ///
    /// - Parameters:
    ///   - credential: The credential's name in the manifest.
    ///   - audience: What it is for.
    /// - Returns: A token that lives.
    /// - Throws: ``Diagnostic`` of `RN04`.
    func token(for credential: String, audience: Audience) async throws(Diagnostic) -> AccessToken

    /// Gets a token in place of one that the far side refused.
    ///
    /// - Parameters:
    ///   - token: The refused one.
    ///   - credential: The credential's name in the manifest.
    ///   - audience: What it is for.
    ///   - challenge: What the far side wants it to say; `nil` for nothing.
    /// - Returns: Another token.
    /// - Throws: ``Diagnostic`` of `RN04`.
    func renew(
        _ token: AccessToken,
        for credential: String,
        audience: Audience,
        answering challenge: ClaimsChallenge?
    ) async throws(Diagnostic) -> AccessToken
}
