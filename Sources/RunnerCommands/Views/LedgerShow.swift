import Diagnostics
import Host
import JSONValues
import Ledgers
import Plans
import Secrets

/// Shows everything that stands about some attempts and their runs.
struct LedgerShow {
    let console: any Console
    let format: OutputFormat
    let lineage: String
    /// The runs that continue or repeat the one that is shown.
    var children: [RunHistory] = []

    /// Shows them.
    ///
    /// - Parameters:
    ///   - attempts: The attempts, oldest first.
    ///   - runs: The runs that intended them.
    ///   - isAboutRun: Whether a run was asked for: it comes first, and its attempts in a line each.
    /// - Throws: RN0605 when an entry cannot be understood.
    func show(_ attempts: [AttemptHistory], of runs: [RunHistory], isAboutRun: Bool) throws(Diagnostic) {
        switch format {
        case .text:
            var parts: [String] = []
            if isAboutRun {
                for run in runs { parts.append(RunText(run, attempts.map(\.record), children).text) }
            } else {
                for attempt in attempts {
                    let run = runs.first { $0.record.runID == attempt.record.runID }
                    parts.append(try AttemptText(attempt, run).text())
                }
            }
            console.writeOutput(parts.joined(separator: "\n"))
        case .json:
            let histories = attempts.map { attempt in
                JSONValue.object([
                    .init("attempt", attempt.record.json),
                    .init("canonicalText", .string(attempt.record.canonicalText)),
                    .init("entries", .array(attempt.entries.map(\.json))),
                ])
            }
            let value = JSONValue.object([
                .init("format_version", "1.0"), .init("kind", "AttemptHistories"),
                .init("lineage", .string(lineage)), .init("runs", .array(runs.map(\.json))),
                .init("children", .array(children.map(\.json))),
                .init("attempts", .array(histories)),
            ])
            console.writeOutput(ControlText.json(value, .indented) + "\n")
        }
    }
}

/// A run for people.
struct RunText {
    private let run: RunHistory
    private let attempts: [AttemptRecord]
    private let children: [RunHistory]

    init(_ run: RunHistory, _ attempts: [AttemptRecord], _ children: [RunHistory] = []) {
        self.run = run
        self.attempts = attempts
        self.children = children
    }

    var text: String {
        let record = run.record
        var lines = ["run \(record.runID)  \(record.command)  \(RunWords.ending(run))"]
        func add(_ name: String, _ words: String) {
            lines.append("  " + name.padded(to: 10) + Sanitizer.line(words, limit: 4000))
        }
        add("began", run.startedAt)
        if let finishedAt = run.finishedAt { add("ended", finishedAt) }
        add("by", "\(record.user)@\(record.machine), runner \(record.toolVersion)")
        if let parent = record.parent { add("parent", parent) }
        for child in children {
            add("child", "\(child.record.runID)  \(child.record.command)  \(RunWords.ending(child))")
        }
        if let given = record.given {
            for value in given.values { add("set", value) }
            for pattern in given.selection { add("select", pattern) }
        }
        if let ci = record.ci {
            add(
                "ci",
                [ci.system, ci.jobURL, ci.actor.map { "by \($0)" }].compactMap { $0 }.joined(separator: "  ")
            )
        }
        if let source = record.source {
            let differs = source.isDirty.map { $0 ? "with changes" : "as committed" } ?? "changes not known"
            add("commit", "\(source.commit)  \(differs)")
        }
        for manifest in record.manifests {
            let words = [manifest.name, manifest.file, manifest.digest, manifest.planDigest]
            add("manifest", words.compactMap { $0 }.joined(separator: "  "))
        }
        for identity in run.identities { add("as", RunWords.identity(identity)) }
        for problem in run.problems {
            let place = problem.place.map { "  at \($0)" } ?? ""
            add("problem", "\(problem.code): \(problem.message)\(place)")
        }
        for attempt in attempts {
            let job = attempt.remoteID.map { " as \($0)" } ?? ""
            add(
                "attempt",
                "\(attempt.displayAddress)  attempt \(attempt.number)  \(attempt.state.rawValue)\(job)"
            )
        }
        for problem in Set(run.problems.map(\.code)).sorted() {
            add("next", "runner explain \(problem)")
        }
        if run.exitStatus == nil {
            add("next", "if it no longer runs: `runner resume \(record.runID)` takes up what it began")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension String {
    /// The text, filled with blanks up to a width.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
