public import Diagnostics

/// Types a checked document, parses its look-ups and follows its names.
///
/// Every fault of the document is reported, not only the first. What the schema guarantees is not checked
/// again.
public struct ManifestReader: Sendable {
    /// Makes a reader.
    public init() {}

    /// Reads one document of kind `JobManifest`.
    ///
    /// - Parameters:
    ///   - checked: The document; another kind gives `nil` without a fault.
    ///   - problems: Where faults are added.
    /// - Returns: The manifest; `nil` when there is an error in it.
    /// - Complexity: O(size of the document).
    public func manifest(from checked: CheckedDocument, into problems: inout [Diagnostic]) -> Manifest? {
        parts(from: checked, into: &problems)?.manifest
    }

    /// Reads one document of kind `JobManifest` as far as it can be read, for checks that go on after a fault.
    ///
    /// - Parameters:
    ///   - checked: The document; another kind gives `nil` without a fault.
    ///   - problems: Where faults are added.
    /// - Returns: Everything that could be read.
    /// - Complexity: O(size of the document).
    public func parts(from checked: CheckedDocument, into problems: inout [Diagnostic]) -> ManifestParts? {
        guard checked.kind == .jobManifest else { return nil }
        return parts(of: checked.document, into: &problems)
    }

    /// Reads a document that need not conform to the schema: the rules of the language stand on their own.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - problems: Where faults are added.
    /// - Returns: The manifest; `nil` when there is an error in it.
    func manifest(of document: Document, into problems: inout [Diagnostic]) -> Manifest? {
        parts(of: document, into: &problems).manifest
    }

    private func parts(of document: Document, into problems: inout [Diagnostic]) -> ManifestParts {
        let root = document.root
        var reading = ManifestReading(root: root)
        let parts = reading.parts(file: document.source.name)
        // Apart: what this version lacks must not keep it from finding what is wrong in any version.
        var missing: [Diagnostic] = []
        AvailableKeys.check(root, into: &missing)
        if let gap = reading.gap, !reading.problems.containsErrors, missing.isEmpty {
            // The schema let something pass that is not understood here: refused, never guessed.
            missing.append(.notAvailableYet("this form", at: gap, subject: "what stands here"))
        }
        problems += reading.problems + missing
        return reading.problems.containsErrors || missing.containsErrors ? parts.withoutManifest : parts
    }
}

/// The state of reading one manifest.
struct ManifestReading {
    /// How many faults are reported before reading ends: a hostile document has as many as it likes.
    static let problemLimit = 1000

    /// How many faults may come with a similar name: finding it costs time for each declared one.
    static let suggestionLimit = 20

    /// The document's root.
    let root: Node
    /// The faults so far.
    var problems: [Diagnostic] = []
    /// The first place that could not be understood without there being a fault to report.
    var gap: SourceSpan?
    /// Warnings for axes that make jobs which are all the same.
    var unusedAxes: [Diagnostic] = []
    /// The names in sections, for looking up.
    var declared: [String: Set<String>] = [:]
    /// Reads texts with look-ups.
    var templates = TemplateReader(parameters: [])

    /// Begins with a document.
    init(root: Node) { self.root = root }

    /// Types the whole document, or as much of it as can be.
    ///
    /// Whatever is left out leaves a fault or a ``gap``.
    mutating func parts(file: String) -> ManifestParts {
        // Names first: the look-ups everywhere else use them.
        let names = root["parameters"]?.entries.map(\.name) ?? []
        let directory = JobDirectory(root["jobs"])
        templates = TemplateReader(parameters: names, jobs: directory)
        let name = root["metadata"].flatMap { located($0["name"], in: $0) }
        if name == nil { gap = gap ?? root.span }
        let metadataLabels = labels(root["metadata"]?["labels"])
        let parameters = entries("parameters") { $0.parameter($1) }
        let credentials = entries("credentials") { $0.credential($1) }
        let endpoints = entries("endpoints") { $0.endpoint($1) }
        let jobs = entries("jobs") { $0.job($1) }
        checkCount(of: jobs)
        NeedsGraph(directory, into: &problems).reportCycles(into: &problems)
        let manifest = name.map { name in
            Manifest(
                name: name,
                labels: metadataLabels,
                parameters: parameters,
                credentials: credentials,
                endpoints: endpoints,
                jobs: jobs,
                file: file
            )
        }
        return ManifestParts(
            parameters: parameters,
            credentials: credentials,
            endpoints: endpoints,
            jobs: jobs,
            manifest: manifest,
            unusedAxes: unusedAxes
        )
    }

    /// Reads each entry of a section, those left out that could not be.
    private mutating func entries<Value>(
        _ section: String,
        _ read: (inout ManifestReading, Node.Entry) -> Value?
    ) -> [Value] {
        guard let node = root[section] else { return [] }
        return parts(of: node, read)
    }

    /// Reads each entry of a mapping, those left out that could not be.
    mutating func parts<Value>(
        of node: Node,
        _ read: (inout ManifestReading, Node.Entry) -> Value?
    ) -> [Value] {
        var values: [Value] = []
        for entry in node.entries {
            guard problems.count < Self.problemLimit else { break }
            if let value = read(&self, entry) { values.append(value) } else { gap = gap ?? entry.key.span }
        }
        return values
    }
}

// MARK: - Scalars

extension ManifestReading {
    /// A text that takes no look-ups.
    ///
    /// - Parameters:
    ///   - node: The scalar, if it is there.
    ///   - parent: What it stands in, in case it cannot be read.
    /// - Returns: The text; `nil` when it is missing or holds a look-up.
    mutating func located(_ node: Node?, in parent: Node) -> Located<String>? {
        guard let node, let text = node.text, node.kind != .null else {
            gap = gap ?? parent.span
            return nil
        }
        guard !TemplateReader.hasLookup(node) else {
            problems.append(
                .lookupNotAllowed(
                    "nothing can be looked up here",
                    label: "this text is taken as it is written",
                    at: node.span,
                    help: "write the value itself"
                )
            )
            return nil
        }
        return Located(text, at: node.span)
    }

    /// A text that takes no look-ups and may be missing: `nil` then, without a fault.
    mutating func optional(_ node: Node?) -> Located<String>? {
        guard let node, node.kind != .null else { return nil }
        return located(node, in: node)
    }

    /// Labels; a value of any scalar type, by its text.
    mutating func labels(_ node: Node?) -> [String: String] {
        var labels: [String: String] = [:]
        guard let node else { return labels }
        for entry in node.entries { labels[entry.name] = located(entry.value, in: entry.key)?.value }
        return labels
    }

    /// A whole number that JSON carries exactly; JSON Schema takes `3.0` for one, so it is one here.
    mutating func wholeNumber(_ node: Node?) -> Located<Int>? {
        guard let node, let text = node.text else { return nil }
        let written =
            node.kind == .decimal && ScalarText.isNumber(text)
            ? Double(text).flatMap { Int(exactly: $0) } : nil
        guard let value = node.integer ?? written, WholeNumber.isExact(value) else {
            problems.append(.integerTooLarge(text, at: node.span))
            return nil
        }
        return Located(value, at: node.span)
    }

    /// A duration.
    mutating func duration(_ node: Node?) -> Located<Duration>? {
        guard let node, let text = node.text, node.kind != .null else { return nil }
        guard let seconds = DurationText.seconds(text) else {
            problems.append(.invalidDuration(text, at: node.span))
            return nil
        }
        return Located(.seconds(seconds), at: node.span)
    }
}

extension Diagnostic {
    static func integerTooLarge(_ text: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .integerTooLarge,
            "`\(text.shortened)` is too large",
            at: Label(span, "beyond 2^53 - 1"),
            notes: ["JSON readers disagree on whole numbers beyond 9007199254740991"]
        )
    }

    static func invalidDuration(_ text: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .invalidDuration,
            "`\(text.shortened)` is not a duration from 1 second to 3650 days",
            at: Label(span, "above zero and at most 3650 days"),
            help: "write it such as `PT90S`, `PT30M` or `PT1H30M`"
        )
    }
}
