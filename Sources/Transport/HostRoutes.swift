/// Where requests for a host really go: everywhere by name, or only to what is played on this machine.
public struct HostRoutes: Sendable {
    /// What a route leads to.
    public enum Destination: Hashable, Sendable {
        /// The host that the address names.
        case asNamed
        /// A server in clear text on 127.0.0.1, which reads the real name from `Host`.
        case loopback(port: Int)
        /// Nowhere: the request is refused before a connection is made.
        case refused
    }

    private let routes: [String: Destination]
    private let otherwise: Destination

    /// Every host is reached by its name.
    public static let asNamed = HostRoutes(routes: [:], otherwise: .asNamed)

    /// Only some hosts are played, by one server on 127.0.0.1; every other host is refused.
    ///
    /// - Parameters:
    ///   - hosts: The hosts that are played, lower case.
    ///   - port: The server's port.
    /// - Returns: Routes that let no request leave the machine.
    public static func sealed(hosts: some Sequence<String>, port: Int) -> HostRoutes {
        var routes: [String: Destination] = [:]
        for host in hosts { routes[host] = .loopback(port: port) }
        return HostRoutes(routes: routes, otherwise: .refused)
    }

    /// Where a host leads.
    ///
    /// - Parameter host: The host, lower case.
    /// - Returns: Its destination.
    public func destination(for host: String) -> Destination { routes[host] ?? otherwise }

    private init(routes: [String: Destination], otherwise: Destination) {
        self.routes = routes
        self.otherwise = otherwise
    }
}
