import Diagnostics
import Synchronization

/// Watches that a ledger's path still leads to the file that was opened, and its WAL to the one in use.
final class FileGuardian: Sendable {
    private let path: String
    private let identity: FileFacts.Identity
    /// SQLite makes the WAL when it needs it and keeps it while anybody has the ledger open.
    private let log: Mutex<FileFacts.Identity?>

    init(_ path: String, _ identity: FileFacts.Identity) {
        self.path = path
        self.identity = identity
        self.log = Mutex(FileFacts(at: path + "-wal")?.identity)
    }

    func check() throws(Diagnostic) {
        guard FileFacts(at: path)?.identity == identity else { throw .ledgerReplaced(path) }
        let found = FileFacts(at: path + "-wal")?.identity
        let known = log.withLock { known in
            if known == nil { known = found }
            return known
        }
        guard known == found else { throw .ledgerReplaced(path + "-wal") }
    }
}

extension Diagnostic {
    static func ledgerReplaced(_ path: String) -> Diagnostic {
        Diagnostic(
            .ledgerReplaced,
            "`\(path)` was removed or replaced while it was in use",
            notes: ["what this run writes would be lost with the old file; nothing more is sent"],
            help: "bring the file back from where it was moved to, then run `runner resume`"
        )
    }
}
