public import Diagnostics
public import Host
public import Plans

/// A ledger in memory: for rehearsals and tests. Keeps everything that a ``LedgerStore`` promises but to outlive the
/// process.
public actor MemoryLedger: LedgerStore {
    /// What the ledger was born with.
    public nonisolated let birth: LedgerBirth
    let time: any Timekeeper
    private var chain: [LedgerEntry] = []
    private var attempts: [AttemptProjection] = []
    private var numbers: Set<IntendedNumber> = []
    /// By the key's bytes: `String` would take canonically equivalent keys for one.
    private var places: [[UInt8]: Int] = [:]
    private var claimed: Set<LedgerClaim> = []
    /// The leases that were ever asked for.
    var slots: [LeaseName: LeaseSlot] = [:]
    nonisolated let guards = LeaseGuards()
    private let redact: @Sendable (String) -> String

    /// Makes an empty ledger.
    ///
    /// - Parameters:
    ///   - lineage: The id that it is born with.
    ///   - time: The time, for entries.
    ///   - redact: Takes secrets out of the texts of every entry.
    public init(
        lineage: String,
        time: any Timekeeper,
        redact: @escaping @Sendable (String) -> String = { $0 }
    ) {
        self.birth = LedgerBirth(lineage: lineage, created: time.now.description)
        self.time = time
        self.redact = redact
    }

    /// See ``LedgerStore``; durable as long as the process.
    @discardableResult
    public func append(_ events: [LedgerEvent]) throws(Diagnostic) -> LedgerHead {
        let prepared = try PreparedEvent.all(events.map { $0.redacted(redact) })
        var keys: Set<[UInt8]> = []
        for case let key? in prepared.map(\.intendedKey) {
            guard places[Array(key.utf8)] == nil, keys.insert(Array(key.utf8)).inserted else {
                throw .intentStands(key: key)
            }
        }
        var asked: Set<IntendedNumber> = []
        for case let number? in prepared.map(\.intendedNumber) {
            guard !numbers.contains(number), asked.insert(number).inserted else {
                throw .numberStands(number)
            }
        }
        for case let key? in prepared.map(\.doubtedKey) {
            guard let place = places[Array(key.utf8)] else { continue }
            guard attempts[place].record.state.isInDoubt else { throw .notInDoubt(key: key) }
        }
        try check(guards.guards(of: prepared))
        let claims = prepared.compactMap(\.claim)
        guard Set(claims).count == claims.count, claimed.isDisjoint(with: claims) else {
            throw .alreadyResent()
        }
        claimed.formUnion(claims)
        numbers.formUnion(asked)
        let now = time.now.description
        for event in prepared {
            chain.append(LedgerChain.entry(event, after: head(), at: now))
            project(event.event, at: now)
        }
        return head()
    }

    private func project(_ event: LedgerEvent, at time: String) {
        guard let key = event.key.map({ Array($0.utf8) }) else { return }
        if case .intent(let record) = event {
            places[key] = attempts.count
            attempts.append(AttemptProjection(record, at: time))
        } else if let place = places[key] {
            attempts[place].take(event, at: time)
        }
    }

    /// See ``LedgerReader``.
    public func attempts(matching query: AttemptQuery) -> [AttemptRecord] {
        let found = attempts.filter { $0.matches(query) }
        return found.suffix(max(query.limit ?? found.count, 0)).map(\.record)
    }

    /// See ``LedgerReader``.
    public func entries(after sequence: Int, limit: Int) -> [LedgerEntry] {
        // Numbers are positions: entry n stands at n - 1.
        let start = min(max(sequence, 0), chain.count)
        return Array(chain[start...].prefix(max(limit, 0)))
    }

    /// See ``LedgerReader``; walks all entries.
    public func history(of key: String) throws(Diagnostic) -> [LedgerEntry] {
        var found: [LedgerEntry] = []
        for entry in chain {
            if let other = try entry.readEvent().key, other.utf8.elementsEqual(key.utf8) {
                found.append(entry)
            }
        }
        return found
    }

    /// See ``LedgerStore``; no other process can.
    public func isShared() -> Bool { false }

    /// See ``LedgerReader``.
    public func head() -> LedgerHead {
        chain.last.map { LedgerHead(sequence: $0.sequence, hash: $0.hash) }
            ?? LedgerHead(sequence: 0, hash: birth.hash)
    }
}

extension Diagnostic {
    static func alreadyResent() -> Diagnostic {
        Diagnostic(
            .intentStands,
            "the attempt was sent once more already",
            notes: ["another run did so; nothing was written"],
            help: "run `runner apply` again when that run is over"
        )
    }

    static func numberStands(_ intended: IntendedNumber) -> Diagnostic {
        Diagnostic(
            .intentStands,
            "another run has made attempt \(intended.number) of `\(intended.address)`",
            notes: ["it wanted something else of the same job; nothing was written"],
            help: "run `runner apply` again: it sees that attempt, and waits for it first"
        )
    }

    static func notInDoubt(key: String) -> Diagnostic {
        Diagnostic(
            .intentStands,
            "what became of the attempt with the key `\(key)` is known by now",
            notes: ["another run has found it; nothing was written"],
            help: "run `runner resume` to take up what that run found"
        )
    }

    static func intentStands(key: String) -> Diagnostic {
        Diagnostic(
            .intentStands,
            "an attempt with the key `\(key)` is in the ledger already",
            notes: [
                "the key is made of lineage, realm, job, run digest and attempt number: another run has intended "
                    + "the same attempt; nothing was written"
            ],
            help: "run `runner resume` to take up what that run began"
        )
    }
}
