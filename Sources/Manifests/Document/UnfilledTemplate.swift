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
        if pair.elementsEqual("{{".utf8) { return closed(bytes, index, 2, by: "}}", isName: false) }
        if pair.elementsEqual("{%".utf8) { return closed(bytes, index, 2, by: "%}", isName: false) }
        if pair.elementsEqual("${".utf8) { return closed(bytes, index, 2, by: "}", isName: true) }
        if pair.elementsEqual("$(".utf8) { return closed(bytes, index, 2, by: ")", isName: true) }
        return bytes[index] == UInt8(ascii: "<") ? closed(bytes, index, 1, by: ">", isName: true) : nil
    }

    /// What stands between an opener and its closer, which is at most 100 bytes away.
    private static func closed(
        _ bytes: ArraySlice<UInt8>,
        _ start: Int,
        _ opener: Int,
        by closer: StaticString,
        isName: Bool
    ) -> Leftover? {
        let closer = Array(closer.description.utf8)
        let inner = bytes[(start + opener)...].prefix(100)
        guard
            let end = inner.indices.first(where: { inner[$0...].starts(with: closer) }),
            end > inner.startIndex
        else { return nil }
        let name = String(decoding: inner[..<end], as: UTF8.self)
        if isName, !looksLikeName(inner[..<end]) { return nil }
        let trimmed = name.drop { $0 == " " || $0 == "-" }.reversed().drop { $0 == " " || $0 == "-" }
            .reversed()
        let range = (start - bytes.startIndex)..<(end + closer.count - bytes.startIndex)
        return Leftover(range: range, name: String(trimmed))
    }

    private static func looksLikeName(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, 0x61...0x7A ~= first | 0x20 || first == UInt8(ascii: "_") else {
            return false
        }
        return bytes.allSatisfy {
            0x61...0x7A ~= $0 | 0x20 || 0x30...0x39 ~= $0 || "_-. ".utf8.contains($0)
        }
    }
}
