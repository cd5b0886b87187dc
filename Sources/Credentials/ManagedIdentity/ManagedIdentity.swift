import Secrets

/// A managed identity with the service that is asked for its tokens.
struct ManagedIdentity: PreparedCredential {
    /// What it was made of.
    let description: ManagedIdentityDescription
    /// Which of the machine's identities.
    let selector: IdentitySelector
    /// Who is asked, and why.
    let choice: IdentityServiceChoice.Choice

    /// What proves to the service that this process may ask.
    var secrets: [Secret] { [choice.service.proof].compactMap { $0 } }

    func tokenSource(with tools: TokenSourceTools) -> any TokenSource {
        ManagedIdentityTokenSource(identity: self, tools: tools)
    }
}
