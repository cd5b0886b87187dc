import Diagnostics
import JSONValues
import Ledgers
import Plans
import Secrets

/// An attempt for people: what it is, its times, the request, the answers, where it writes, what can be done.
struct AttemptText {
    private let history: AttemptHistory
    private let run: RunHistory?

    init(_ history: AttemptHistory, _ run: RunHistory?) {
        self.history = history
        self.run = run
    }

    /// The text.
    ///
    /// - Returns: Lines, cleaned of whatever acts on a terminal.
    /// - Throws: RN0605 when an entry cannot be understood.
    func text() throws(Diagnostic) -> String {
        let record = history.record
        let events = try history.events()
        var lines = [
            "\(Sanitizer.line(record.displayAddress))  attempt \(record.number)  \(record.state.rawValue)"
        ]
        func add(_ name: String, _ words: String?) {
            if let words { lines.append("  " + name.padded(to: 10) + Sanitizer.line(words, limit: 4000)) }
        }
        add("realm", record.realm)
        add("key", record.key)
        add("digest", record.runDigest)
        add("run", record.runID + (run.map(Self.words) ?? ""))
        add("as", identity(events))
        add("job", record.remoteID)
        add("link", record.link)
        let reason = record.reason?.split(separator: "\n").prefix(40) ?? []
        for (number, line) in reason.enumerated() { add(number == 0 ? "reason" : "", String(line)) }
        lines.append("  times")
        for (time, event) in events {
            if let step = Self.step(event) { lines.append("    \(time)  \(Sanitizer.line(step))") }
        }
        for (_, event) in events { lines += Self.exchange(event) }
        for (name, uri) in record.outputs.sorted(by: { $0.key < $1.key }) {
            add("output", "\(name) → \(uri)")
        }
        let entries = history.entries
        if let first = entries.first, let last = entries.last {
            add("entries", "\(first.sequence) to \(last.sequence), the newest with hash \(last.hash)")
        }
        for step in Self.nextSteps(record) { add("next", step) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func words(_ run: RunHistory) -> String {
        let record = run.record
        let commit = record.source.map { ", commit \(RunWords.commit($0))" } ?? ""
        return "  \(record.command) by \(record.user)@\(record.machine)\(commit)"
    }

    private func identity(_ events: [(time: String, event: LedgerEvent)]) -> String? {
        guard case .intent(let intent)? = events.first?.event, let credential = intent.credential else {
            return nil
        }
        let identity = run?.identities.first { $0.credential == credential }
        return identity.map(RunWords.identity) ?? "credential \(credential)"
    }

    /// What happened, in one line; `nil` for what is no step of the attempt.
    private static func step(_ event: LedgerEvent) -> String? {
        switch event {
        case .intent: return "intended"
        case .answered(_, let answer):
            let status = answer.httpStatus.map { "answered with \($0)" } ?? "no answer"
            return status + (answer.requestID.map { ", request id \($0)" } ?? "")
        case .submitted(_, let remoteID, _, let deployment):
            return "submitted as \(remoteID)" + (deployment.map { " to \($0)" } ?? "")
        case .observed(_, let state, let word):
            return state.rawValue == word.lowercased() ? state.rawValue : "\(state.rawValue) (\(word))"
        case .settled(_, let state, _): return state.rawValue
        case .unknown(_, let reason): return "unknown: \(reason)"
        case .noted(_, let note, let detail): return "\(note.words): \(detail)"
        case .runStarted, .authenticated, .runFinished: return nil
        }
    }

    /// A request or an answer with its body.
    private static func exchange(_ event: LedgerEvent) -> [String] {
        switch event {
        case .intent(let intent):
            let head = ["  request   POST \(Sanitizer.line(intent.target))"]
            return intent.body.isEmpty ? [] : head + body(intent.body)
        case .answered(_, let answer):
            let status = answer.httpStatus.map { "HTTP \($0)" } ?? "none"
            return ["  answer    \(status)"] + body(answer.body)
        case .submitted, .observed, .settled, .unknown, .noted, .runStarted, .authenticated, .runFinished:
            return []
        }
    }

    /// A body, laid out when it is JSON, at most 24 lines.
    private static func body(_ text: String) -> [String] {
        let value = try? JSONReader().read(Array(text.utf8))
        let laidOut = value.map { JSONWriter.text($0, .indented) } ?? text
        let lines = Sanitizer.clean(laidOut, limit: 16_000).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        let shown = lines.prefix(24).map { "    \($0)" }
        return lines.count > 24 ? shown + ["    … (\(lines.count - 24) lines more: -o json)"] : shown
    }

    private static func nextSteps(_ record: AttemptRecord) -> [String] {
        let address = record.displayAddress
        switch record.state {
        case .succeeded, .skipped: return []
        case .failed, .rejected:
            return ["mend the cause; `runner apply` makes a new attempt"]
        case .cancelled: return ["`runner apply` with `--rerun \(address)` runs it again"]
        case .submitted, .queued, .running: return ["`runner apply` again waits for it and sends nothing"]
        case .intent, .unknown, .lost:
            return [
                "look in the workspace for a job that writes to the same output",
                "there is one: `runner resolve \(address) --adopt ID`",
                "there is none: `runner resolve \(address) --absent`",
            ]
        }
    }
}

extension LedgerEvent.Note {
    /// What was noted, in a few words.
    fileprivate var words: String {
        switch self {
        case .adopted: "adopted"
        case .resent: "sent once more"
        case .held: "left for a person"
        case .cancelRequested: "asked to cancel"
        case .cancelAccepted: "the request to cancel was taken"
        case .cancelRefused: "the request to cancel was not taken"
        }
    }
}
