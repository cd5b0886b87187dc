extension WebAddress {
    /// Why a text is not an address that runner sends to.
    public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
        /// What is wrong, lowercase, without the text itself.
        public let reason: String
        /// The byte at which the faulty part begins.
        public let offset: Int

        /// The reason, for a note.
        public var description: String { reason }
    }

    /// The longest address that is read, in bytes.
    public static let lengthLimit = 8192

    /// Reads an absolute `http` or `https` address by a closed grammar.
    ///
    /// What is not plainly right is refused rather than mended, with one exception: the letters of scheme and host
    /// may be upper case and are lowered, because names are compared without case everywhere. A host whose last label
    /// begins like a number must be an IPv4 address of four plain decimals. An IPv6 address is kept in the form of
    /// RFC 5952. A path that is missing becomes `/`; segments `.` and `..` are refused, percent-encoded or not.
    ///
    /// - Parameter text: The address, nothing around it.
    /// - Returns: The address.
    /// - Throws: ``Fault`` with what is wrong and where.
    /// - SeeAlso: RFC 3986 §3.
    public static func parse(_ text: String) throws(Fault) -> WebAddress {
        let bytes = Array(text.utf8)
        guard bytes.count <= lengthLimit else {
            throw Fault(reason: "longer than 8192 bytes", offset: lengthLimit)
        }
        for (offset, byte) in bytes.enumerated() {
            if byte <= 0x20 || byte == 0x7F {
                throw Fault(reason: "a blank or control character", offset: offset)
            }
            if byte >= 0x80 { throw Fault(reason: "a character that is not ASCII", offset: offset) }
            if byte == UInt8(ascii: "\\") { throw Fault(reason: "a backslash", offset: offset) }
            if byte == UInt8(ascii: "#") { throw Fault(reason: "a fragment", offset: offset) }
        }
        let lowered = String(decoding: bytes.prefix(8), as: UTF8.self).lowercased()
        let scheme: Scheme
        if lowered.hasPrefix("https://") {
            scheme = .https
        } else if lowered.hasPrefix("http://") {
            scheme = .http
        } else {
            throw Fault(reason: "neither `https://` nor `http://` at its beginning", offset: 0)
        }
        let start = scheme.rawValue.utf8.count + 3
        let end =
            bytes[start...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? bytes.count
        let (host, port) = try authority(bytes[start..<end])
        let question = bytes[end...].firstIndex(of: UInt8(ascii: "?")) ?? bytes.count
        try check(bytes[end..<question], also: "/", in: "path")
        try refuseDots(bytes[end..<question])
        if question < bytes.count { try check(bytes[(question + 1)...], also: "/?", in: "query") }
        return WebAddress(
            scheme: scheme,
            host: host,
            port: port,
            path: end == question ? "/" : String(decoding: bytes[end..<question], as: UTF8.self),
            query: question < bytes.count ? String(decoding: bytes[(question + 1)...], as: UTF8.self) : nil
        )
    }

    private static func authority(_ bytes: ArraySlice<UInt8>) throws(Fault) -> (host: String, port: Int?) {
        if let at = bytes.firstIndex(of: UInt8(ascii: "@")) {
            throw Fault(reason: "user information", offset: at)
        }
        let name: ArraySlice<UInt8>
        let rest: ArraySlice<UInt8>
        let host: String
        if bytes.first == UInt8(ascii: "[") {
            guard let closing = bytes.firstIndex(of: UInt8(ascii: "]")) else {
                throw Fault(reason: "a `[` without `]`", offset: bytes.startIndex)
            }
            name = bytes[(bytes.startIndex + 1)..<closing]
            rest = bytes[(closing + 1)...]
            guard case .v6? = IPAddress(String(decoding: name, as: UTF8.self)),
                let address = IPAddress(String(decoding: name, as: UTF8.self))
            else { throw Fault(reason: "not an IPv6 address between brackets", offset: bytes.startIndex) }
            host = address.description
        } else {
            let colon = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
            (name, rest) = (bytes[..<colon], bytes[colon...])
            host = try self.host(name)
        }
        guard let first = rest.first else { return (host, nil) }
        guard first == UInt8(ascii: ":") else {
            throw Fault(reason: "text after the host", offset: rest.startIndex)
        }
        let digits = rest.dropFirst()
        guard 1...5 ~= digits.count, digits.allSatisfy({ 0x30...0x39 ~= $0 }),
            digits.first != UInt8(ascii: "0"),
            let port = Int(String(decoding: digits, as: UTF8.self)), 1...65535 ~= port
        else { throw Fault(reason: "a port that is not a number from 1 to 65535", offset: rest.startIndex) }
        return (host, port)
    }

    private static func host(_ bytes: ArraySlice<UInt8>) throws(Fault) -> String {
        guard !bytes.isEmpty else { throw Fault(reason: "no host", offset: bytes.startIndex) }
        guard bytes.count <= 253 else {
            throw Fault(reason: "a host longer than 253 bytes", offset: bytes.startIndex)
        }
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        for label in labels {
            guard let first = label.first, let last = label.last else {
                throw Fault(reason: "an empty label or a trailing dot in the host", offset: label.startIndex)
            }
            guard label.count <= 63 else {
                throw Fault(reason: "a label longer than 63 bytes", offset: label.startIndex)
            }
            guard label.allSatisfy({ isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }) else {
                throw Fault(reason: "a character that a host cannot have", offset: label.startIndex)
            }
            guard first != UInt8(ascii: "-"), last != UInt8(ascii: "-") else {
                throw Fault(reason: "a label that begins or ends with `-`", offset: label.startIndex)
            }
        }
        let host = String(decoding: bytes, as: UTF8.self).lowercased()
        // Resolvers take `127.1`, `0x7f.1` and `2130706433` for addresses; no top-level domain begins with a digit.
        guard let last = labels.last?.first, 0x30...0x39 ~= last else { return host }
        guard let address = IPAddress(host) else {
            throw Fault(reason: "an IPv4 address that is not four plain decimals", offset: bytes.startIndex)
        }
        return address.description
    }

    private static func check(_ bytes: ArraySlice<UInt8>, also: StaticString, in part: String) throws(Fault) {
        let allowed = Array("-._~!$&'()*+,;=:@".utf8) + Array(also.description.utf8)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == UInt8(ascii: "%") {
                guard index + 2 < bytes.endIndex, isHexadecimal(bytes[index + 1]),
                    isHexadecimal(bytes[index + 2])
                else { throw Fault(reason: "a `%` without two hexadecimal digits", offset: index) }
                index += 3
            } else {
                guard isLetterOrDigit(bytes[index]) || allowed.contains(bytes[index]) else {
                    throw Fault(reason: "a character that a \(part) cannot have", offset: index)
                }
                index += 1
            }
        }
    }

    private static func refuseDots(_ path: ArraySlice<UInt8>) throws(Fault) {
        for segment in path.split(separator: UInt8(ascii: "/")) {
            let plain = String(decoding: segment, as: UTF8.self).lowercased().split(
                separator: "%2e",
                omittingEmptySubsequences: false
            )
            .joined(separator: ".")
            if plain == "." || plain == ".." {
                throw Fault(reason: "a segment `.` or `..` in the path", offset: segment.startIndex)
            }
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        0x30...0x39 ~= byte || 0x61...0x66 ~= byte | 0x20
    }
}
