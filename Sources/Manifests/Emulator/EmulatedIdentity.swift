/// A managed identity that an emulator's machine has.
public struct EmulatedIdentity: Sendable {
    /// The name in the document.
    public let name: Located<String>
    /// The client id, lower case.
    public let clientID: String
    /// The object (principal) id, lower case.
    public let objectID: String
    /// The resource id, when it is user-assigned.
    public let resourceID: String?
}
