/// One fault or warning: what is wrong, where, and how to mend it.
///
/// A value that is thrown or collected alike. The message is true without the excerpt: lowercase, no full stop,
/// names in backticks. A label says what is wrong *here*, a note is a fact, the help is an action. Views render it;
/// nobody else turns it into text.
public struct Diagnostic: Error, Hashable, Sendable {
    /// What kind of fault this is, for ever.
    public var code: Code
    /// Whether it stops the work.
    public var severity: Severity
    /// What is wrong.
    public var message: String
    /// Where it is, when it is in a source.
    public var primary: Label?
    /// Other places that explain it.
    public var secondary: [Label]
    /// Facts that help to understand it.
    public var notes: [String]
    /// What to do about it.
    public var help: String?

    /// How grave a diagnostic is.
    public enum Severity: String, Hashable, Sendable {
        /// The work cannot be done.
        case error
        /// The work can be done, but look at this.
        case warning
    }

    /// A place with a few words.
    public struct Label: Hashable, Sendable {
        /// The place.
        public let span: SourceSpan
        /// What is there; may be empty.
        public let text: String
        /// Whether the source's lines may be shown.
        ///
        /// `false` where a secret may stand on them: every renderer then gives file, line and column only, and the
        /// label's text without the excerpt, in each format.
        public var showsExcerpt: Bool

        /// Makes a label.
        ///
        /// - Parameters:
        ///   - span: The place.
        ///   - text: What is there; may be empty.
        ///   - showsExcerpt: Whether the source's lines may be shown.
        public init(_ span: SourceSpan, _ text: String = "", showsExcerpt: Bool = true) {
            self.span = span
            self.text = text
            self.showsExcerpt = showsExcerpt
        }
    }

    /// Makes a diagnostic.
    ///
    /// - Parameters:
    ///   - code: The kind of fault.
    ///   - severity: Whether it stops the work.
    ///   - message: What is wrong.
    ///   - primary: Where.
    ///   - secondary: Other places.
    ///   - notes: Facts.
    ///   - help: An action.
    public init(
        _ code: Code,
        severity: Severity = .error,
        _ message: String,
        at primary: Label? = nil,
        secondary: [Label] = [],
        notes: [String] = [],
        help: String? = nil
    ) {
        self.code = code
        self.severity = severity
        self.message = message
        self.primary = primary
        self.secondary = secondary
        self.notes = notes
        self.help = help
    }
}

extension Diagnostic {
    /// A stable name for one kind of fault, with its explanation.
    ///
    /// Never renumbered, never used again. `RN01` YAML, `RN02` schema, `RN03` manifest and plan, `RN04` secrets and
    /// credentials, `RN05` engine and HTTP, `RN06` ledger, `RN07` host, `RN08` emulator. Each target lists its own in
    /// `Diagnostic.Code+<Target>.swift`.
    public struct Code: Hashable, Sendable {
        /// The name: `RN` and four digits.
        public let name: String
        /// The fault in a few words.
        public let title: String
        /// Cause, wrong example, right example; Markdown.
        public let explanation: String
        /// How a command that ends with this fault ends.
        public let exitStatus: ExitStatus

        /// Makes a code.
        ///
        /// - Parameters:
        ///   - name: `RN` and four digits.
        ///   - title: The fault in a few words.
        ///   - exitStatus: How a command that ends with it ends.
        ///   - explanation: Cause, wrong example, right example.
        public init(_ name: String, _ title: String, exitStatus: ExitStatus, explanation: String) {
            self.name = name
            self.title = title
            self.exitStatus = exitStatus
            self.explanation = explanation
        }

        /// Compares names: a code is its name.
        public static func == (left: Code, right: Code) -> Bool { left.name == right.name }

        /// Hashes the name.
        public func hash(into hasher: inout Hasher) { hasher.combine(name) }
    }
}

extension [Diagnostic] {
    /// The diagnostics by file and place; those without a place come last, in the order they came.
    public var sortedByPlace: [Diagnostic] {
        enumerated().sorted { left, right in
            switch (left.element.primary?.span, right.element.primary?.span) {
            case (nil, nil): return left.offset < right.offset
            case (nil, _): return false
            case (_, nil): return true
            case (.some(let first), .some(let second)):
                if first.file != second.file { return first.file < second.file }
                if first.start != second.start { return first.start < second.start }
                return left.offset < right.offset
            }
        }.map(\.element)
    }

    /// Whether any of them stops the work.
    public var containsErrors: Bool { contains { $0.severity == .error } }

    /// How a command that found these ends: success without errors; an invalid file outweighs everything else, or
    /// else the first error decides.
    public var exitStatus: ExitStatus {
        let statuses = filter { $0.severity == .error }.map(\.code.exitStatus)
        if statuses.contains(.internalFault) { return .internalFault }
        if statuses.contains(.invalid) { return .invalid }
        return statuses.first ?? .success
    }
}
