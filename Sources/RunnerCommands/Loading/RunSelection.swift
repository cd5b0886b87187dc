import Diagnostics
import Host
import Ledgers

/// Finds the run that a person means, among those that send jobs.
struct RunSelection {
    /// All of them, oldest first.
    let runs: [RunHistory]
    private let path: String

    /// The commands whose runs may send jobs.
    static let commands: Set<String> = ["apply", "resume", "retry"]

    /// Reads the runs.
    ///
    /// - Parameters:
    ///   - ledger: What has been recorded.
    ///   - path: The ledger's file, for messages.
    /// - Throws: RN0605 when the ledger cannot be read.
    init(_ ledger: any LedgerReader, at path: String) async throws(Diagnostic) {
        self.path = path
        self.runs = try await ledger.runs(matching: RunQuery()).filter {
            Self.commands.contains($0.record.command)
        }
    }

    /// The run of an id.
    ///
    /// - Parameter id: As it was typed.
    /// - Returns: The run.
    /// - Throws: RN0741 when there is none.
    func run(_ id: String) throws(Diagnostic) -> RunHistory {
        let id = id.lowercased()
        if let run = runs.first(where: { $0.record.runID == id }) { return run }
        throw Diagnostic(
            .noSuchRun,
            "the ledger `\(path)` has no run `\(id)` that sends jobs",
            help: "`runner ledger list --runs` shows what it has"
        )
    }

    /// The newest run.
    ///
    /// - Returns: The run.
    /// - Throws: RN0741 when there is none.
    func newest() throws(Diagnostic) -> RunHistory {
        if let run = runs.last { return run }
        throw Diagnostic(.noSuchRun, "the ledger `\(path)` has no run yet", help: "run `runner apply`")
    }

    /// The newest run that left something, unless a later one of the same manifests finished it.
    var unfinished: RunHistory? {
        var finished: Set<[String?]> = []
        for run in runs.reversed() {
            let manifests = run.record.manifests.map(\.name)
            switch run.exitStatus {
            case nil, 3, 130, 143: if !finished.contains(manifests) { return run }
            case 0, 1: finished.insert(manifests)
            default: break
            }
        }
        return nil
    }

    /// A run, those that it continues, and those that continue it.
    ///
    /// - Parameter run: The run.
    /// - Returns: Their ids.
    func family(of run: RunHistory) -> Set<String> {
        let parents = Dictionary(
            runs.map { ($0.record.runID, $0.record.parent) },
            uniquingKeysWith: { first, _ in first }
        )
        var family: Set<String> = [run.record.runID]
        var next = run.record.parent
        while let id = next, family.insert(id).inserted { next = parents[id] ?? nil }
        // Parents come before their children.
        for run in runs {
            if let parent = run.record.parent, family.contains(parent) { family.insert(run.record.runID) }
        }
        return family
    }
}
