/// Where a running emulator listens, and which host names it answers for.
public struct EmulatorAddress: Hashable, Sendable {
    /// The port on 127.0.0.1.
    public let port: Int
    /// The hosts that are played, lower case: Entra's first, then the endpoints', then those of the machine's
    /// identity services.
    public let hosts: [String]

    /// The address that a client calls which cannot choose its `Host`: `http://127.0.0.1:PORT/_hosts/HOST`, to be
    /// followed by the path that the host would get.
    ///
    /// - Parameter host: One of ``hosts``.
    /// - Returns: The address, without a slash at its end.
    public func base(for host: String) -> String { "http://127.0.0.1:\(port)\(HostTable.pathPrefix)\(host)" }
}
