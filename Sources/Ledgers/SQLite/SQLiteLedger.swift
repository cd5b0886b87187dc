public import Diagnostics
import GRDB
public import Host
public import Plans

/// A ledger in a SQLite file, for as many processes of one machine as like.
///
/// WAL with `synchronous=FULL`: what `append` acknowledged survives `kill -9` and loss of power. Appends that come
/// while another is written share the next transaction, and so one wait for the disk. A transaction is `BEGIN IMMEDIATE`
/// and waits up to 10 s for other writers. Before and after it the path is compared with the file that was opened: SQLite goes on writing into a file that was removed, and nothing would remain of it.
/// On a network file system the rollback journal is used in place of WAL, with a warning.
public final class SQLiteLedger: LedgerStore {
    /// What the ledger was born with.
    public let birth: LedgerBirth
    /// Where the ledger is, as it was given.
    public let path: String
    /// What is worth a word but does not stop the work: RN0616 a network file system, RN0604 a mode that lets others
    /// read, RN0621 a Git index that could not be read.
    public let warnings: [Diagnostic]

    let connection: LedgerConnection
    private let writer: GroupWriter
    private let presence: LedgerPresence
    let redact: @Sendable (String) -> String
    let time: any Timekeeper
    let guards = LeaseGuards()

    /// What a test may want otherwise.
    struct Settings: Sendable {
        var busyTimeoutInSeconds = 10.0
        /// `nil`: the file system is asked.
        var networkFileSystem: String?
        /// Files up to this size are checked page by page at every opening; others only after an unclean end.
        var quickCheckLimitInBytes = 32 << 20
    }

    // MARK: Opening

    /// Opens a ledger to append to it.
    ///
    /// - Parameters:
    ///   - path: The ledger's file.
    ///   - time: The time, for entries.
    ///   - git: Asked whether Git tracks the file, which is refused; `nil` does not ask.
    ///   - redact: Takes secrets out of the texts of every entry.
    /// - Returns: The ledger, ready.
    /// - Throws: RN0601 when it is not there; RN0603 … RN0605, RN0608 … RN0612 when it must not be opened, each
    ///   without a byte changed; RN0614 when it is locked; RN0620 when Git tracks it.
    public static func open(
        at path: String,
        time: any Timekeeper,
        git: GitIndex?,
        redact: @escaping @Sendable (String) -> String = { $0 }
    ) throws(Diagnostic) -> SQLiteLedger {
        try SQLiteLedger(path, time: time, git: git, settings: Settings(), redact: redact)
    }

    /// Makes a new ledger and opens it: `ledger init`.
    ///
    /// The folder is made too when it is not there (0700, with a `.gitignore` that covers it). The file is finished
    /// under another name and then gets its own in one step, so that no half of a ledger ever has it.
    ///
    /// - Parameters:
    ///   - path: The ledger's file.
    ///   - lineage: The id that goes into every attempt's key; `nil` takes 128 random bits.
    ///   - time: The time.
    ///   - random: Eight random bytes at a time.
    ///   - redact: Takes secrets out of the texts of every entry.
    /// - Returns: The ledger, ready.
    /// - Throws: RN0602 when something is at the path, RN0604 an unsafe folder, RN0606 when it cannot be made, RN0618
    ///   when the lineage has no proper form.
    public static func create(
        at path: String,
        lineage: String?,
        time: any Timekeeper,
        random: () -> UInt64,
        redact: @escaping @Sendable (String) -> String = { $0 }
    ) throws(Diagnostic) -> SQLiteLedger {
        let lineage = lineage ?? LedgerBirth.randomLineage(random)
        guard LedgerBirth.isLineage(lineage) else { throw .badLineage(lineage) }
        let place = LedgerPlace(path)
        guard FileFacts(at: path) == nil else { throw .ledgerExists(path) }
        try place.createFolder()
        let draft = path + ".new-" + LedgerBirth.randomLineage(random)
        try LedgerPlace.createExclusively(draft)
        do throws(Diagnostic) {
            try fill(draft, LedgerBirth(lineage: lineage, created: time.now.description))
            try place.install(draft)
        } catch {
            for name in ["", "-journal", "-wal", "-shm"] { LedgerPlace.remove(draft + name) }
            throw error
        }
        return try open(at: path, time: time, git: nil, redact: redact)
    }

    private static func fill(_ draft: String, _ birth: LedgerBirth) throws(Diagnostic) {
        let connection = try LedgerConnection(draft, .writing(busyTimeoutInSeconds: 1))
        defer { connection.close() }
        do {
            try connection.queue.inDatabase { db in
                // A draft is removed, not repaired, when it was not finished; its pages must be on the disk all the same.
                _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = MEMORY")
                try db.execute(sql: "PRAGMA synchronous = EXTRA")
                try LedgerTable.make(in: db, birth: birth)
            }
        } catch {
            throw .writing(error, draft)
        }
    }

    init(
        _ path: String,
        time: any Timekeeper,
        git: GitIndex?,
        settings: Settings,
        redact: @escaping @Sendable (String) -> String = { $0 }
    ) throws(Diagnostic) {
        var (facts, warnings) = try LedgerPlace(path).inspect()
        if let git { warnings += try Self.refuseTracked(path, git) }
        try LedgerConnection.probe(path)
        let isUnclean = ["-wal", "-journal"].contains {
            FileFacts(at: path + $0).map { $0.sizeInBytes > 0 } ?? false
        }
        let connection = try LedgerConnection(
            path,
            .writing(busyTimeoutInSeconds: settings.busyTimeoutInSeconds)
        )
        let network = settings.networkFileSystem ?? NetworkFileSystem.name(at: path)
        if let network { warnings.append(.networkFileSystem(path, network)) }
        let guardian: FileGuardian
        do throws(Diagnostic) {
            let (birth, oldVersion) = try connection.performNow { db in
                try Self.prepare(db, isLocal: network == nil)
                if isUnclean || facts.sizeInBytes <= settings.quickCheckLimitInBytes,
                    let fault = try String.fetchOne(db, sql: "PRAGMA quick_check(1)"), fault != "ok"
                {
                    throw Diagnostic.damagedLedger(path, fault)
                }
                let oldVersion = try LedgerMigration.run(db, at: path)
                return (try LedgerConnection.inspect(db, at: path), oldVersion)
            }
            self.birth = birth
            if let oldVersion { warnings.append(.migratedLedger(path, from: oldVersion)) }
            guardian = FileGuardian(path, facts.identity)
            try guardian.check()
        } catch {
            connection.close()
            throw error
        }
        self.path = path
        self.redact = redact
        self.warnings = warnings
        self.connection = connection
        self.presence = LedgerPresence(beside: path)
        self.time = time
        self.writer = GroupWriter(connection, birth: birth, guardian: guardian, time: time)
    }

    private static func prepare(_ db: Database, isLocal: Bool) throws {
        // The pragma waits for no lock when the mode is right already.
        let wanted = isLocal ? "wal" : "delete"
        let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode")
        if mode != wanted { _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = \(wanted)") }
        // Without WAL, FULL leaves a moment in which losing power brings a committed transaction's journal back.
        try db.execute(sql: "PRAGMA synchronous = \(isLocal ? "FULL" : "EXTRA")")
    }

    /// Refuses a ledger that Git tracks: whoever changes the repository could write into it what has succeeded.
    ///
    /// - Parameters:
    ///   - path: The ledger's file.
    ///   - git: Where Git's index is read.
    /// - Returns: A warning, where the index cannot be read.
    /// - Throws: RN0620 when the file is tracked.
    public static func refuseTracked(_ path: String, _ git: GitIndex) throws(Diagnostic) -> [Diagnostic] {
        switch git.tracks(path) {
        case .tracked: throw .ledgerInGit(path)
        case .untracked: []
        case .unknown(let reason): [.gitIndexUnreadable(path, reason)]
        }
    }

    // MARK: Appending

    /// See ``LedgerStore``; on the disk when it returns, in one transaction with what others append meanwhile.
    @discardableResult
    public func append(_ events: [LedgerEvent]) async throws(Diagnostic) -> LedgerHead {
        let prepared = try PreparedEvent.all(events.map { $0.redacted(redact) })
        guard !prepared.isEmpty else { return try await head() }
        switch await writer.append(prepared, under: guards.guards(of: prepared)) {
        case .success(let head): return head
        case .failure(let error): throw .writing(error, path)
        }
    }

    /// See ``LedgerStore``; of the processes of this machine, and of others as far as the file system's locks reach.
    public func isShared() async -> Bool { presence.hasOthers }

    // MARK: Looking

    /// See ``LedgerReader``; found by index.
    public func attempts(matching query: AttemptQuery) async throws(Diagnostic) -> [AttemptRecord] {
        try await read { try LedgerTable.attempts(in: $0, matching: query) }
    }

    /// See ``LedgerReader``; found by index.
    public func histories(
        matching query: AttemptQuery,
        after sequence: Int,
        count: Int
    ) async throws(Diagnostic) -> [AttemptHistory] {
        try await read { try LedgerTable.histories(in: $0, matching: query, after: sequence, count: count) }
    }

    /// See ``LedgerReader``; found by index.
    public func runs(matching query: RunQuery) async throws(Diagnostic) -> [RunHistory] {
        try await read { try LedgerTable.runs(in: $0, matching: query) }
    }

    /// See ``LedgerReader``.
    public func entries(after sequence: Int, limit: Int) async throws(Diagnostic) -> [LedgerEntry] {
        try await read { try LedgerTable.entries(in: $0, after: sequence, limit: limit) }
    }

    /// See ``LedgerReader``; found by index.
    public func history(of key: String) async throws(Diagnostic) -> [LedgerEntry] {
        try await read { try LedgerTable.history(in: $0, of: key) }
    }

    /// See ``LedgerReader``.
    public func head() async throws(Diagnostic) -> LedgerHead {
        let birth = birth
        return try await read { try LedgerTable.head(in: $0) ?? LedgerHead(sequence: 0, hash: birth.hash) }
    }

    private func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(Diagnostic) -> Value {
        switch await connection.perform(body) {
        case .success(let value): return value
        case .failure(let error): throw .reading(error, path)
        }
    }

    /// Ends the work with the file; later calls throw.
    ///
    /// The last one to do so folds the WAL back into the file.
    public func close() async {
        _ = await connection.perform { _ in }
        connection.close()
        presence.end()
    }
}

extension Diagnostic {
    static func badLineage(_ text: String) -> Diagnostic {
        Diagnostic(
            .badLineage,
            "`\(LedgerLimits.cut(text, to: 100))` is no id for a ledger",
            notes: ["an id has 1 to 64 of `A–Z a–z 0–9 . _ -` and begins with a letter or a digit"],
            help: "leave `--id` out to take a random one"
        )
    }

    static func networkFileSystem(_ path: String, _ name: String) -> Diagnostic {
        Diagnostic(
            .networkFileSystem,
            severity: .warning,
            "the ledger `\(path)` is on a network file system (\(name))",
            notes: ["its locks may fail, and two runs may then send a job twice"],
            help: "keep the ledger on a local disk"
        )
    }

    static func ledgerInGit(_ path: String) -> Diagnostic {
        Diagnostic(
            .ledgerInGit,
            "Git tracks the ledger `\(path)`",
            notes: ["a pull request could make a job seem done"],
            help: "run `git rm --cached \(path)` and add its folder to `.gitignore`"
        )
    }

    static func gitIndexUnreadable(_ path: String, _ reason: String) -> Diagnostic {
        Diagnostic(
            .gitIndexUnreadable,
            severity: .warning,
            "cannot tell whether Git tracks the ledger `\(path)`",
            notes: [reason]
        )
    }
}
