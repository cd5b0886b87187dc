import HTTPExchange

/// Bounds of one exchange, whatever the far side does.
public struct TransportLimits: Hashable, Sendable {
    /// How long making a connection may take, TLS apart.
    public var connect: Duration
    /// The same for what is on the machine or its own link: connected within milliseconds, or nobody is there.
    public var connectNearby: Duration
    /// How large an answer's body may be, in bytes; no compression is asked for and none is undone.
    public var bodyInBytes: Int
    /// How many connections to one host there may be; what is more waits for one of them, and its time goes on.
    public var connectionsPerHost: Int

    /// Makes bounds.
    ///
    /// - Parameters:
    ///   - connect: How long making a connection may take.
    ///   - connectNearby: The same for what is on the machine or its own link.
    ///   - bodyInBytes: How large an answer's body may be.
    ///   - connectionsPerHost: How many connections to one host there may be.
    public init(
        connect: Duration = .seconds(10),
        connectNearby: Duration = .seconds(2),
        bodyInBytes: Int = 4 << 20,
        connectionsPerHost: Int = 32
    ) {
        self.connect = connect
        self.connectNearby = connectNearby
        self.bodyInBytes = bodyInBytes
        self.connectionsPerHost = connectionsPerHost
    }

    /// The bounds for a run: a connection for each submission that is under way, and as many as usual for questions.
    ///
    /// - Parameters:
    ///   - submissions: How many submissions may be under way at once.
    ///   - openFiles: How many files and connections the process may have open; `nil` for no limit.
    ///   - isInside: Whether the server is in this process too, an emulator, which has the other end of each connection.
    /// - Returns: The bounds; never more connections than take half of the files.
    public static func sending(_ submissions: Int, openFiles: Int?, toItself isInside: Bool = false) -> Self {
        let usual = Self()
        let wanted = submissions + usual.connectionsPerHost
        return Self(connectionsPerHost: max(2, min(wanted, (openFiles ?? .max) / (isInside ? 4 : 2))))
    }

    /// How many submissions these bounds let be under way at once, with a connection left for questions meanwhile.
    ///
    /// - Parameter submissions: How many are wanted.
    /// - Returns: That, or what fits: a submission that waits for a connection could not be told from one that is lost.
    public func submissions(_ submissions: Int) -> Int {
        min(submissions, max(connectionsPerHost / 2, connectionsPerHost - Self().connectionsPerHost))
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
