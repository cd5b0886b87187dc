import Diagnostics

/// Fills the flat store of one ``Document`` from values that come in the order of the text.
///
/// Readers of YAML and JSON call it alike. It finds what needs the tree: keys that are not scalars or stand twice,
/// aliases that name nothing or themselves, nesting and expansion beyond the limits; and it carries out merge keys.
struct DocumentBuilder {
    let source: SourceText
    let limits: YAMLLimits
    var records: [Document.Record] = []
    var children: [Int32] = []
    var decoded: [UInt8] = []
    /// What is wrong so far.
    var problems: [Diagnostic] = []
    /// Whether reading on makes no sense.
    private(set) var isHalted = false
    /// The collections that are open, outermost first.
    private(set) var frames: [Frame] = []
    /// Children of the open collections, those of the innermost last.
    var pending: [Int32] = []
    var anchors = AnchorTable()
    var keys = KeyTable()
    /// Aliases and merges so far, against the budget.
    var expansion = Expansion()
    private var root: Int32?

    /// Makes a builder.
    ///
    /// - Parameters:
    ///   - source: The text.
    ///   - limits: What is refused.
    ///   - expectedNodes: Room to keep for nodes from the beginning.
    init(source: SourceText, limits: YAMLLimits, expectedNodes: Int = 0) {
        self.source = source
        self.limits = limits
        records.reserveCapacity(expectedNodes)
        children.reserveCapacity(expectedNodes)
    }

    /// Whether the next value is a mapping's key.
    var expectsKey: Bool {
        guard let frame = frames.last else { return false }
        return frame.isMapping && (pending.count - frame.firstChild) % 2 == 0
    }

    /// Adds a scalar whose text is `low..<high` of the source, or of `decoded`.
    mutating func scalar(
        _ kind: Document.Kind,
        isPlain: Bool,
        isDecoded: Bool,
        span: Range<Int>,
        text: Range<Int>,
        anchor: AnchorTable.Name? = nil
    ) {
        let index = append(
            Document.Record(
                kind: kind,
                isDecoded: isDecoded,
                isPlain: isPlain,
                start: UInt32(truncatingIfNeeded: span.lowerBound),
                end: UInt32(truncatingIfNeeded: span.upperBound),
                low: UInt32(truncatingIfNeeded: text.lowerBound),
                high: UInt32(truncatingIfNeeded: text.upperBound)
            )
        )
        if let anchor { anchors.define(anchor, node: index, isOpen: false) }
        if !anchors.isEmpty { expansion.record(size: 1, of: index) }
        attach(index, size: 1, height: 0, end: span.upperBound)
    }

    /// Opens a collection.
    mutating func open(
        _ kind: Document.Kind,
        isFlow: Bool,
        span: Range<Int>,
        anchor: AnchorTable.Name? = nil
    ) {
        if frames.count >= limits.depth {
            halt(
                .nestedTooDeep(
                    limit: limits.depth,
                    at: label(span.lowerBound..<span.lowerBound + 1, "too deep")
                )
            )
            return
        }
        let isInKey = expectsKey || frames.last?.isInKey == true
        if isInKey, frames.last?.isInKey == false { reportKey(kind, span: span) }
        let index = append(
            Document.Record(
                kind: kind,
                isDecoded: false,
                isPlain: false,
                start: UInt32(truncatingIfNeeded: span.lowerBound),
                end: UInt32(truncatingIfNeeded: span.upperBound),
                low: 0,
                high: 0
            )
        )
        var frame = Frame(
            record: index,
            isMapping: kind == .mapping,
            isFlow: isFlow,
            firstChild: pending.count,
            lastEnd: span.upperBound
        )
        if let anchor { frame.anchor = anchors.define(anchor, node: index, isOpen: true) }
        if !anchors.isEmpty { expansion.record(size: 1, of: index) }
        frame.isInKey = isInKey
        frames.append(frame)
    }

    /// Closes the innermost collection.
    ///
    /// - Parameter end: The byte after its closing bracket; `nil` when it ends with its last child.
    mutating func close(end: Int?) {
        guard var frame = frames.popLast() else { return }
        if frame.isMapping { finishEntries(of: &frame) }
        let low = children.count
        children.append(contentsOf: pending[frame.firstChild...])
        pending.removeLast(pending.count - frame.firstChild)
        let end = end ?? frame.lastEnd
        records[Int(frame.record)].low = UInt32(truncatingIfNeeded: low)
        records[Int(frame.record)].high = UInt32(truncatingIfNeeded: children.count)
        records[Int(frame.record)].end = UInt32(truncatingIfNeeded: end)
        if let anchor = frame.anchor { anchors.close(anchor, size: frame.size, height: frame.height) }
        if !anchors.isEmpty { expansion.record(size: frame.size, of: frame.record) }
        attach(frame.record, size: frame.size, height: frame.height, end: end)
    }

    /// Ends the document.
    ///
    /// - Returns: The document; `nil` when anything is wrong with it: see `problems`.
    mutating func finish() -> Document? {
        if let root, !isHalted, frames.isEmpty, problems.isEmpty {
            if let excess = expansion.excess(nodes: records.count, limits: limits) {
                report(
                    .expandsTooFar(excess.name, limit: excess.limit, at: label(excess.span, "expanded here"))
                )
                return nil
            }
            return Document(
                source: source,
                rootIndex: root,
                records: records,
                children: children,
                decoded: decoded
            )
        }
        return nil
    }

    /// Appends bytes that differ from the source's own.
    ///
    /// - Returns: Where they are in `decoded`.
    mutating func decode(_ bytes: some Collection<UInt8>) -> Range<Int> {
        let low = decoded.count
        decoded.append(contentsOf: bytes)
        return low..<decoded.count
    }

    /// A scalar's text as UTF-8; empty for collections.
    func text(of node: Int32) -> ArraySlice<UInt8> {
        let record = records[Int(node)]
        guard record.kind.rawValue <= Document.Kind.string.rawValue else { return [] }
        let range = Int(record.low)..<Int(record.high)
        return record.isDecoded ? decoded[range] : source.bytes[range]
    }

    /// Notes a fault; reading goes on unless there are too many.
    mutating func report(_ problem: Diagnostic) {
        guard !isHalted else { return }
        problems.append(problem)
        guard problems.count >= limits.faults else { return }
        problems[problems.count - 1].notes.append("reading stopped here, at fault number \(limits.faults)")
        isHalted = true
    }

    /// Notes a fault after which reading makes no sense.
    mutating func halt(_ problem: Diagnostic) {
        report(problem)
        isHalted = true
    }

    /// Reports a collection in a key's place.
    private mutating func reportKey(_ kind: Document.Kind, span: Range<Int>) {
        let brace = UInt8(ascii: "{")
        let isTemplate = span.lowerBound > 0 && source.bytes[span.lowerBound - 1] == brace && kind == .mapping
        if isTemplate {
            report(
                .unfilledTemplate(
                    at: label(span.lowerBound - 1..<span.upperBound, "braces here begin a mapping"),
                    help: UnfilledTemplate.help(in: source.bytes, at: span.lowerBound - 1)
                )
            )
        } else {
            report(.keyIsCollection(kind, at: label(span, "a \(kind) as a key")))
        }
    }

    func label(_ range: Range<Int>, _ text: String = "") -> Diagnostic.Label {
        Diagnostic.Label(SourceSpan(file: source.name, start: range.lowerBound, end: range.upperBound), text)
    }

    func span(of node: Int32) -> Range<Int> {
        Int(records[Int(node)].start)..<Int(records[Int(node)].end)
    }

    private mutating func append(_ record: Document.Record) -> Int32 {
        let index = Int32(truncatingIfNeeded: records.count)
        if records.count >= limits.nodes {
            halt(
                .tooManyNodes(
                    limit: limits.nodes,
                    at: label(Int(record.start)..<Int(record.end), "one too many")
                )
            )
        }
        records.append(record)
        return index
    }

    /// Makes a node a child of the innermost collection, or the root.
    mutating func attach(_ node: Int32, size: UInt32, height: UInt32, end: Int) {
        guard !frames.isEmpty else {
            root = node
            expansion.total = Int(size)
            return
        }
        let last = frames.count - 1
        if frames[last].isMapping, (pending.count - frames[last].firstChild) % 2 == 0 {
            let isMerge = isMergeKey(node)
            frames[last].expectsMerge = isMerge
            if isMerge { frames[last].hasMerge = true }
            frames[last].size = frames[last].size.addingSaturating(size)
        } else if frames[last].expectsMerge {
            // The entries of what is merged take its place: their sizes are added when it is carried out.
            let levels: UInt32 = records[Int(node)].kind == .sequence ? 2 : 1
            frames[last].height = max(frames[last].height, height > levels ? height - levels + 1 : 1)
            frames[last].expectsMerge = false
        } else {
            frames[last].height = max(frames[last].height, height + 1)
            frames[last].size = frames[last].size.addingSaturating(size)
        }
        frames[last].lastEnd = end
        pending.append(node)
    }
}

extension UInt32 {
    func addingSaturating(_ other: UInt32) -> UInt32 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}

extension Diagnostic {
    static func nestedTooDeep(limit: Int, at label: Label) -> Diagnostic {
        Diagnostic(
            .nestedTooDeep,
            "collections are nested more than \(limit) deep",
            at: label,
            help: "flatten the structure"
        )
    }

    static func keyIsCollection(_ kind: Document.Kind, at label: Label) -> Diagnostic {
        Diagnostic(
            .keyNotScalar,
            "a key must be a scalar, not a \(kind)",
            at: label,
            help: "quote the text if it is meant as it stands"
        )
    }

    fileprivate static func tooManyNodes(limit: Int, at label: Label) -> Diagnostic {
        Diagnostic(
            .tooManyValues,
            "the document has more than \(limit) values",
            at: label,
            help: "split it into several files"
        )
    }

    fileprivate static func unfilledTemplate(at label: Label, help: String) -> Diagnostic {
        Diagnostic(
            .unfilledTemplate,
            "looks like an unfilled {{template}}",
            at: label,
            help: help
        )
    }

    fileprivate static func expandsTooFar(_ name: String, limit: Int, at label: Label) -> Diagnostic {
        Diagnostic(
            .expandsTooFar,
            "alias `*\(name)` makes the document expand to more than \(limit) values",
            at: label,
            notes: ["aliases of aliases multiply"],
            help: "write out what is needed, or split the document"
        )
    }
}
