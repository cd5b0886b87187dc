public import JSONValues
public import Manifests

/// A credential of a plan, with who gets to see it: for reviewers, and for whoever resolves its references.
public struct CredentialUse: Sendable {
    /// The credential; references, no values.
    public let credential: Credential
    /// The host of Entra that gives the token, such as `login.microsoftonline.com`; managed identities and sign-ins of
    /// the Azure CLI are asked for on this machine, and that is the host behind them.
    public let authority: String
    /// The hosts that see the token, sorted; international names in their ASCII form.
    public let hosts: [String]

    /// What decides who submits, as the plan's digest has it: references as they are written, no value of one.
    public var declaration: JSONValue { CredentialDigest.value(self) }
}
