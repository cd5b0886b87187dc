/// An absolute `http` or `https` address, in the strict form that runner sends to.
///
/// Parsed by a closed grammar so that the host that is checked is the host that is called: lower-case scheme and
/// host, ASCII only (`xn--` for international names), no user information, no fragment, no backslash, no blank,
/// no empty label, no trailing dot; percent-encoding kept as it is.
public struct WebAddress: Hashable, Sendable, CustomStringConvertible {
    /// `http` or `https`.
    public let scheme: Scheme
    /// The host: a lower-case name, an IPv4 address, or an IPv6 address without brackets.
    public let host: String
    /// The port that was written, if one was.
    public let explicitPort: Int?
    /// The path, beginning with `/`.
    public let path: String
    /// The query without its `?`.
    public let query: String?

    /// The two schemes.
    public enum Scheme: String, Hashable, Sendable {
        /// Clear text.
        case http
        /// TLS.
        case https
    }

    /// Makes an address of parts that are known to be right.
    ///
    /// - Parameters:
    ///   - scheme: The scheme.
    ///   - host: The host, lower case.
    ///   - port: The port, when it is to be written.
    ///   - path: The path, beginning with `/`.
    ///   - query: The query without its `?`.
    public init(scheme: Scheme, host: String, port: Int? = nil, path: String = "/", query: String? = nil) {
        self.scheme = scheme
        self.host = host
        self.explicitPort = port
        self.path = path
        self.query = query
    }

    /// The port that is called: the one written, or the scheme's.
    public var port: Int { explicitPort ?? (scheme == .https ? 443 : 80) }

    /// The host, in brackets when it is an IPv6 address, with the port when one was written.
    public var authority: String {
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[" + host + "]" : host
        guard let explicitPort else { return name }
        return name + ":" + String(explicitPort)
    }

    /// The path with the query.
    public var target: String { query.map { path + "?" + $0 } ?? path }

    /// The whole address.
    public var description: String { scheme.rawValue + "://" + authority + target }
}
