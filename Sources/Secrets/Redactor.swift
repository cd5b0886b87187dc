/// Hides secrets in text: those that it was told, in every usual encoding, and what looks like one.
///
/// A told secret is found raw, percent-encoded, form-encoded, escaped for JSON, HTML or XML, each of these also twice
/// and one within another; in UTF-16 that was taken for text of single bytes; in hexadecimal; and inside base64 at any
/// alignment, wrapped or not, of UTF-8 and of UTF-16 (so also as the password of `Authorization: Basic`), under one or
/// two escapes as well. Of a secret with several lines each line counts. What looks like a secret is found without
/// being told: see ``StructuralScan``.
///
/// Not found: base64 of base64, and a secret that something else cuts in two.
///
/// Work at the edge: redact what is shown or stored as text, never values that are compared.
public struct Redactor: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What stands in place of a secret.
    public static let mask = "***"

    /// The fewest bytes that are masked: a shorter text would hide innocent words.
    public static let shortestInBytes = 6

    /// A longer secret is not looked for in base64 of UTF-16: the patterns would take much room, and what is so long,
    /// a token or a key, has its own look.
    private static let longestWideInBytes = 512

    private var automaton = PatternAutomaton()
    private var patterns: Set<[UInt8]> = []
    private var hasBlank = false

    /// The most bytes of text that one told secret can take up.
    private(set) var longestAppearance = 0

    /// Makes a redactor that was told nothing yet.
    public init() {}

    /// Tells it a secret.
    ///
    /// - Parameter secret: The secret. Blanks around it and the lines of a longer one are dealt with here.
    /// - Returns: A note for people when the secret is too short to be masked; `nil` when it is masked.
    @discardableResult
    public mutating func register(_ secret: Secret) -> String? {
        let bytes = secret.expose { Array($0.utf8) }
        let trimmed = Self.trimmed(bytes[...])
        guard trimmed.count >= Self.shortestInBytes else { return Self.note(on: secret) }
        var values = [bytes, trimmed]
        for line in trimmed.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            let line = Self.trimmed(line)
            // The first and last line of PEM are no secret and stand in many texts.
            if line.count >= Self.shortestInBytes, !line.starts(with: Array("-----".utf8)) {
                values.append(line)
            }
        }
        for value in values where patterns.insert(value).inserted { add(value) }
        automaton.link()
        return nil
    }

    /// What there is to say of a secret that is not masked.
    ///
    /// - Parameter secret: The secret.
    /// - Returns: A note for people when it is too short; `nil` when it is masked, or empty.
    public static func note(on secret: Secret) -> String? {
        let bytes = secret.expose { Array($0.utf8) }
        guard !bytes.isEmpty, trimmed(bytes[...]).count < shortestInBytes else { return nil }
        return "a secret of \(bytes.count) bytes is too short to be masked in output"
    }

    /// Hides what is secret.
    ///
    /// - Parameter text: Any text.
    /// - Returns: The text with ``mask`` in place of each secret; neighbours share one.
    /// - Complexity: O(length of the text).
    public func redact(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let ranges = secretRanges(in: bytes)
        guard !ranges.isEmpty else { return text }
        return String(decoding: Self.masked(bytes[...], ranges), as: UTF8.self)
    }

    /// Hides the secrets that were told, and nothing that only looks like one: for text that is read by programs still.
    ///
    /// - Parameter text: Any text.
    /// - Returns: The text with ``mask`` in place of each told secret; `nil` when there is none in it.
    public func redactTold(_ text: [UInt8]) -> [UInt8]? {
        guard !automaton.isEmpty else { return nil }
        let ranges = Self.merged(automaton.matches(in: text) + rangesUnderEscapes(in: text))
        return ranges.isEmpty ? nil : Self.masked(text[...], ranges)
    }

    /// Where secrets stand: in order, none touching another.
    func secretRanges(in bytes: [UInt8], mayGoOn: Bool = false) -> [Range<Int>] {
        var ranges = StructuralScan(bytes, mayGoOn: mayGoOn).ranges()
        if !automaton.isEmpty {
            ranges += automaton.matches(in: bytes)
            ranges += rangesUnderEscapes(in: bytes)
        }
        return Self.merged(ranges)
    }

    /// Where told secrets stand behind one escape or two.
    private func rangesUnderEscapes(in bytes: [UInt8]) -> [Range<Int>] {
        let marked = EscapedView.Kinds.marked(in: bytes)
        let singles = EscapedView.Kinds.single.filter { !marked.isDisjoint(with: $0) }
        let all: [EscapedView.Kinds] = hasBlank ? [.all, .all.union(.plus)] : [.all]
        var ranges: [Range<Int>] = []
        // One by one, so that what looks like an escape in the secret itself stays; and all at once, for a secret whose
        // parts went different ways.
        let each = EscapedView.Kinds.single + (hasBlank ? [[.percent, .plus]] : [])
        var views = (singles + (hasBlank ? [[.percent, .plus]] : [])).compactMap { kinds in
            EscapedView(bytes, kinds).map { ($0, then: each) }
        }
        if views.count == 1 { views[0].then += all }
        if views.count > 1 {
            for kinds in all { if let view = EscapedView(bytes, kinds) { views.append((view, then: all)) } }
        }
        for (view, then) in views {
            ranges += automaton.matches(in: view.bytes).map(view.origin)
            for kinds in then {
                guard let inner = EscapedView(view.bytes, kinds) else { continue }
                ranges += automaton.matches(in: inner.bytes).map { view.origin(of: inner.origin(of: $0)) }
            }
        }
        return ranges
    }

    static func masked(_ bytes: ArraySlice<UInt8>, _ ranges: [Range<Int>]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        for range in ranges {
            output += bytes[index..<range.lowerBound]
            output += mask.utf8
            index = range.upperBound
        }
        return output + bytes[index...]
    }

    private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var merged: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
            if let last = merged.last, last.upperBound >= range.lowerBound {
                merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }

    /// Adds what a value looks like where no escape has to be undone to see it.
    private mutating func add(_ value: [UInt8]) {
        automaton.add(value)
        addBase64(of: value)
        // What `Authorization: Basic` of OAuth carries is form-encoded first.
        let form = Self.percentEncoded(value)
        if form != value { addBase64(of: form) }
        if value.count <= Self.longestWideInBytes, let text = String(validating: value, as: UTF8.self) {
            let littleEndian = text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
            addBase64(of: littleEndian)
            addBase64(of: text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] })
        }
        for digits in ["0123456789abcdef", "0123456789ABCDEF"].map({ Array($0.utf8) }) {
            automaton.add(value.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
        }
        hasBlank = hasBlank || value.contains(0x20)
        // An escape within an escape makes up to eighteen of one, such as `&#x41;` with every character as `%26`.
        longestAppearance = max(longestAppearance, 20 * value.count)
    }

    private mutating func addBase64(of value: [UInt8]) {
        for (pattern, edges) in Base64.appearances(of: value) { automaton.add(pattern, edges: edges) }
    }

    private static func percentEncoded(_ value: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return value.flatMap { byte in
            Base64.isLetter(byte) && byte != UInt8(ascii: "+") && byte != UInt8(ascii: "/")
                || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "~")
                ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let isBlank = { (byte: UInt8) in byte == 0x20 || 0x09...0x0D ~= byte }
        return Array(bytes.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }

    /// Nothing of what it was told.
    public var description: String { "Redactor" }
    /// Nothing of what it was told.
    public var debugDescription: String { "Redactor" }
    /// Empty: `dump` would show what it was told otherwise.
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
