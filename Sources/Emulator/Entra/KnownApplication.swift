import Secrets

/// An application that may get tokens, its secret at hand.
struct KnownApplication: Sendable {
    /// The tenant, lower case.
    let tenantID: String
    /// The client id, lower case.
    let clientID: String
    /// The secret.
    let secret: Secret
}
