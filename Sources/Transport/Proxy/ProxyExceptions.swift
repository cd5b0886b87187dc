public import HTTPExchange

/// The hosts that `NO_PROXY` takes out: called directly.
///
/// Entries stand between commas or blanks. `example.com` and `.example.com` mean that host and all below it, `*` means
/// every host, `10.0.0.0/8` every address in that range, a port behind a colon that port only. Names are not looked up.
public struct ProxyExceptions: Hashable, Sendable {
    private enum Pattern: Hashable {
        case everything
        case name(String, port: Int?)
        case addresses(first: [UInt8], bits: Int, port: Int?)
    }

    private let patterns: [Pattern]
    /// Entries that mean nothing, as they were written.
    public let ignored: [String]

    /// Reads the variable's value.
    ///
    /// - Parameter text: The value.
    public init(_ text: String) {
        var patterns: [Pattern] = []
        var ignored: [String] = []
        for entry in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }).prefix(10_000) {
            if let pattern = Self.pattern(entry) {
                patterns.append(pattern)
            } else {
                ignored.append(String(entry))
            }
        }
        self.patterns = patterns
        self.ignored = ignored
    }

    /// Whether an address is called directly.
    ///
    /// - Parameter address: The address.
    /// - Returns: Whether an entry matches its host, and its port where the entry has one.
    public func contains(_ address: WebAddress) -> Bool {
        let bytes = IPAddress(address.host)?.bytes
        return patterns.contains { pattern in
            switch pattern {
            case .everything: return true
            case .name(let name, let port):
                guard port == nil || port == address.port else { return false }
                return address.host == name || (bytes == nil && address.host.hasSuffix("." + name))
            case .addresses(let first, let bits, let port):
                guard let bytes, port == nil || port == address.port, bytes.count == first.count else {
                    return false
                }
                return Self.haveInCommon(bytes, first, bits: bits)
            }
        }
    }

    private static func pattern(_ entry: Substring) -> Pattern? {
        if entry == "*" { return .everything }
        var name = entry
        var port: Int?
        if name.utf8.first == UInt8(ascii: "[") {
            guard let closing = name.firstIndex(of: "]") else { return nil }
            let tail = name[name.index(after: closing)...]
            if !tail.isEmpty {
                guard tail.first == ":", let number = Int(tail.dropFirst()), 1...65535 ~= number else {
                    return nil
                }
                port = number
            }
            name = name[name.index(after: name.startIndex)..<closing]
        } else if name.utf8.lazy.filter({ $0 == UInt8(ascii: ":") }).count == 1,
            let colon = name.lastIndex(of: ":")
        {
            guard let number = Int(name[name.index(after: colon)...]), 1...65535 ~= number else { return nil }
            port = number
            name = name[..<colon]
        }
        if let slash = name.lastIndex(of: "/") {
            guard let bytes = IPAddress(name[..<slash])?.bytes,
                let bits = Int(name[name.index(after: slash)...]),
                0...(bytes.count * 8) ~= bits
            else { return nil }
            return .addresses(first: bytes, bits: bits, port: port)
        }
        if let bytes = IPAddress(name)?.bytes {
            return .addresses(first: bytes, bits: bytes.count * 8, port: port)
        }
        if name.hasPrefix("*.") { name = name.dropFirst() }
        while name.first == "." { name = name.dropFirst() }
        while name.last == "." { name = name.dropLast() }
        guard !name.isEmpty, let address = try? WebAddress.parse("https://" + name + "/"),
            address.path == "/",
            address.explicitPort == nil
        else { return nil }
        return .name(address.host, port: port)
    }

    private static func haveInCommon(_ left: [UInt8], _ right: [UInt8], bits: Int) -> Bool {
        let whole = bits / 8
        guard left.prefix(whole) == right.prefix(whole) else { return false }
        guard bits % 8 > 0 else { return true }
        let mask = UInt8(truncatingIfNeeded: 0xFF00 >> (bits % 8))
        return left[whole] & mask == right[whole] & mask
    }
}

extension IPAddress {
    /// The address in network order: four bytes or sixteen.
    fileprivate var bytes: [UInt8] {
        switch self {
        case .v4(let value): [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
        case .v6(let groups): groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        }
    }
}
