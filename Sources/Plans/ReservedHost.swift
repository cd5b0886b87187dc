/// Hosts that a manifest must never name by itself: they belong to the machine that runs it.
enum ReservedHost: Hashable {
    /// This machine.
    case loopback
    /// The link that this machine is on.
    case linkLocal
    /// A cloud's metadata service, which hands out tokens.
    case metadata

    /// What a host is, when it is one of these.
    ///
    /// - Parameter host: A name, an IPv4 address or an IPv6 address without brackets, lower case.
    init?(_ host: String) {
        if Self.metadataHosts.contains(host) {
            self = .metadata
        } else if host == "localhost" || host.hasSuffix(".localhost") || host == "::1" || host == "::" {
            self = .loopback
        } else if let address = Self.octets(host.split(separator: ":").last.map(String.init) ?? host) {
            guard let kind = Self.kind(address) else { return nil }
            self = kind
        } else if host.contains(":"), ["fe8", "fe9", "fea", "feb"].contains(where: host.hasPrefix) {
            self = .linkLocal
        } else {
            return nil
        }
    }

    /// What it is, in words.
    var words: String {
        switch self {
        case .loopback: "this machine itself"
        case .linkLocal: "an address of the local link"
        case .metadata: "a cloud's metadata service"
        }
    }

    private static let metadataHosts: Set<String> = [
        "169.254.169.254", "168.63.129.16", "100.100.100.200", "fd00:ec2::254", "metadata",
        "metadata.google.internal",
        "metadata.azure.internal",
    ]

    private static func kind(_ address: [UInt8]) -> ReservedHost? {
        switch (address[0], address[1]) {
        case (127, _), (0, _): .loopback
        case (169, 254): .linkLocal
        default: nil
        }
    }

    /// Four decimal numbers with dots between; also the tail of an IPv4-mapped IPv6 address.
    private static func octets(_ text: String) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
        let octets = parts.compactMap(\.self)
        return parts.count == 4 && octets.count == 4 ? octets : nil
    }
}
