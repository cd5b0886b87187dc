public import Manifests

/// A credential of a plan, with who gets to see it: for reviewers, and for whoever resolves its references.
public struct CredentialUse: Sendable {
    /// The credential; references, no values.
    public let credential: Credential
    /// The host that sees the secret and gives the token, such as `login.microsoftonline.com`.
    public let authority: String
    /// The hosts that see the token, sorted; international names in their ASCII form.
    public let hosts: [String]
}
