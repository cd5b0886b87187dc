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
        writer.bytes.reserveCapacity(512)
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
            bytes.append(UInt8(ascii: "["))
            for index in elements.indices {
                begin(index, depth)
                write(elements[index], depth: depth + 1)
            }
            if !elements.isEmpty { breakLine(depth) }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            let members = layout == .canonical ? Self.sorted(members) : members
            bytes.append(UInt8(ascii: "{"))
            for index in members.indices {
                begin(index, depth)
                write(members[index].name)
                bytes.append(UInt8(ascii: ":"))
                if layout == .indented { bytes.append(0x20) }
                write(members[index].value, depth: depth + 1)
            }
            if !members.isEmpty { breakLine(depth) }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// What stands before an element or a member.
    private mutating func begin(_ index: Int, _ depth: Int) {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        breakLine(depth + 1)
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
            var escapes = 0
            let lengths = Self.escapeLengths
            for index in utf8.indices { escapes += Int(lengths[Int(unsafe utf8[index])]) }
            if escapes == 0 {
                unsafe bytes.append(contentsOf: utf8)
            } else {
                unsafe escape(utf8, to: utf8.count + escapes)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Appends a text that has escapes.
    ///
    /// - Parameters:
    ///   - utf8: The text.
    ///   - length: How many bytes it takes with its escapes.
    private mutating func escape(_ utf8: UnsafeBufferPointer<UInt8>, to length: Int) {
        var place = bytes.count
        let (lengths, letters) = (Self.escapeLengths, Self.escapeLetters)
        bytes.append(contentsOf: repeatElement(0, count: length))
        unsafe bytes.withUnsafeMutableBufferPointer { output in
            for index in utf8.indices {
                let byte = unsafe utf8[index]
                let escape = lengths[Int(byte)]
                if escape == 0 {
                    unsafe output[place] = byte
                    place += 1
                    continue
                }
                unsafe output[place] = UInt8(ascii: "\\")
                unsafe output[place + 1] = letters[Int(byte)]
                if escape > 1 {
                    unsafe output[place + 2] = UInt8(ascii: "0")
                    unsafe output[place + 3] = UInt8(ascii: "0")
                    unsafe output[place + 4] = Self.digits[Int(byte >> 4)]
                    unsafe output[place + 5] = Self.digits[Int(byte & 15)]
                }
                place += 1 + Int(escape)
            }
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)

    /// What stands behind the backslash of each byte that is escaped.
    private static let escapeLetters: [UInt8] = {
        var table = [UInt8](repeating: UInt8(ascii: "u"), count: 256)
        let letters: KeyValuePairs<UInt8, Unicode.Scalar> = [
            UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\",
            0x08: "b", 0x09: "t", 0x0A: "n", 0x0C: "f", 0x0D: "r",
        ]
        for (byte, letter) in letters { table[Int(byte)] = UInt8(ascii: letter) }
        return table
    }()

    /// How many bytes more than its own each byte takes: `\n` one, `\u0001` five, most none.
    private static let escapeLengths: [UInt8] = (0...255).map { (byte: Int) -> UInt8 in
        guard byte < 0x20 || byte == 0x22 || byte == 0x5C else { return 0 }
        return escapeLetters[byte] == UInt8(ascii: "u") ? 5 : 1
    }

    private static func sorted(_ members: [JSONValue.Member]) -> [JSONValue.Member] {
        // What is written most often is made in order.
        let isOrdered = members.indices.dropFirst().allSatisfy {
            !precedes(members[$0].name, members[$0 - 1].name)
        }
        return isOrdered ? members : members.sorted { precedes($0.name, $1.name) }
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
