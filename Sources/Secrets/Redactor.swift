/// Hides secrets in text: those that it was told, in every usual encoding, and what looks like one.
///
/// A told secret is found raw, percent-encoded, form-encoded, escaped for JSON or XML, in hexadecimal, and inside
/// base64 at any alignment (so also as the password of `Authorization: Basic`), in these forms also within each other
/// as far as one escape around another encoding goes; of a secret with several lines each line counts. What looks
/// like a secret is found without being told: see ``StructuralScan``.
///
/// Work at the edge: redact what is shown or stored as text, never values that are compared.
public struct Redactor: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What stands in place of a secret.
    public static let mask = "***"

    /// The fewest bytes that are masked: a shorter text would hide innocent words.
    public static let shortestInBytes = 6

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
        guard trimmed.count >= Self.shortestInBytes else {
            return secret.isEmpty
                ? nil : "a secret of \(bytes.count) bytes is too short to be masked in output"
        }
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

    /// Where secrets stand: in order, none touching another.
    func secretRanges(in bytes: [UInt8], mayGoOn: Bool = false) -> [Range<Int>] {
        var ranges = StructuralScan(bytes, mayGoOn: mayGoOn).ranges()
        if !automaton.isEmpty {
            ranges += automaton.matches(in: bytes)
            for kind in EscapedView.Kind.allCases where kind != .form || hasBlank {
                guard let view = EscapedView(bytes, kind) else { continue }
                ranges += automaton.matches(in: view.bytes).map(view.origin)
            }
        }
        return Self.merged(ranges)
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

    private mutating func add(_ value: [UInt8]) {
        automaton.add(value)
        for (pattern, edges) in Base64.appearances(of: value) { automaton.add(pattern, edges: edges) }
        for digits in ["0123456789abcdef", "0123456789ABCDEF"].map({ Array($0.utf8) }) {
            automaton.add(value.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
        }
        hasBlank = hasBlank || value.contains(0x20)
        // Hexadecimal doubles, and an escape such as `\u0041` makes six of one.
        longestAppearance = max(longestAppearance, 12 * value.count)
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
