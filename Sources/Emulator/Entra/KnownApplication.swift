import Certificates
import Manifests
import Secrets

/// An application that may get tokens, with all that it may prove itself by.
struct KnownApplication: Sendable {
    /// The tenant, lower case.
    let tenantID: String
    /// The client id, lower case.
    let clientID: String
    /// The secret, when it has one.
    let secret: Secret?
    /// The certificates that it is known by.
    let certificates: [X509Certificate]
    /// The tokens of other issuers that it trusts.
    let federatedCredentials: [EmulatorConfiguration.FederatedCredential]
}
