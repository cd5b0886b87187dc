import Manifests
import Secrets

/// The managed identities of the machine, and who of them a question means.
struct IdentityBook: Sendable {
    /// The identities.
    let identities: [EmulatedIdentity]
    /// Makes the tokens.
    let tokens: AccessTokens
    /// The tenant that the identities are of.
    let tenantID: String
    /// How long a token is good, in seconds.
    let lifetime: Int

    /// What a parameter holds an identity's id against.
    enum Key: Hashable {
        /// The client id.
        case client
        /// The object id.
        case object
        /// The resource id.
        case resource
    }

    /// Why nobody is meant.
    enum Fault: Error, Hashable {
        /// No such identity.
        case notFound
        /// Several, and none was chosen.
        case several
        /// Chosen by more than one parameter.
        case chosenTwice
    }

    /// Who a question means; without a choice the system-assigned identity or, as Azure does, the only one there is.
    ///
    /// - Parameters:
    ///   - query: The question's parameters.
    ///   - names: What the parameters are held against.
    /// - Returns: The identity.
    /// - Throws: ``Fault``.
    func identity(_ query: FormFields, _ names: KeyValuePairs<String, Key>) throws(Fault) -> EmulatedIdentity
    {
        let chosen = names.compactMap { name, key in query[name].map { (key, $0.lowercased()) } }
        guard chosen.count <= 1 else { throw .chosenTwice }
        if let (key, value) = chosen.first {
            let found = identities.first { identity in
                switch key {
                case .client: identity.clientID == value
                case .object: identity.objectID == value
                case .resource: identity.resourceID?.lowercased() == value
                }
            }
            guard let found else { throw .notFound }
            return found
        }
        if let system = identities.first(where: { $0.resourceID == nil }) { return system }
        guard let only = identities.first else { throw .notFound }
        guard identities.count == 1 else { throw .several }
        return only
    }

    /// Whether a tenant knows what a token should be for; the metadata service takes it with and without a slash.
    func knows(_ audience: String) -> Bool {
        EntraAuthority.audiences.contains(audience.hasSuffix("/") ? String(audience.dropLast()) : audience)
    }

    /// A token of an identity.
    func token(of identity: EmulatedIdentity, for audience: String) -> String {
        tokens.token(
            for: audience,
            claims: AccessTokens.Claims(applicationID: identity.clientID, tenantID: tenantID),
            lifetime: lifetime,
            objectID: identity.objectID,
            resourceID: identity.resourceID
        )
    }
}
