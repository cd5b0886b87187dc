/// An address of a schema: a URI, or a reference where the schema has none.
///
/// References resolve as RFC 3986 §5 says; nothing is ever fetched.
struct SchemaAddress: Hashable, Sendable {
    private var scheme: [UInt8]?
    private var authority: [UInt8]?
    private var path: [UInt8]
    private var query: [UInt8]?
    /// What stands behind `#`, as it is written.
    private(set) var fragment: [UInt8]?

    /// Takes a reference apart.
    init(_ text: some Sequence<UInt8>) {
        var rest = Array(text)[...]
        if let hash = rest.firstIndex(of: UInt8(ascii: "#")) {
            fragment = Array(rest[(hash + 1)...])
            rest = rest[..<hash]
        }
        if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
            query = Array(rest[(mark + 1)...])
            rest = rest[..<mark]
        }
        if let colon = rest.firstIndex(of: UInt8(ascii: ":")), Self.isScheme(rest[..<colon]) {
            scheme = rest[..<colon].map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
            rest = rest[(colon + 1)...]
        }
        if rest.starts(with: "//".utf8) {
            rest = rest.dropFirst(2)
            let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            authority = Array(rest[..<end])
            rest = rest[end...]
        }
        path = Array(rest)
    }

    init(_ text: String) { self.init(text.utf8) }

    /// An address that is nothing but what stands behind `#`.
    init(fragment: [UInt8]) {
        path = []
        self.fragment = fragment
    }

    private static func isScheme(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first, 0x61...0x7A ~= first | 0x20 else { return false }
        return text.allSatisfy {
            0x61...0x7A ~= $0 | 0x20 || 0x30...0x39 ~= $0 || $0 == UInt8(ascii: "+")
                || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
        }
    }

    /// The address without what stands behind `#`.
    var resource: SchemaAddress {
        var address = self
        address.fragment = nil
        return address
    }

    /// Whether it has a scheme.
    var isAbsolute: Bool { scheme != nil }

    /// Whether there is nothing but a fragment.
    var isLocal: Bool { scheme == nil && authority == nil && path.isEmpty && query == nil }

    /// The address that a reference means where this one is the base.
    func resolving(_ reference: SchemaAddress) -> SchemaAddress {
        var result = reference
        if reference.scheme != nil {
            result.path = Self.withoutDots(reference.path)
            return result
        }
        result.scheme = scheme
        if reference.authority != nil {
            result.path = Self.withoutDots(reference.path)
            return result
        }
        result.authority = authority
        if reference.path.isEmpty {
            result.path = path
            result.query = reference.query ?? query
        } else if reference.path.first == UInt8(ascii: "/") {
            result.path = Self.withoutDots(reference.path)
        } else {
            let slash = path.lastIndex(of: UInt8(ascii: "/"))
            let folder =
                authority != nil && path.isEmpty
                ? [UInt8(ascii: "/")] : slash.map { Array(path[...$0]) } ?? []
            result.path = Self.withoutDots(folder + reference.path)
        }
        return result
    }

    /// A path without `.` and `..`.
    private static func withoutDots(_ path: [UInt8]) -> [UInt8] {
        guard path.contains(UInt8(ascii: ".")) else { return path }
        let isRooted = path.first == UInt8(ascii: "/")
        var kept: [ArraySlice<UInt8>] = []
        let steps = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for (index, step) in steps.dropFirst(isRooted ? 1 : 0).enumerated() {
            let isLast = index == steps.count - (isRooted ? 2 : 1)
            if step.elementsEqual(".".utf8) {
                if isLast { kept.append([]) }
            } else if step.elementsEqual("..".utf8) {
                if kept.isEmpty || kept.last?.elementsEqual("..".utf8) ?? false {
                    if !isRooted { kept.append(step) }
                } else {
                    kept.removeLast()
                    if isLast { kept.append([]) }
                }
            } else {
                kept.append(step)
            }
        }
        let joined = Array(kept.joined(separator: "/".utf8))
        return isRooted ? [UInt8(ascii: "/")] + joined : joined
    }

    /// What stands behind `#`, with its `%XX` read; `nil` when that is no text.
    var decodedFragment: String? {
        guard let fragment else { return "" }
        var bytes: [UInt8] = []
        var rest = fragment[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard digits.utf8.count == 2, let value = UInt8(digits, radix: 16) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The address as it is written.
    var text: String {
        var bytes: [UInt8] = []
        if let scheme { bytes += scheme + [UInt8(ascii: ":")] }
        if let authority { bytes += Array("//".utf8) + authority }
        bytes += path
        if let query { bytes += [UInt8(ascii: "?")] + query }
        if let fragment { bytes += [UInt8(ascii: "#")] + fragment }
        return String(decoding: bytes, as: UTF8.self)
    }
}
