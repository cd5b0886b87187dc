public import Host

/// A request that arrived at an emulator, as far as a test or a person wants to know.
public struct RequestRecord: Hashable, Sendable {
    /// Its number, from 1 in the order of the answers.
    public let number: Int
    /// When it was answered.
    public let time: Timestamp
    /// The method.
    public let method: String
    /// The host that was meant.
    public let host: String
    /// The path, without the query.
    public let path: String
    /// The status that was answered.
    public let status: Int
}
