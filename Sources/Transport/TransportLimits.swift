/// Bounds of one exchange, whatever the far side does.
public struct TransportLimits: Hashable, Sendable {
    /// How long making a connection may take, TLS apart.
    public var connect: Duration
    /// How large an answer's body may be, in bytes; no compression is asked for and none is undone.
    public var bodyInBytes: Int

    /// Makes bounds.
    ///
    /// - Parameters:
    ///   - connect: How long making a connection may take.
    ///   - bodyInBytes: How large an answer's body may be.
    public init(connect: Duration = .seconds(10), bodyInBytes: Int = 4 << 20) {
        self.connect = connect
        self.bodyInBytes = bodyInBytes
    }
}
