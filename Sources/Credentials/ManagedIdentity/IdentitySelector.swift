/// Which of a machine's identities, its value at hand.
enum IdentitySelector: Hashable {
    /// The system-assigned one.
    case systemAssigned
    /// A user-assigned one, by its client id.
    case clientID(String)
    /// A user-assigned one, by its object (principal) id.
    case objectID(String)
    /// A user-assigned one, by its resource id.
    case resourceID(String)

    /// How the identity is called in messages.
    var words: String {
        switch self {
        case .systemAssigned: "the system-assigned identity"
        case .clientID(let id): "the identity with client id \(id)"
        case .objectID(let id): "the identity with object id \(id)"
        case .resourceID(let id): "the identity \(id)"
        }
    }

    /// What identities are chosen by, in messages.
    var kindWords: String {
        switch self {
        case .systemAssigned: "nothing"
        case .clientID: "client id"
        case .objectID: "object id"
        case .resourceID: "resource id"
        }
    }

    /// What it is chosen by; `nil` for the system-assigned one.
    var value: String? {
        switch self {
        case .systemAssigned: nil
        case .clientID(let id), .objectID(let id), .resourceID(let id): id
        }
    }
}
