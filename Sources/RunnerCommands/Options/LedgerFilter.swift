import ArgumentParser
import Diagnostics
import Host
import Ledgers
import Plans

/// Which attempts or runs of a ledger a command is about.
struct LedgerFilter: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only attempts in this state (\(JobState.allCases.map(\.rawValue).joined(separator: ", "))); may be given several times.",
            valueName: "state"
        ),
        transform: LedgerFilter.state
    )
    var status: [JobState] = []

    @Option(help: ArgumentHelp("Only this manifest's.", valueName: "name"))
    var manifest: String?

    @Option(help: ArgumentHelp("Only this job's.", valueName: "address"))
    var job: String?

    @Option(
        help: ArgumentHelp(
            "Only what began then or later: 2026-11-20, a time of RFC 3339, or 24h ago.",
            valueName: "time"
        )
    )
    var since: MomentText?

    @Option(help: ArgumentHelp("Only what began before then.", valueName: "time"))
    var until: MomentText?

    /// The attempts that are meant.
    ///
    /// - Parameter now: What times such as `24h` are counted from.
    /// - Returns: The query.
    func attempts(now: Timestamp) -> AttemptQuery {
        AttemptQuery(
            manifest: manifest,
            address: job,
            states: Set(status),
            since: since?.moment(now: now).description,
            until: until?.moment(now: now).description
        )
    }

    /// The runs that are meant.
    ///
    /// - Parameter now: What times such as `24h` are counted from.
    /// - Returns: The query.
    func runs(now: Timestamp) -> RunQuery {
        RunQuery(
            manifest: manifest,
            since: since?.moment(now: now).description,
            until: until?.moment(now: now).description
        )
    }

    /// Whether everything is meant.
    var isEmpty: Bool { !isAboutAttempts && manifest == nil && since == nil && until == nil }

    private static func state(_ text: String) throws -> JobState {
        guard let state = JobState(rawValue: text) else {
            throw ValidationError("`\(text)` is no state; `runner help ledger list` names them")
        }
        return state
    }

    /// Whether anything is asked for that a run as a whole does not have.
    var isAboutAttempts: Bool { !status.isEmpty || job != nil }
}
