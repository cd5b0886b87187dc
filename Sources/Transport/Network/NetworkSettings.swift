public import Secrets

/// How other machines are reached, as the operator wants it.
public struct NetworkSettings: Sendable {
    /// Which proxy stands in between.
    public var proxy: ProxySettings
    /// Whose certificates are believed.
    public var roots: TrustedRoots
    /// Hosts that the operator allowed by name, lower case: their addresses may be this machine's own.
    public var allowedHosts: Set<String>
    /// Addresses of hosts in place of those that the machine would look up.
    var addresses: [String: String] = [:]

    /// No proxy, the system's authorities, no exceptions.
    public static let direct = NetworkSettings()

    /// Collects settings.
    ///
    /// - Parameters:
    ///   - proxy: Which proxy stands in between.
    ///   - roots: Whose certificates are believed.
    ///   - allowedHosts: Hosts that the operator allowed by name, lower case.
    public init(
        proxy: ProxySettings = .none,
        roots: TrustedRoots = .system,
        allowedHosts: Set<String> = []
    ) {
        self.proxy = proxy
        self.roots = roots
        self.allowedHosts = allowedHosts
    }

    /// What must not be seen of them.
    public var secrets: [Secret] { proxy.secrets }
}
