/// What a service calls the parameters that choose an identity.
struct SelectorNames: Hashable {
    /// The parameter for a client id, when there is one.
    var clientID: String?
    /// The parameter for an object id, when there is one.
    var objectID: String?
    /// The parameter for a resource id, when there is one.
    var resourceID: String?

    /// Those of the metadata service, which the Arc agent took over.
    static let metadataService = SelectorNames(
        clientID: "client_id",
        objectID: "object_id",
        resourceID: "msi_res_id"
    )

    /// The parameter for a choice; `nil` when none is needed or there is none.
    func name(for selector: IdentitySelector) -> String? {
        switch selector {
        case .systemAssigned: nil
        case .clientID: clientID
        case .objectID: objectID
        case .resourceID: resourceID
        }
    }

    /// Whether an identity can be chosen in this way.
    func canChoose(_ selector: IdentitySelector) -> Bool {
        selector == .systemAssigned || name(for: selector) != nil
    }
}
