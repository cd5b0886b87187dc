import JSONValues

/// A plan as it is shown and saved: everything that a reviewer sees of it, and nothing secret.
///
/// Made of a plan that has just been made or of a file that one was saved in, so that both look the same.
struct PlanDocument: Sendable {
    /// The manifest's name.
    let manifest: String
    /// The manifest's file, as it was typed.
    let file: String
    /// The lineage of the ledger that it was compared with; `nil` when it was compared with none.
    let lineage: String?
    /// What a review can be held against.
    let planDigest: String
    /// The manifest's labels, an object.
    let labels: JSONValue
    /// The jobs that are selected, in the manifest's order.
    let jobs: [Job]
    /// The credentials in use, an object each.
    let credentials: [JSONValue]
    /// What the ledger knows and the manifest no longer has.
    let departed: [Departed]

    /// One job.
    struct Job: Sendable {
        /// The job's address.
        let address: String
        /// The entry of the manifest's `jobs` that it is of.
        let entry: String
        /// Whether that entry has a matrix.
        let isMatrix: Bool
        /// The decision's name.
        let decision: DecisionName
        /// The decision in words.
        let why: String
        /// More words on the decision.
        let details: [String]
        /// What differs from the latest attempt.
        let changes: [FieldDifference]
        /// The latest attempt, an object or `null`.
        let previous: JSONValue
        /// The number of the attempt that would be sent.
        let attempt: Int?
        /// The entries that it needs, by their addresses.
        let needs: [String]
        /// Where it runs.
        let realm: String
        /// The occurrence.
        let occurrence: String?
        /// The endpoint's name.
        let endpoint: String
        /// The credential's name.
        let credential: String
        /// The hosts that see the credential's tokens; patterns where they are looked up.
        let credentialHosts: [String]
        /// What the remote job is, as a digest.
        let runDigest: String
        /// What the manifest says of it beside what the remote job is: labels, timeouts, `rerun`.
        let terms: JSONValue
        /// Things to look at.
        let warnings: [String]
        /// What the remote job is: what the digest is of.
        let run: @Sendable () -> JSONValue
        /// The request as it would be sent, put together when it is asked for.
        ///
        /// `nil` when nothing is sent.
        let request: @Sendable () -> Request?

        /// Whether something would be sent.
        var sends: Bool { decision.sends }
    }

    /// A request with references in place of secrets.
    struct Request: Sendable {
        let method: String
        let url: String
        let headers: [(name: String, value: String)]
        let body: JSONValue
    }

    /// A job that only the ledger knows.
    struct Departed: Sendable {
        let address: String
        let state: String
        let attempt: Int
    }

    /// What would be done with a job.
    enum DecisionName: String, CaseIterable, Sendable {
        case notCompared
        case new
        case changed
        case upToDate
        case takeUp
        case again
        case leave
        case unsettled

        /// Whether something would be sent.
        var sends: Bool {
            switch self {
            case .notCompared, .new, .changed, .again: true
            case .upToDate, .takeUp, .leave, .unsettled: false
            }
        }

        /// `+` sends, `~` sends because something changed, `…` waits, `=` does nothing, `?` cannot know.
        var sign: String {
            switch self {
            case .notCompared, .new, .again: "+"
            case .changed: "~"
            case .takeUp: "…"
            case .upToDate, .leave: "="
            case .unsettled: "?"
            }
        }

        /// The decision in a word or two, for counting.
        var word: String {
            switch self {
            case .notCompared: "to submit"
            case .upToDate: "up to date"
            case .takeUp: "taken up"
            case .leave: "left as it is"
            default: rawValue
            }
        }
    }

    /// Whether `apply` would send something.
    var sends: Bool { jobs.contains(where: \.sends) }

    /// The jobs of each entry of the manifest, in order.
    var entries: [ArraySlice<Job>] {
        var entries: [ArraySlice<Job>] = []
        var start = 0
        while start < jobs.count {
            let end = jobs[start...].firstIndex { $0.entry != jobs[start].entry } ?? jobs.count
            entries.append(jobs[start..<end])
            start = end
        }
        return entries
    }

    /// How many jobs there are of each decision, in the order in which they come up.
    static func counts(_ jobs: some Sequence<Job>) -> String {
        var order: [DecisionName] = []
        var counts: [DecisionName: Int] = [:]
        for job in jobs {
            if counts[job.decision] == nil { order.append(job.decision) }
            counts[job.decision, default: 0] += 1
        }
        return order.map { "\(counts[$0] ?? 0) \($0.word)" }.joined(separator: ", ")
    }
}

/// How many jobs a plan has of each sort.
struct PlanSummary {
    private(set) var submits = 0
    private(set) var takesUp = 0
    private(set) var upToDate = 0
    private(set) var left = 0
    private(set) var unsettled = 0

    /// Counts.
    ///
    /// - Parameter plans: The plans.
    init(_ plans: [PlanDocument]) {
        for job in plans.lazy.flatMap(\.jobs) {
            switch job.decision {
            case .notCompared, .new, .changed, .again: submits += 1
            case .takeUp: takesUp += 1
            case .upToDate: upToDate += 1
            case .leave: left += 1
            case .unsettled: unsettled += 1
            }
        }
    }

    /// The counts in words, such as `1 to submit, 0 to take up, 2 up to date`.
    var counts: String {
        var parts = ["\(submits) to submit", "\(takesUp) to take up", "\(upToDate) up to date"]
        if left > 0 { parts.append("\(left) left as they are") }
        if unsettled > 0 { parts.append("\(unsettled) unsettled") }
        return parts.joined(separator: ", ")
    }

    /// One line.
    var text: String { "Plan: " + counts + "." }

    /// The counts as JSON.
    var value: JSONValue {
        [
            "submit": .number(JSONNumber(submits)),
            "takeUp": .number(JSONNumber(takesUp)),
            "upToDate": .number(JSONNumber(upToDate)),
            "left": .number(JSONNumber(left)),
            "unsettled": .number(JSONNumber(unsettled)),
        ]
    }
}
