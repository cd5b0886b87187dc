import Diagnostics

/// Splits texts into literal parts and look-ups, and says what is wrong with each look-up where it stands.
struct TemplateReader {
    /// What a place can wait for.
    enum Place: Hashable {
        /// Filled in when the job is planned: a deployment, `rerun.per`.
        case early(name: String)
        /// Filled in when an attempt is intended: URIs, literals, names of experiments.
        case late
    }

    /// The names of the declared parameters.
    let parameters: [String]

    /// The names again, for looking up.
    let known: Set<String>

    /// The declared jobs, whose outputs others look up.
    let jobs: JobDirectory

    /// Makes a reader for one manifest.
    init(parameters: [String], jobs: JobDirectory = JobDirectory(nil)) {
        self.parameters = parameters
        self.known = Set(parameters)
        self.jobs = jobs
    }

    /// Whether the scalar's text has a look-up, closed or not.
    static func hasLookup(_ node: Node) -> Bool {
        guard let bytes = node.textBytes else { return false }
        return opener(in: bytes, from: bytes.startIndex) != nil
    }

    /// Reads a scalar's text.
    ///
    /// - Parameters:
    ///   - node: The scalar; collections give `nil`.
    ///   - place: What the place can wait for.
    ///   - scope: What the job around it has to look up.
    ///   - problems: Where faults are added.
    /// - Returns: The template; `nil` when a look-up in it is wrong.
    func template(
        _ node: Node,
        in place: Place,
        of scope: LookupScope,
        into problems: inout [Diagnostic]
    ) -> Template? {
        guard let bytes = node.textBytes else { return nil }
        let source = ScalarSource(node)
        var parts: [Template.Part] = []
        var isSound = true
        var position = bytes.startIndex
        while let open = Self.opener(in: bytes, from: position) {
            if open > position {
                parts.append(.text(String(decoding: bytes[position..<open], as: UTF8.self)))
            }
            guard problems.count < ManifestReading.problemLimit else { return nil }
            guard let close = Self.closer(in: bytes, from: open + 3) else {
                problems.append(.unclosedLookup(at: source.span(open..<open + 3)))
                return nil
            }
            let inner = Self.trimmed(bytes, open + 3..<close)
            let span = source.span(open..<close + 2)
            let text = String(decoding: bytes[inner], as: UTF8.self)
            let place = LookupPlace(place: place, scope: scope, whole: span, name: source.span(inner))
            if let lookup = lookup(text, place, into: &problems) {
                parts.append(.lookup(lookup, span))
            } else {
                isSound = false
            }
            position = close + 2
        }
        if position < bytes.endIndex || parts.isEmpty {
            parts.append(.text(String(decoding: bytes[position...], as: UTF8.self)))
        }
        return isSound ? Template(parts: parts, span: node.span) : nil
    }
}

// MARK: - Bytes

extension TemplateReader {
    private static func opener(in bytes: ArraySlice<UInt8>, from start: Int) -> Int? {
        var index = start
        while index + 2 < bytes.endIndex {
            if bytes[index] == 0x24, bytes[index + 1] == 0x7B, bytes[index + 2] == 0x7B { return index }
            index += 1
        }
        return nil
    }

    /// The next `}}`; none when another `${{` comes first, which was meant to be text after a forgotten one.
    private static func closer(in bytes: ArraySlice<UInt8>, from start: Int) -> Int? {
        var index = start
        while index + 1 < bytes.endIndex {
            if bytes[index] == 0x7D, bytes[index + 1] == 0x7D { return index }
            if bytes[index] == 0x24, bytes[index + 1] == 0x7B, index + 2 < bytes.endIndex,
                bytes[index + 2] == 0x7B
            {
                return nil
            }
            index += 1
        }
        return nil
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>, _ range: Range<Int>) -> Range<Int> {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
        var low = range.lowerBound
        var high = range.upperBound
        while low < high, isBlank(bytes[low]) { low += 1 }
        while high > low, isBlank(bytes[high - 1]) { high -= 1 }
        return low..<high
    }

    static func isName(_ name: Substring) -> Bool {
        guard let first = name.utf8.first, isLetter(first) else { return false }
        return name.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_")
    }
}

/// Leads from bytes of a scalar's text back to the source.
private struct ScalarSource {
    private let node: Node

    init(_ node: Node) { self.node = node }

    /// The place of a range of ``Node/textBytes``: exact where the text is the source's own, else the whole
    /// scalar.
    ///
    /// Escapes and folding leave no way back from a byte of the text to one of the source.
    func span(_ range: Range<Int>) -> SourceSpan {
        let record = node.record
        guard !record.isDecoded else { return node.span }
        return SourceSpan(file: node.document.source.name, start: range.lowerBound, end: range.upperBound)
    }
}
