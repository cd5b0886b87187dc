/// A sign-in of the Azure CLI that an emulator's machine has.
public struct EmulatedSignIn: Hashable, Sendable {
    /// The tenant's id, lower case.
    public let tenantID: String
    /// The object id of who is signed in, lower case.
    public let objectID: String
    /// The one subscription that the sign-in has, lower case.
    public let subscriptionID: String?
}
