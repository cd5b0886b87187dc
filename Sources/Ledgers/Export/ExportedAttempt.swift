public import Diagnostics
import JSONValues
public import Plans

/// An attempt with what an export tells of it, put together from its entries and those of its run.
public struct ExportedAttempt: Sendable {
    /// How it stands.
    public let record: AttemptRecord
    /// The run that intended it; `nil` when the ledger does not have its beginning.
    public let run: RunHistory?
    /// The attempt as it was about to be sent.
    let intent: LedgerEvent.IntentRecord
    /// The ledger's lineage.
    let lineage: String
    /// When the engine was known to have it.
    let submittedAt: String?
    /// When it was settled.
    let settledAt: String?
    /// The last answer to its submission.
    let answer: LedgerEvent.AnswerRecord?
    /// The number of its intent's entry.
    let firstEntry: Int
    /// Its newest entry.
    let lastEntry: LedgerEntry

    /// Puts it together.
    ///
    /// - Parameters:
    ///   - history: The attempt's entries.
    ///   - run: The run that intended it.
    ///   - lineage: The ledger's lineage.
    /// - Throws: RN0605 when an entry cannot be understood, or the intent is not the first.
    public init(_ history: AttemptHistory, of run: RunHistory?, lineage: String) throws(Diagnostic) {
        let events = try history.events()
        guard case .intent(let intent)? = events.first?.event, let first = history.entries.first,
            let last = history.entries.last
        else { throw .unreadableEntry(history.entries.first?.sequence ?? 0, reason: "it is no intent") }
        self.record = history.record
        self.run = run
        self.intent = intent
        self.lineage = lineage
        self.firstEntry = first.sequence
        self.lastEntry = last
        var (submittedAt, settledAt): (String?, String?) = (nil, nil)
        var answer: LedgerEvent.AnswerRecord?
        for (time, event) in events {
            switch event {
            case .answered(_, let record): answer = record
            case .submitted: submittedAt = submittedAt ?? time
            case .settled: settledAt = settledAt ?? time
            case .intent, .observed, .unknown, .noted, .runStarted, .authenticated, .runFinished: break
            }
        }
        (self.submittedAt, self.settledAt, self.answer) = (submittedAt, settledAt, answer)
    }

    /// As whom it was sent.
    var identity: LedgerEvent.IdentityRecord? {
        guard let run else { return nil }
        guard let credential = intent.credential else {
            return run.identities.count == 1 ? run.identities[0] : nil
        }
        return run.identities.first { $0.credential.utf8.elementsEqual(credential.utf8) }
    }

    /// The hex digits of the SHA-256 that the run digest is.
    var digest: String { String(record.runDigest.split(separator: ":").last ?? "") }

    /// What the digest is of, as JSON.
    var specification: JSONValue? { try? JSONReader().read(Array(record.canonicalText.utf8)) }

    /// The URIs that the job reads, by input, in order.
    var inputs: [(name: String, uri: String)] {
        (specification?["inputs"]?.members ?? []).compactMap { input in
            input.value["uri"]?.string.map { (input.name, $0) }
        }
    }

    /// The URIs that the job writes, by output, in order.
    var outputs: [(name: String, uri: String)] {
        record.outputs.map { (name: $0.key, uri: $0.value) }
            .sorted { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }
    }
}
