/// What can be said of a ledger's place without opening it.
public struct LedgerPlaceFacts: Hashable, Sendable {
    /// Whether a ledger, or anything, is there.
    public let exists: Bool
    /// The type of the network file system that it is on, or would be on; `nil` for a local one.
    public let networkFileSystem: String?

    /// Looks at a place.
    ///
    /// - Parameter path: The ledger's file.
    public init(at path: String) {
        exists = FileFacts(at: path) != nil
        var place = path
        // What is not there yet will be on the file system of the nearest folder that is.
        while FileFacts(following: place) == nil, let slash = place.lastIndex(of: "/") {
            place = String(place[..<slash])
        }
        networkFileSystem = NetworkFileSystem.name(at: FileFacts(following: place) == nil ? "." : place)
    }
}
