/// Writes JSON text.
public struct JSONWriter: Sendable {
    /// How the text is laid out.
    public enum Layout: Sendable {
        /// One line, no blanks, members in their order.
        case compact
        /// Two blanks a level, members in their order.
        case indented
        /// RFC 8785 (JCS): members sorted by UTF-16 code units, numbers as ECMAScript writes them.
        case canonical
    }

    private let layout: Layout
    private var bytes: [UInt8] = []

    private init(layout: Layout) { self.layout = layout }

    /// The text of a value, without a line break at its end.
    ///
    /// Total: in ``Layout/canonical`` a number that a `Double` cannot hold is written as the nearest one, and one
    /// that is out of its range as its own text. Where that matters, ask ``JSONNumber/isExactInCanonicalForm`` first.
    ///
    /// - Parameters:
    ///   - value: The value; not nested deeper than ``JSONReader/greatestDepthLimit``.
    ///   - layout: How it is laid out.
    ///   - depth: How deep it stands, for lines behind its first.
    /// - Returns: The text.
    /// - Complexity: O(length), and the sorting of names in canonical layout.
    public static func text(_ value: JSONValue, _ layout: Layout = .compact, depth: Int = 0) -> String {
        var writer = JSONWriter(layout: layout)
        writer.write(value, depth: depth)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private mutating func write(_ value: JSONValue, depth: Int) {
        switch value {
        case .null: append("null")
        case .bool(let flag): append(flag ? "true" : "false")
        case .number(let number): append(layout == .canonical ? number.canonicalText : number.text)
        case .string(let text): write(text)
        case .array(let elements):
            list(elements, "[", "]", depth) { writer, element in writer.write(element, depth: depth + 1) }
        case .object(let members):
            list(layout == .canonical ? Self.sorted(members) : members, "{", "}", depth) { writer, member in
                writer.write(member.name)
                writer.append(writer.layout == .indented ? ": " : ":")
                writer.write(member.value, depth: depth + 1)
            }
        }
    }

    private mutating func list<Item>(
        _ items: [Item],
        _ opening: String,
        _ closing: String,
        _ depth: Int,
        _ writeItem: (inout JSONWriter, Item) -> Void
    ) {
        append(opening)
        for (index, item) in items.enumerated() {
            if index > 0 { append(",") }
            breakLine(depth + 1)
            writeItem(&self, item)
        }
        if !items.isEmpty { breakLine(depth) }
        append(closing)
    }

    private mutating func breakLine(_ depth: Int) {
        guard layout == .indented else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: 2 * depth))
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// A string with the fewest escapes (RFC 8785 §3.2.2.2).
    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            var start = 0
            for index in utf8.indices {
                let byte = unsafe utf8[index]
                if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { continue }
                // Most of a text stands as it is: it is taken in stretches.
                unsafe bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<index]))
                escape(byte)
                start = index + 1
            }
            unsafe bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start...]))
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case 0x08: append("\\b")
        case 0x09: append("\\t")
        case 0x0A: append("\\n")
        case 0x0C: append("\\f")
        case 0x0D: append("\\r")
        default:
            append(byte < 0x10 ? "\\u000" : "\\u00")
            append(String(byte, radix: 16))
        }
    }

    private static func sorted(_ members: [JSONValue.Member]) -> [JSONValue.Member] {
        // What is written most often is made in order.
        for (member, next) in zip(members, members.dropFirst()) where precedes(next.name, member.name) {
            return members.sorted { precedes($0.name, $1.name) }
        }
        return members
    }

    /// Whether a name stands before another by its UTF-16 code units.
    ///
    /// Bytes of UTF-8 have the same order, but for characters beyond U+FFFF and those from U+E000 on, each of which
    /// begins with 0xEE or more.
    private static func precedes(_ left: String, _ right: String) -> Bool {
        var left = (text: left, bytes: left.utf8.makeIterator())
        var right = (text: right, bytes: right.utf8.makeIterator())
        while true {
            switch (left.bytes.next(), right.bytes.next()) {
            case (nil, let other): return other != nil
            case (_, nil): return false
            case (let one?, let other?) where one != other:
                guard one >= 0xEE, other >= 0xEE else { return one < other }
                return left.text.utf16.lexicographicallyPrecedes(right.text.utf16)
            default: break
            }
        }
    }
}
