/// How far a request may go.
public enum Reach: Hashable, Sendable {
    /// To servers: over TLS to any host, in clear text to this machine only, and so never to a cloud's metadata
    /// service, which hands out tokens. A proxy may stand in between.
    case network
    /// To what gives this machine its identity: in clear text to this machine and its local link, over TLS to any host.
    /// Never through a proxy: a metadata service refuses what was passed on, and a proxy has another identity.
    case machine
}

extension OutgoingRequest {
    /// Whether the request's ``reach`` lets it go to its address, as far as the address's text tells.
    public var isWithinReach: Bool {
        if address.scheme == .https || address.isLoopback { return true }
        return reach == .machine && address.isLinkLocal
    }
}
