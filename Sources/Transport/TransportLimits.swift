import HTTPExchange

/// Bounds of one exchange, whatever the far side does.
public struct TransportLimits: Hashable, Sendable {
    /// How long making a connection may take, TLS apart.
    public var connect: Duration
    /// The same for what is on the machine or its own link: connected within milliseconds, or nobody is there.
    public var connectNearby: Duration
    /// How large an answer's body may be, in bytes; no compression is asked for and none is undone.
    public var bodyInBytes: Int

    /// Makes bounds.
    ///
    /// - Parameters:
    ///   - connect: How long making a connection may take.
    ///   - connectNearby: The same for what is on the machine or its own link.
    ///   - bodyInBytes: How large an answer's body may be.
    public init(
        connect: Duration = .seconds(10),
        connectNearby: Duration = .seconds(2),
        bodyInBytes: Int = 4 << 20
    ) {
        self.connect = connect
        self.connectNearby = connectNearby
        self.bodyInBytes = bodyInBytes
    }

    /// The same for an exchange over a connection of its own, which ends with the time for the whole.
    ///
    /// - Parameters:
    ///   - reach: Where the exchange may go.
    ///   - timeout: How long it may take.
    /// - Returns: The bounds.
    func narrowed(to reach: Reach, within timeout: Duration) -> Self {
        var limits = self
        limits.connect = min(reach == .machine ? connectNearby : connect, timeout)
        return limits
    }
}
