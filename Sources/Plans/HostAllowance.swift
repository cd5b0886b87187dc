public import Diagnostics
public import HTTPExchange
public import Manifests

/// The hosts that the operator allows beyond those of the service, with `--allow-host HOST[:PORT]`.
///
/// Comes from the command line or the operator's environment, never from a manifest. It lifts the rules on
/// host, port and path for that very host, and the need for `https` where the host is this machine. Without a
/// port it means the scheme's own.
public struct HostAllowance: Hashable, Sendable {
    private struct Entry: Hashable {
        let host: String
        let port: Int?
    }

    private var entries: Set<Entry> = []
    /// The hosts that the operator's policy leaves over for what is looked up; `nil` for all.
    public var onlyHosts: Policy.Rule?
    /// The audiences that the operator's policy leaves over for what is looked up; `nil` for all.
    public var onlyAudiences: Policy.Rule?

    /// Allows nothing.
    public init() {}

    /// Reads the values of `--allow-host`.
    ///
    /// - Parameters:
    ///   - values: Each `HOST` or `HOST:PORT`; an IPv6 address stands in brackets.
    ///   - problems: Where faults are added: RN0367.
    public init(_ values: [String], into problems: inout [Diagnostic]) {
        for value in values {
            let address = try? WebAddress.parse("https://" + value + "/")
            if let address, address.path == "/", address.query == nil, !value.contains("/"),
                !value.contains("?")
            {
                entries.insert(Entry(host: address.host, port: address.explicitPort))
            } else {
                problems.append(.malformedHostAllowance(value))
            }
        }
    }

    /// Whether an address is allowed.
    ///
    /// - Parameter address: The address.
    /// - Returns: Whether host and port were named, over `https` unless the host is this machine.
    public func allows(_ address: WebAddress) -> Bool {
        let isNamed = entries.contains(Entry(host: address.host, port: address.port))
        let isNamedWithoutPort =
            address.port == (address.scheme == .https ? 443 : 80)
            && entries.contains(Entry(host: address.host, port: nil))
        guard isNamed || isNamedWithoutPort else { return false }
        return address.scheme == .https || ReservedHost(address) == .loopback
    }

    /// Whether the policy lets tokens go to an address that an answer named.
    ///
    /// - Parameter address: The address.
    /// - Returns: Whether its host fits.
    func leaves(_ address: WebAddress) -> Bool { onlyHosts?.allows(address) ?? true }

    /// Every host that is named, lower case, with whatever port.
    public var hosts: Set<String> { Set(entries.map(\.host)) }

    /// Whether a host was named, with whatever port.
    func names(_ host: String) -> Bool { entries.contains { $0.host == host } }
}

extension Diagnostic {
    static func malformedHostAllowance(_ value: String) -> Diagnostic {
        Diagnostic(
            .malformedHostAllowance,
            "`--allow-host \(value.shortened)` is not `HOST` or `HOST:PORT`",
            help: "name one host without scheme and path, such as `--allow-host localhost:8443`"
        )
    }
}
