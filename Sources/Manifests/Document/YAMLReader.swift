import CYAML
import Diagnostics

/// Turns libyaml's events into documents.
struct YAMLReader {
    let source: SourceText
    let limits: YAMLLimits
    private let check: CharacterCheck
    private var cursor: MarkCursor
    private var foreignBreaks: ForeignBreaks?
    var builder: DocumentBuilder
    /// For each open collection the column that lines inside must pass; -1 where any will do.
    private var indents: [Int] = []
    /// Mistakes that libyaml lets pass.
    ///
    /// A bracket that is never closed looks like many: they are told only where it reads the document to its end.
    var doubts: [Diagnostic] = []
    private var documents: [Document] = []
    /// How many documents have begun.
    private var begun = 0
    /// Where the document begins: at its `---`, if it has one.
    private var opening = 0..<0
    /// Whether the last document ended without `...`.
    private var endedImplicitly = false
    private var isAtEnd = false

    init(source: SourceText, limits: YAMLLimits, check: CharacterCheck) {
        self.source = source
        self.limits = limits
        self.check = check
        cursor = MarkCursor(bytes: source.bytes, start: check.start, isASCII: check.isASCII)
        builder = DocumentBuilder(source: source, limits: limits)
    }

    /// Reads all documents.
    mutating func documents(into problems: inout [Diagnostic]) -> [Document] {
        var bytes = source.bytes
        if check.hasForeignBreaks {
            foreignBreaks = ForeignBreaks(for: bytes)
            guard let foreignBreaks else {
                problems.append(.noStandIns(source))
                return []
            }
            bytes = foreignBreaks.replaced(bytes)
        }
        let start = check.start
        // libyaml wants an address, and an empty buffer may have none.
        guard start < bytes.count else { return [] }
        unsafe bytes.withUnsafeBufferPointer { buffer in
            guard let events = unsafe YAMLEventSource(text: UnsafeBufferPointer(rebasing: buffer[start...]))
            else {
                problems.append(.outOfMemory(source))
                return
            }
            var event = unsafe yaml_event_t()
            while !isAtEnd, !builder.isHalted {
                guard unsafe events.next(&event) else {
                    report(syntaxFault(events.failure))
                    break
                }
                unsafe handle(event, into: &problems)
                unsafe yaml_event_delete(&event)
            }
        }
        problems += builder.problems
        return documents
    }

    private mutating func handle(_ event: yaml_event_t, into problems: inout [Diagnostic]) {
        switch unsafe event.type {
        case YAML_SCALAR_EVENT: unsafe scalar(event)
        case YAML_SEQUENCE_START_EVENT:
            let data = unsafe event.data.sequence_start
            let isFlow = unsafe data.style == YAML_FLOW_SEQUENCE_STYLE
            unsafe open(.sequence, isFlow: isFlow, event, anchor: data.anchor, tag: data.tag)
        case YAML_MAPPING_START_EVENT:
            let data = unsafe event.data.mapping_start
            let isFlow = unsafe data.style == YAML_FLOW_MAPPING_STYLE
            unsafe open(.mapping, isFlow: isFlow, event, anchor: data.anchor, tag: data.tag)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: unsafe close(event)
        case YAML_ALIAS_EVENT:
            let name = unsafe String(cString: event.data.alias.anchor)
            let span = unsafe span(of: event)
            checkGap(before: span.lowerBound)
            builder.alias(name, span: span)
        case YAML_DOCUMENT_START_EVENT: unsafe startDocument(event)
        case YAML_DOCUMENT_END_EVENT:
            endedImplicitly = unsafe event.data.document_end.implicit == 1
            for doubt in doubts { builder.report(doubt) }
            doubts = []
            if let document = builder.finish() { documents.append(document) }
            if builder.problems.isEmpty { break }
            // Faults of one document do not hide those of the next.
            problems += builder.problems
            builder.problems = []
            if problems.count >= limits.faults { isAtEnd = true }
        case YAML_STREAM_END_EVENT: isAtEnd = true
        default: break
        }
    }

    private mutating func startDocument(_ event: yaml_event_t) {
        let span = unsafe span(of: event)
        opening = span
        // About 12 bytes a value is usual; only the first document of a file is likely to be large.
        let expected = begun == 0 ? min(source.bytes.count / 12, limits.nodes) : 0
        builder = DocumentBuilder(source: source, limits: limits, expectedNodes: expected)
        begun += 1
        if begun > limits.documents {
            builder.halt(.tooManyDocuments(limit: limits.documents, at: builder.label(span, "one too many")))
        }
        indents = []
        let data = unsafe event.data.document_start
        if unsafe data.version_directive != nil { checkDirective(in: span) }
        let hasTags = unsafe data.tag_directives.start != data.tag_directives.end
        if endedImplicitly, begun > 1, unsafe data.version_directive != nil || hasTags {
            builder.report(.directiveAfterContent(at: builder.label(span.lowerBound..<span.lowerBound + 1)))
        }
    }

    private mutating func open(
        _ kind: Document.Kind,
        isFlow: Bool,
        _ event: yaml_event_t,
        anchor: UnsafeMutablePointer<yaml_char_t>?,
        tag: UnsafeMutablePointer<yaml_char_t>?
    ) {
        let span = unsafe span(of: event)
        if let tag = unsafe tag, let fault = YAMLTag(unsafe String(cString: tag)).fault(on: kind) {
            builder.report(fault.at(builder.label(tagSpan(in: span), fault.label)))
        }
        checkGap(before: span.lowerBound)
        // A collection with an anchor or a tag begins there, which is no indentation.
        let isBare = unsafe anchor == nil && tag == nil
        indents.append(isFlow || !isBare ? indent : unsafe Int(event.start_mark.column))
        builder.open(
            kind,
            isFlow: isFlow,
            span: span,
            anchor: unsafe anchor.map { unsafe String(cString: $0) }
        )
    }

    /// The column that the lines of what is read now must pass.
    var indent: Int { indents.last ?? -1 }

    private mutating func close(_ event: yaml_event_t) {
        indents.removeLast()
        // A block collection's end mark is where the next token begins, behind comments: it ends with its last child.
        // Pairs in a flow sequence, `[a: b]`, have no brackets of their own either.
        guard builder.frames.last?.isFlow == true, unsafe event.start_mark.index != event.end_mark.index
        else {
            builder.close(end: nil)
            return
        }
        let end = unsafe cursor.byte(of: event.end_mark.index)
        checkGap(before: end - 1, isClosing: true)
        builder.close(end: end)
        checkComment(after: end)
    }

    private mutating func scalar(_ event: yaml_event_t) {
        let data = unsafe event.data.scalar
        let value = unsafe UnsafeBufferPointer(start: data.value, count: data.length)
        var span = unsafe span(of: event)
        let isPlain = unsafe data.style == YAML_PLAIN_SCALAR_STYLE
        let isBlock = unsafe data.style == YAML_LITERAL_SCALAR_STYLE || data.style == YAML_FOLDED_SCALAR_STYLE
        if !span.isEmpty { checkGap(before: span.lowerBound) }
        if isBlock {
            checkBlockHeader(span)
            if unsafe value.allSatisfy({ $0 == 0x0A }) { checkBlankLines(after: span.lowerBound) }
            span = span.lowerBound..<endOfText(span)
        } else if !isPlain {
            checkComment(after: span.upperBound)
        }
        let isFolded = unsafe event.start_mark.line != event.end_mark.line && !isBlock
        if isFolded, !isPlain || builder.frames.last?.isFlow == true {
            checkLines(of: span, isPlain: isPlain)
        }
        // A document of nothing but its `---` has no other place to show.
        if span.isEmpty, builder.frames.isEmpty { span = opening }
        let text = unsafe place(value, in: span, quotes: isPlain ? 0 : 1)
        let anchor = unsafe data.anchor.map { unsafe String(cString: $0) }
        var kind = Document.Kind.string
        var isTagged = false
        if let name = unsafe data.tag {
            isTagged = true
            let tag = YAMLTag(unsafe String(cString: name))
            switch tag.kind(of: unsafe Span(_unsafeElements: value)) {
            case .success(let tagged): kind = tagged
            case .failure(let fault): builder.report(fault.at(builder.label(tagSpan(in: span), fault.label)))
            }
        } else if isPlain {
            // libyaml takes the tag `!` away: only the text shows that it was there.
            isTagged = hasNonSpecificTag(span)
            if !isTagged { kind = CoreSchema.kind(of: unsafe Span(_unsafeElements: value)) }
            if unsafe value.first == UInt8(ascii: "-"), kind == .string {
                checkDash(unsafe Array(value), at: span)
            }
        }
        builder.scalar(
            kind,
            isPlain: isPlain && !isTagged,
            isDecoded: text.isDecoded,
            span: span,
            text: text.range,
            anchor: anchor
        )
    }

    /// Finds a scalar's value among the source's own bytes, or keeps it apart.
    private mutating func place(
        _ value: UnsafeBufferPointer<UInt8>,
        in span: Range<Int>,
        quotes: Int
    ) -> (range: Range<Int>, isDecoded: Bool) {
        let high = span.upperBound - quotes
        let low = high - value.count
        if value.isEmpty { return (span.upperBound..<span.upperBound, false) }
        if low >= span.lowerBound, unsafe isEqual(value, from: low) { return (low..<high, false) }
        guard let foreignBreaks else { return (unsafe builder.decode(value), true) }
        return (builder.decode(foreignBreaks.restored(unsafe Array(value))), true)
    }

    /// Whether the source has these bytes from `low` on.
    private func isEqual(_ value: UnsafeBufferPointer<UInt8>, from low: Int) -> Bool {
        unsafe source.bytes.withUnsafeBufferPointer { buffer in
            // Without a way out in the middle the loop becomes a few vector instructions.
            var difference: UInt8 = 0
            for index in value.indices { difference |= unsafe buffer[low + index] ^ value[index] }
            return difference == 0
        }
    }

    /// An event's place in bytes.
    private mutating func span(of event: yaml_event_t) -> Range<Int> {
        let start = unsafe cursor.byte(of: event.start_mark.index)
        return start..<max(start, unsafe cursor.byte(of: event.end_mark.index))
    }

    /// Reports a mistake that libyaml found, unless the same was said of the same place.
    private mutating func report(_ fault: Diagnostic) {
        let isKnown = builder.problems.contains {
            $0.code == fault.code && $0.primary?.span.start == fault.primary?.span.start
        }
        if !isKnown { builder.report(fault) }
    }

    /// A mistake that libyaml found, in our words.
    private mutating func syntaxFault(_ failure: YAMLEventSource.Failure) -> Diagnostic {
        let problem = cursor.byte(of: failure.problemMark)
        let fault = YAMLSyntaxFault(
            source: source,
            failure: failure,
            problem: problem,
            context: cursor.byte(of: failure.contextMark),
            openBracket: openBracket
        )
        return fault.diagnostic
    }

    /// The innermost bracket that is open.
    private var openBracket: Int? {
        for frame in builder.frames.reversed() where frame.isFlow {
            let span = builder.span(of: frame.record).lowerBound..<source.bytes.count
            let content = PropertyScan(bytes: source.bytes, span: span).content
            // Not so the pair in `[a: b]`.
            guard content < span.upperBound, [0x5B, 0x7B].contains(source.bytes[content]) else { continue }
            return content
        }
        return nil
    }
}

extension Diagnostic {
    fileprivate static func outOfMemory(_ source: SourceText) -> Diagnostic {
        Diagnostic(
            .sourceTooLarge,
            "there is not enough memory to read the file",
            at: Label(SourceSpan(file: source.name, start: 0, end: 0))
        )
    }

    fileprivate static func tooManyDocuments(limit: Int, at label: Label) -> Diagnostic {
        Diagnostic(
            .tooManyValues,
            "the file has more than \(limit) documents",
            at: label,
            help: "split it into several files"
        )
    }

    fileprivate static func directiveAfterContent(at label: Label) -> Diagnostic {
        Diagnostic(
            .badDirective,
            "a directive after a document that has not ended",
            at: label,
            help: "end the document above with a line `...`"
        )
    }

    fileprivate static func noStandIns(_ source: SourceText) -> Diagnostic {
        Diagnostic(
            .tooManyValues,
            "the file uses every private-use character of plane 15, and NEL, LS or PS as well",
            at: Label(SourceSpan(file: source.name, start: 0, end: 0)),
            help: "write NEL, LS and PS as escapes: `\\N`, `\\L`, `\\P`"
        )
    }
}
