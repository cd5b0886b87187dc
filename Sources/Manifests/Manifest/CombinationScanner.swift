import JSONValues

/// Reads a combination as people type it.
struct CombinationScanner {
    /// What has not been read yet.
    private(set) var rest: Substring.UTF8View

    /// Begins with a text.
    init(_ text: Substring.UTF8View) { rest = text }

    /// Whether a byte needs no quotes.
    static func isPlain(_ byte: UInt8) -> Bool {
        isName(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "+")
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"): true
        default: false
        }
    }

    /// Reads pairs for as long as there are commas.
    ///
    /// - Returns: Axes with their values as they were typed; `nil` when there are none, or one is there twice.
    mutating func combination() -> [(axis: String, value: String)]? {
        var values: [(axis: String, value: String)] = []
        var axes: Set<String> = []
        repeat {
            let axis = taken(while: Self.isName)
            guard !axis.isEmpty, axes.insert(axis).inserted, take("="), let value = value() else {
                return nil
            }
            values.append((axis, value))
        } while take(",")
        return values
    }

    private mutating func value() -> String? {
        guard rest.first == UInt8(ascii: "\"") else {
            let plain = taken(while: Self.isPlain)
            return plain.isEmpty ? nil : plain
        }
        var end = rest.index(after: rest.startIndex)
        while end < rest.endIndex, rest[end] != UInt8(ascii: "\"") {
            if rest[end] == UInt8(ascii: "\\") {
                end = rest.index(after: end)
                guard end < rest.endIndex else { return nil }
            }
            end = rest.index(after: end)
        }
        guard end < rest.endIndex else { return nil }
        let quoted = rest[...end]
        guard case .string(let text)? = try? JSONReader().read(Array(quoted)) else { return nil }
        rest = rest[rest.index(after: end)...]
        return text
    }

    /// Takes a character off, if it is next.
    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func taken(while isWanted: (UInt8) -> Bool) -> String {
        let taken = rest.prefix(while: isWanted)
        rest = rest.dropFirst(taken.count)
        return String(Substring(taken))
    }
}
