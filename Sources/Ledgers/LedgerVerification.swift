public import Diagnostics

/// What `ledger verify` found: how far the chain is whole, and the first thing that is not.
///
/// A chain shows that an entry was changed, removed, put in or moved, unless whoever did it also made every later hash
/// anew, or cut the end off: anybody who can write the file can do both. What shows that too is a head that was kept
/// elsewhere: the one printed at the end of a run, in a CI log or a mail, given back as `--expect-head`.
public struct LedgerVerification: Hashable, Sendable {
    /// The last entry up to which all is whole.
    public let head: LedgerHead
    /// The first thing that is wrong; `nil` when nothing is.
    public let fault: Fault?

    /// What is wrong, and where.
    public struct Fault: Hashable, Sendable {
        /// The entry's number; `nil` when it is not one entry that is wrong.
        public let sequence: Int?
        /// What kind of fault.
        public let kind: Kind
        /// In words.
        public let detail: String
    }

    /// What can be wrong with a ledger.
    public enum Kind: String, CaseIterable, Sendable {
        /// An entry's hash is not that of its content.
        case hash
        /// An entry does not continue the one before.
        case link
        /// A number is missing.
        case gap
        /// A number comes twice or in the wrong place.
        case order
        /// A payload is not the canonical JSON of an event.
        case payload
        /// A column for look-ups says something else than the payload.
        case column
        /// A row has no proper form.
        case row
        /// The birth record, a table, an index or a trigger is not as runner made it.
        case schema
        /// SQLite finds the file's pages or indexes broken.
        case file
        /// The chain ends before the expected head.
        case truncated
        /// The entry at the expected head's number has another hash.
        case forked
    }

    /// The finding as RN0615; `nil` when all is well.
    public var diagnostic: Diagnostic? {
        guard let fault else { return nil }
        let place = fault.sequence.map { "entry \($0): " } ?? ""
        return Diagnostic(
            .chainBroken,
            "the ledger does not verify: \(place)\(fault.detail)",
            notes: ["whole up to entry \(head.sequence)", "kind of fault: \(fault.kind.rawValue)"],
            help: "compare it with a copy; whoever can write the file can have changed it"
        )
    }

    /// Verifies what any ledger shows, page by page, in bounded memory.
    ///
    /// - Parameters:
    ///   - ledger: The ledger.
    ///   - expected: A head that was kept elsewhere.
    /// - Returns: What was found.
    /// - Throws: RN0605 when it cannot be read at all.
    public static func verify(
        _ ledger: any LedgerReader,
        expecting expected: LedgerHead? = nil
    ) async throws(Diagnostic) -> LedgerVerification {
        var walker = ChainWalker(birth: ledger.birth, expected: expected)
        while true {
            let page = try await ledger.entries(after: walker.head.sequence, limit: 256)
            guard !page.isEmpty else { return walker.finished() }
            for entry in page {
                if let fault = walker.take(entry) {
                    return LedgerVerification(head: walker.head, fault: fault)
                }
            }
        }
    }
}
