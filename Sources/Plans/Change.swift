extension PlannedJob {
    /// One difference between what ran and what would run.
    public struct Change: Hashable, Sendable, CustomStringConvertible {
        /// Where, by the manifest's names, such as `inputs.patients.uri`.
        public let path: String
        /// What it was; `nil` when it is new.
        public let before: String?
        /// What it is; `nil` when it is gone.
        public let after: String?

        /// Makes a difference.
        ///
        /// - Parameters:
        ///   - path: Where.
        ///   - before: What it was.
        ///   - after: What it is.
        public init(path: String, before: String?, after: String?) {
            self.path = path
            self.before = before
            self.after = after
        }

        /// The difference in one line: `inputs.patients.uri: "…" → "…"`, or with `(none)` on one side.
        public var description: String { "\(path): \(Self.quoted(before)) → \(Self.quoted(after))" }

        private static func quoted(_ text: String?) -> String { text.map { "\"\($0)\"" } ?? "(none)" }
    }
}
