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
    private let known: Set<String>

    /// Makes a reader for one manifest.
    init(parameters: [String]) {
        self.parameters = parameters
        self.known = Set(parameters)
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
    ///   - recurs: Whether the job has `rerun.per`, and with it an occurrence.
    ///   - problems: Where faults are added.
    /// - Returns: The template; `nil` when a look-up in it is wrong.
    func template(
        _ node: Node,
        in place: Place,
        recurs: Bool,
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
            let place = LookupPlace(place: place, recurs: recurs, whole: span, name: source.span(inner))
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

    /// Where a look-up stands, and what may stand there.
    private struct LookupPlace {
        let place: Place
        let recurs: Bool
        let whole: SourceSpan
        let name: SourceSpan
    }

    /// Understands what stands between the braces.
    private func lookup(
        _ text: String,
        _ place: LookupPlace,
        into problems: inout [Diagnostic]
    ) -> Template.Lookup? {
        let names = text.split(separator: ".", omittingEmptySubsequences: false)
        guard !text.isEmpty, names.allSatisfy(Self.isName) else {
            problems.append(.malformedLookup(text, at: text.isEmpty ? place.whole : place.name))
            return nil
        }
        switch (names.first, names.count) {
        case ("parameters", 2):
            let name = String(names[1])
            guard known.contains(name) else {
                problems.append(
                    .unknownParameter(name, declared: parameters, near: near(problems), at: place.name)
                )
                return nil
            }
            return .parameter(name)
        case ("occurrence", 1): return occurrence(place, into: &problems)
        case ("attempt", 2) where names[1] == "number": return late(.attemptNumber, place, into: &problems)
        case ("run", 2) where names[1] == "id": return late(.runID, place, into: &problems)
        case ("matrix", 2): problems.append(.notAvailableYet("matrix values", at: place.name))
        case ("jobs", 5) where names[2] == "outputs" && names[4] == "uri":
            problems.append(.notAvailableYet("outputs of other jobs", at: place.name))
        default: problems.append(.unknownLookup(text, parameters: near(problems), at: place.name))
        }
        return nil
    }

    /// The names to look for a similar one among: each costs time, so a flood of faults gets none.
    private func near(_ problems: [Diagnostic]) -> ArraySlice<String> {
        problems.count < ManifestReading.suggestionLimit ? parameters.prefix(1000) : []
    }

    private func occurrence(_ place: LookupPlace, into problems: inout [Diagnostic]) -> Template.Lookup? {
        if case .early("rerun.per") = place.place {
            problems.append(
                .lookupNotAllowed(
                    "`occurrence` cannot be looked up in `rerun.per`",
                    label: "this is what decides the occurrence",
                    at: place.name,
                    help: "look up a parameter, such as `${{ parameters.date }}`"
                )
            )
            return nil
        }
        guard !place.recurs else { return .occurrence }
        problems.append(
            .lookupNotAllowed(
                "`occurrence` is looked up in a job that has none",
                label: "the job has no `rerun.per`",
                at: place.name,
                help: "add `rerun: { per: \"${{ parameters.NAME }}\" }` to the job"
            )
        )
        return nil
    }

    private func late(
        _ lookup: Template.Lookup,
        _ place: LookupPlace,
        into problems: inout [Diagnostic]
    ) -> Template.Lookup? {
        guard case .early(let name) = place.place else { return lookup }
        problems.append(
            .lookupNotAllowed(
                "`\(lookup.name)` cannot be looked up in `\(name)`",
                label: "known only when an attempt is made",
                at: place.name,
                help: "look up a parameter instead"
            )
        )
        return nil
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

    private static func isName(_ name: Substring) -> Bool {
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

extension Template.Lookup {
    /// The look-up without its braces, such as `attempt.number`.
    var name: String { String(description.dropFirst(4).dropLast(3)) }
}

extension Diagnostic {
    static func unclosedLookup(at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .unclosedLookup,
            "look-up without its end",
            at: Label(span, "opened here, and no `}}` follows"),
            help: "close it with `}}`; a text cannot hold `${{` for itself"
        )
    }

    static func malformedLookup(_ text: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .malformedLookup,
            text.isEmpty ? "empty look-up" : "`\(text.shortened)` is not a look-up",
            at: Label(span, "expected one name, such as `parameters.date`"),
            notes: ["look-ups have no functions, operators, quotes or indices"]
        )
    }

    static func unknownLookup(_ text: String, parameters: ArraySlice<String>, at span: SourceSpan)
        -> Diagnostic
    {
        let fixed = ["occurrence", "attempt.number", "run.id"]
        let nearest =
            NearestName.among(fixed + parameters.map { "parameters." + $0 }, to: text)
            ?? parameters.first { $0.utf8.elementsEqual(text.utf8) }.map { "parameters." + $0 }
        var notes = ["these can be looked up: `parameters.NAME`, `occurrence`, `attempt.number`, `run.id`"]
        let root = text.prefix { $0 != "." }
        if ["env", "environment", "secrets", "vars"].contains(root) {
            notes.append(
                "neither environment nor secrets can be looked up: declare a parameter and use `--set`"
            )
        }
        return Diagnostic(
            .unknownLookup,
            "unknown look-up `\(text.shortened)`",
            at: Label(span, "nothing of this name"),
            notes: notes,
            help: nearest.map { "did you mean `\($0)`?" }
        )
    }

    static func unknownParameter(
        _ name: String,
        declared: [String],
        near: ArraySlice<String>,
        at span: SourceSpan
    ) -> Diagnostic {
        Diagnostic(
            .unknownParameter,
            "unknown parameter `\(name.shortened)`",
            at: Label(span, "not declared under `parameters`"),
            notes: [.declared("parameters", declared)],
            help: NearestName.among(near, to: name).map {
                "did you mean `parameters.\($0)`?"
            }
        )
    }

    static func lookupNotAllowed(
        _ message: String,
        label: String,
        at span: SourceSpan,
        help: String? = nil
    ) -> Diagnostic {
        Diagnostic(.lookupNotAllowedHere, message, at: Label(span, label), help: help)
    }
}
