import Diagnostics
import Ledgers
import Plans

/// The latest attempt of each job that a person asks about.
struct AttemptSelection: Sendable {
    /// One attempt for each realm, address and occurrence, in the order of their first attempts.
    let attempts: [AttemptRecord]

    /// Finds them.
    ///
    /// - Parameters:
    ///   - subjects: Manifests' names, jobs' addresses (which cover the job's combinations and occurrences), runs'
    ///     ids or attempts' keys; none means every job.
    ///   - realm: Only this realm; `nil` for all.
    ///   - ledger: What has been recorded.
    ///   - path: The ledger's file, for messages.
    /// - Throws: RN0605 when the ledger cannot be read, RN0725 for a subject that it has nothing about.
    init(
        _ subjects: [String],
        realm: String?,
        in ledger: any LedgerReader,
        at path: String
    ) async throws(Diagnostic) {
        guard !subjects.isEmpty else {
            self.attempts = Self.latest(of: try await ledger.attempts(matching: AttemptQuery(realm: realm)))
            return
        }
        var found: [AttemptRecord] = []
        for subject in subjects {
            let matching = try await Self.attempts(about: subject, realm: realm, in: ledger)
            guard !matching.isEmpty else { throw Diagnostic.nothingRecorded(subject, in: path) }
            found += matching
        }
        self.attempts = Self.latest(of: found)
    }

    private static func attempts(
        about subject: String,
        realm: String?,
        in ledger: any LedgerReader
    ) async throws(Diagnostic) -> [AttemptRecord] {
        guard let slash = subject.firstIndex(of: "/") else {
            for query in [
                AttemptQuery(manifest: subject, realm: realm),
                AttemptQuery(realm: realm, runID: subject.lowercased()),
                AttemptQuery(realm: realm, key: subject.lowercased()),
            ] {
                let attempts = try await ledger.attempts(matching: query)
                if !attempts.isEmpty { return attempts }
            }
            return []
        }
        let query = AttemptQuery(manifest: String(subject[..<slash]), realm: realm)
        return try await ledger.attempts(matching: query).filter { $0.isOf(subject) }
    }

    /// The last of each job, of attempts that come oldest first.
    private static func latest(of attempts: [AttemptRecord]) -> [AttemptRecord] {
        struct Job: Hashable {
            let realm: String
            let address: String
            let occurrence: String?
        }
        var places: [Job: Int] = [:]
        var latest: [AttemptRecord] = []
        for attempt in attempts {
            let job = Job(realm: attempt.realm, address: attempt.address, occurrence: attempt.occurrence)
            guard let place = places[job] else {
                places[job] = latest.count
                latest.append(attempt)
                continue
            }
            if latest[place].number <= attempt.number { latest[place] = attempt }
        }
        return latest
    }

    /// How a command about these jobs ends: 3 while one is unfinished or in doubt, 1 when one failed.
    var exitStatus: ExitStatus {
        let states = Set(attempts.map(\.state))
        if states.contains(where: { !$0.isSettled || $0 == .skipped }) { return .unfinished }
        return states.isSubset(of: [.succeeded]) ? .success : .negative
    }
}

extension AttemptRecord {
    /// The address with the occurrence, as people type it.
    var displayAddress: String { address + (occurrence.map { "@" + $0 } ?? "") }

    /// Whether what somebody typed names this attempt's job: itself, all combinations of it, or one occurrence.
    fileprivate func isOf(_ subject: String) -> Bool {
        let shown = displayAddress
        return shown == subject || address == subject || address.hasPrefix(subject + "[")
    }
}

extension Diagnostic {
    /// A job, run or attempt that the ledger has nothing about.
    static func nothingRecorded(_ subject: String, in ledger: String) -> Diagnostic {
        Diagnostic(
            .nothingRecorded,
            "the ledger `\(ledger)` has no attempt of `\(subject)`",
            help: "`runner ledger list` shows what it has"
        )
    }
}
