/// The tables of a ledger.
///
/// The text is compared with what stands in a file when it is opened: a trigger
/// that was dropped, or one that was added, is a ledger that somebody worked on.
///
/// | version | what it brought |
/// |---|---|
/// | 1 | the chain of entries |
/// | 2 | one `runStarted` for each run, with its manifests; `authenticated`; problems of `runFinished`; `entry_of_run` |
/// | 3 | leases, beside the chain; the run that a run continues, and its values, in `runStarted` |
///
/// A version only adds: entries are never rewritten, so that the chain stays what it was.
enum LedgerSchema {
    /// `RUNR` in ASCII.
    static let applicationID = 0x5255_4E52
    static let version = 3
    /// The oldest version that can be read, and migrated.
    static let oldestVersion = 1

    /// What a ledger of this version is made of: name to statement, in the order in which they are made.
    static let statements = statements(of: version)

    /// What a ledger of some version is made of.
    static func statements(of version: Int) -> [(name: String, sql: String)] {
        original + (version < 2 ? [] : runs) + (version < 3 ? [] : leases) + triggers
    }

    /// What makes a ledger of an older version one of this.
    static func steps(from version: Int) -> [String] {
        ((version < 2 ? runs : []) + (version < 3 ? leases : [])).map(\.sql)
    }

    /// Version 3: what changes stands beside the chain, not in it.
    private static let leases: [(name: String, sql: String)] = [
        (
            "lease",
            """
            CREATE TABLE lease (
                name TEXT PRIMARY KEY NOT NULL, fence INTEGER NOT NULL, holder TEXT, owner TEXT, attempt TEXT,
                taken INTEGER NOT NULL, heard INTEGER NOT NULL, expires INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID
            """
        ),
        (
            "lease_line",
            """
            CREATE TABLE lease_line (
                name TEXT NOT NULL, place INTEGER NOT NULL, holder TEXT NOT NULL, owner TEXT NOT NULL,
                expires INTEGER NOT NULL, PRIMARY KEY (name, place)
            ) STRICT, WITHOUT ROWID
            """
        ),
    ]

    /// Version 2.
    private static let runs: [(name: String, sql: String)] = [
        ("entry_of_run", "CREATE INDEX entry_of_run ON entry (run, sequence) WHERE attempt IS NULL")
    ]

    /// Version 1.
    ///
    /// `attempt` … `occurrence` are copied from the payload (SQLite 3.40 refuses `json_extract` in a generated column
    /// under `trusted_schema=OFF`); `ledger verify` compares them with it.
    private static let original: [(name: String, sql: String)] =
        [
            (
                "meta",
                "CREATE TABLE meta (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT, WITHOUT ROWID"
            ),
            (
                "entry",
                """
                CREATE TABLE entry (
                    sequence INTEGER PRIMARY KEY NOT NULL, time TEXT NOT NULL, kind TEXT NOT NULL, payload TEXT NOT NULL,
                    previous_hash TEXT NOT NULL, hash TEXT NOT NULL,
                    attempt TEXT, run TEXT, manifest TEXT, realm TEXT, address TEXT, occurrence TEXT
                ) STRICT
                """
            ),
            ("entry_intent", "CREATE UNIQUE INDEX entry_intent ON entry (attempt) WHERE kind = 'intent'"),
            (
                "entry_attempt",
                "CREATE INDEX entry_attempt ON entry (attempt, sequence) WHERE attempt IS NOT NULL"
            ),
            (
                "entry_manifest",
                "CREATE INDEX entry_manifest ON entry (manifest, sequence) WHERE kind = 'intent'"
            ),
            (
                "entry_address",
                "CREATE INDEX entry_address ON entry (address, realm, occurrence, sequence) WHERE kind = 'intent'"
            ),
            ("entry_realm", "CREATE INDEX entry_realm ON entry (realm, sequence) WHERE kind = 'intent'"),
            ("entry_run", "CREATE INDEX entry_run ON entry (run, sequence) WHERE kind = 'intent'"),
        ]

    /// What keeps the record append-only, also for whoever opens the file with another tool.
    ///
    /// `REPLACE` deletes without
    /// asking the DELETE trigger, so the INSERT trigger refuses what it would replace.
    private static let triggers: [(name: String, sql: String)] = [
        (
            "entry_insert",
            """
            CREATE TRIGGER entry_insert BEFORE INSERT ON entry BEGIN
                SELECT RAISE(ABORT, 'entries are numbered without gaps')
                WHERE NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM entry);
                SELECT RAISE(ABORT, 'an intent stands once')
                WHERE NEW.kind = 'intent'
                AND EXISTS (SELECT 1 FROM entry WHERE kind = 'intent' AND attempt = NEW.attempt);
            END
            """
        ),
        ("entry_update", refusal(of: "UPDATE", on: "entry")),
        ("entry_delete", refusal(of: "DELETE", on: "entry")),
        ("meta_insert", refusal(of: "INSERT", on: "meta")),
        ("meta_update", refusal(of: "UPDATE", on: "meta")),
        ("meta_delete", refusal(of: "DELETE", on: "meta")),
    ]

    private static func refusal(of action: String, on table: String) -> String {
        "CREATE TRIGGER \(table)_\(action.lowercased()) BEFORE \(action) ON \(table) BEGIN "
            + "SELECT RAISE(ABORT, 'a ledger is append-only'); END"
    }
}
