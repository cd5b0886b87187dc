import Diagnostics

/// Finds what a person or a template engine should have replaced: `{{name}}`, `{% if %}`, `<NAME>`, `${NAME}`.
enum UnfilledTemplate {
    /// Where the first template of a line begins; quoted ones and `${{ … }}` are none.
    static func first(in line: ArraySlice<UInt8>) -> Int? {
        var quote: UInt8?
        for index in line.indices.dropLast() {
            let byte = line[index]
            if byte == quote {
                quote = nil
            } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            }
            guard quote == nil, byte == UInt8(ascii: "{") else { continue }
            let next = line[index + 1]
            guard next == UInt8(ascii: "{") || next == UInt8(ascii: "%") else { continue }
            if index > line.startIndex {
                let previous = line[index - 1]
                if previous == UInt8(ascii: "$") || previous == UInt8(ascii: "{") { continue }
            }
            return index
        }
        return nil
    }

    /// What to do about a template in the source's own text.
    static func help(in bytes: [UInt8], at start: Int) -> String {
        let usual = "fill the template in, or quote the value"
        guard let leftover = leftover(in: bytes[start...], from: start), leftover.range.lowerBound == 0,
            isLookup(leftover.name)
        else { return usual }
        return "a look-up is written `${{ \(leftover.name.shortened) }}`"
    }

    /// Whether a name is one that runner looks up.
    static func isLookup(_ name: String) -> Bool {
        ["occurrence", "attempt.number", "run.id"].contains(name)
            || ["parameters.", "matrix.", "jobs."].contains { name.hasPrefix($0) && !name.contains(" ") }
    }

    /// What is left in a value.
    struct Leftover: Hashable {
        /// Where, in bytes of the value.
        let range: Range<Int>
        /// The name between its marks, without blanks around it.
        let name: String
    }

    /// The first leftover of a value, from a byte on.
    ///
    /// `{{ … }}` and `{% … %}` with anything between them, unless a `$` makes it a look-up; `<…>`, `${…}` and
    /// `$(…)` around what looks like a name.
    ///
    /// - Parameters:
    ///   - bytes: The value.
    ///   - start: Where to begin.
    /// - Returns: `nil` when there is none.
    static func leftover(in bytes: ArraySlice<UInt8>, from start: Int) -> Leftover? {
        var index = start
        while index + 1 < bytes.endIndex {
            if let leftover = leftover(in: bytes, at: index) { return leftover }
            // The second brace of `${{` opens nothing.
            let isLookup =
                bytes[index] == UInt8(ascii: "$") && bytes[index...].dropFirst().starts(with: "{{".utf8)
            index += isLookup ? 3 : 1
        }
        return nil
    }

    private static func leftover(in bytes: ArraySlice<UInt8>, at index: Int) -> Leftover? {
        let pair = bytes[index...].prefix(2)
        if pair.elementsEqual("{{".utf8) { return block(in: bytes, at: index, end: UInt8(ascii: "}")) }
        if pair.elementsEqual("{%".utf8) { return block(in: bytes, at: index, end: UInt8(ascii: "%")) }
        if pair.elementsEqual("${".utf8) { return name(in: bytes, at: index, 2, end: UInt8(ascii: "}")) }
        if pair.elementsEqual("$(".utf8) { return name(in: bytes, at: index, 2, end: UInt8(ascii: ")")) }
        return pair.first == UInt8(ascii: "<") ? name(in: bytes, at: index, 1, end: UInt8(ascii: ">")) : nil
    }

    /// Anything between two marks of two bytes, at most 100 bytes long.
    ///
    /// Ends at the next brace that opens, so that a text full of them is looked through once.
    private static func block(in bytes: ArraySlice<UInt8>, at start: Int, end: UInt8) -> Leftover? {
        let inner = bytes[(start + 2)...].prefix(100)
        let stop = inner.indices.dropLast().first { index in
            inner[index] == UInt8(ascii: "{")
                || (inner[index] == end && inner[index + 1] == UInt8(ascii: "}"))
        }
        guard let stop, stop > inner.startIndex, inner[stop] == end else { return nil }
        func isEdge(_ byte: UInt8) -> Bool { byte == 0x20 || byte == UInt8(ascii: "-") }
        let head = inner[..<stop].drop(while: isEdge)
        let length = head.reversed().drop(while: isEdge).reversed().count
        let name = String(decoding: head.prefix(length), as: UTF8.self)
        return Leftover(range: (start - bytes.startIndex)..<(stop + 2 - bytes.startIndex), name: name)
    }

    /// What looks like a name between two marks, at most 100 bytes long.
    private static func name(in bytes: ArraySlice<UInt8>, at start: Int, _ opener: Int, end: UInt8)
        -> Leftover?
    {
        let inner = bytes[(start + opener)...].prefix(100).prefix(while: isNameByte)
        guard let first = inner.first, 0x61...0x7A ~= first | 0x20 || first == UInt8(ascii: "_"),
            inner.endIndex < bytes.endIndex, bytes[inner.endIndex] == end
        else { return nil }
        return Leftover(
            range: (start - bytes.startIndex)..<(inner.endIndex + 1 - bytes.startIndex),
            name: String(decoding: inner, as: UTF8.self)
        )
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        0x61...0x7A ~= byte | 0x20 || 0x30...0x39 ~= byte || "_-. ".utf8.contains(byte)
    }
}
