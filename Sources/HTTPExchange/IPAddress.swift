/// An IP address, read from its plain text forms only.
///
/// `0x7f.1`, `2130706433`, `127.1`, `010.0.0.1` and zone identifiers, which some resolvers take, are not read.
public enum IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// An IPv4 address as one number, first octet highest.
    case v4(UInt32)
    /// An IPv6 address as eight groups.
    case v6([UInt16])

    /// Reads an address: four decimals with dots, or RFC 4291 §2.2 without brackets.
    ///
    /// - Parameter text: The text, nothing around it.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count <= 45 else { return nil }
        if text.utf8.contains(UInt8(ascii: ":")) {
            guard let groups = Self.groups(text) else { return nil }
            self = .v6(groups)
        } else {
            guard let value = Self.dotted(text) else { return nil }
            self = .v4(value)
        }
    }

    /// The canonical text: dotted decimals, or RFC 5952.
    public var description: String {
        switch self {
        case .v4(let value): Self.dottedText(value)
        case .v6(let groups): Self.text(groups)
        }
    }

    /// Whether it is this machine: 127.0.0.0/8, `::1`, and the unspecified 0.0.0.0/8 and `::`, which connect to it.
    ///
    /// An IPv6 address that carries an IPv4 one is judged by that.
    public var isLoopback: Bool {
        if let carried { return carried >> 24 == 127 || carried >> 24 == 0 }
        guard case .v6(let groups) = self else { return false }
        return groups.dropLast().allSatisfy { $0 == 0 } && groups[7] <= 1
    }

    /// Whether it is of the local link, where clouds put their metadata services, or a known one elsewhere.
    ///
    /// 169.254.0.0/16, `fe80::/10`, 168.63.129.16 (Azure), 100.100.100.200 (Alibaba), `fd00:ec2::254` (AWS). An IPv6
    /// address that carries an IPv4 one is judged by that.
    public var isLinkLocalOrMetadata: Bool {
        if let carried {
            return carried >> 16 == 0xA9FE || carried == 0xA83F_8110 || carried == 0x6464_64C8
        }
        guard case .v6(let groups) = self else { return false }
        return groups[0] & 0xFFC0 == 0xFE80 || groups == [0xFD00, 0xEC2, 0, 0, 0, 0, 0, 0x254]
    }

    /// Whether it is of the local link: 169.254.0.0/16, `fe80::/10`.
    ///
    /// An IPv6 address that carries an IPv4 one is judged by that.
    public var isLinkLocal: Bool {
        if let carried { return carried >> 16 == 0xA9FE }
        guard case .v6(let groups) = self else { return false }
        return groups[0] & 0xFFC0 == 0xFE80
    }

    /// The IPv4 address that it is or carries: mapped, compatible, NAT64 (RFC 6052) or 6to4 (RFC 3056).
    private var carried: UInt32? {
        switch self {
        case .v4(let value): return value
        case .v6(let groups):
            let tail = UInt32(groups[6]) << 16 | UInt32(groups[7])
            if groups[0..<5].allSatisfy({ $0 == 0 }), groups[5] == 0xFFFF { return tail }
            if groups[0..<6].allSatisfy({ $0 == 0 }), tail > 1 { return tail }
            if groups[0..<6].elementsEqual([0x64, 0xFF9B, 0, 0, 0, 0]) { return tail }
            if groups[0] == 0x2002 { return UInt32(groups[1]) << 16 | UInt32(groups[2]) }
            return nil
        }
    }

    private static func dotted(_ text: some StringProtocol) -> UInt32? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var value: UInt32 = 0
        for part in parts {
            guard 1...3 ~= part.count, part.count == 1 || part.first != UInt8(ascii: "0") else { return nil }
            var octet: UInt32 = 0
            for byte in part {
                guard 0x30...0x39 ~= byte else { return nil }
                octet = octet * 10 + UInt32(byte - 0x30)
            }
            guard octet <= 255 else { return nil }
            value = value << 8 | octet
        }
        return value
    }

    private static func groups(_ text: some StringProtocol) -> [UInt16]? {
        var before: [UInt16] = []
        var after: [UInt16]?
        var parts = text.split(separator: ":", omittingEmptySubsequences: false)[...]
        // A colon at either end stands only as half of `::`.
        if parts.first?.isEmpty == true {
            parts.removeFirst()
            guard parts.first?.isEmpty == true else { return nil }
        }
        if parts.last?.isEmpty == true {
            parts.removeLast()
            guard parts.last?.isEmpty == true else { return nil }
        }
        while let part = parts.popFirst() {
            var values: [UInt16] = []
            if part.isEmpty {
                guard after == nil else { return nil }
                after = []
            } else if part.utf8.contains(UInt8(ascii: ".")) {
                guard parts.isEmpty, let value = dotted(part) else { return nil }
                values = [UInt16(value >> 16), UInt16(value & 0xFFFF)]
            } else {
                guard part.utf8.count <= 4,
                    part.utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
                    let value = UInt16(part, radix: 16)
                else { return nil }
                values = [value]
            }
            if after == nil { before += values } else { after? += values }
        }
        guard let after else { return before.count == 8 ? before : nil }
        let missing = 8 - before.count - after.count
        guard missing >= 1 else { return nil }
        return before + Array(repeating: 0, count: missing) + after
    }

    private static func dottedText(_ value: UInt32) -> String {
        [24, 16, 8, 0].map { String(value >> $0 & 0xFF) }.joined(separator: ".")
    }

    private static func text(_ groups: [UInt16]) -> String {
        if groups[0..<5].allSatisfy({ $0 == 0 }), groups[5] == 0xFFFF {
            return "::ffff:" + dottedText(UInt32(groups[6]) << 16 | UInt32(groups[7]))
        }
        // The first of the longest runs of two or more zero groups is written `::`.
        var longest = 0..<0
        var start = 0
        for (index, group) in groups.enumerated() {
            if group != 0 {
                start = index + 1
            } else if index + 1 - start > longest.count {
                longest = start..<index + 1
            }
        }
        let words = groups.map { String($0, radix: 16) }
        guard longest.count > 1 else { return words.joined(separator: ":") }
        return words[..<longest.lowerBound].joined(separator: ":") + "::"
            + words[longest.upperBound...].joined(separator: ":")
    }
}
