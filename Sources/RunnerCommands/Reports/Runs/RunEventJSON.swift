import Diagnostics
import Execution
import Host
import JSONValues
import Plans

/// Lines of a stream of events: one JSON object a line, described by `schemas/reports/run-event.v1.schema.json`.
///
/// The first line says which version the form has. Numbers count from 1 without a gap, so that a reader sees what it
/// missed.
struct RunEventJSON: Sendable {
    private let runID: String
    private var sequence = 0

    /// How grave a line is.
    private enum Level: String {
        case info
        case warning
        case error
    }

    /// Begins a stream.
    ///
    /// - Parameter runID: The run's id.
    init(runID: String) { self.runID = runID }

    /// The first line.
    ///
    /// - Parameter time: When the run began.
    /// - Returns: The line, with its line feed.
    mutating func version(at time: Timestamp) -> String {
        line(
            "version",
            .info,
            time,
            nil,
            [
                .init("format_version", "1.0"), .init("kind", "RunEvents"),
                .init("toolVersion", .string(RunnerVersion.number)),
            ]
        )
    }

    /// A job that the run has to do with.
    ///
    /// - Parameters:
    ///   - job: The job.
    ///   - decision: What is done with it, in a word.
    ///   - time: When that was known.
    /// - Returns: The line, with its line feed.
    mutating func planned(_ job: RunChronicle.Job, decision: String, at time: Timestamp) -> String {
        line(
            "job.planned",
            .info,
            time,
            job.name,
            [.init("endpoint", .string(job.endpoint)), .init("decision", .string(decision))]
        )
    }

    /// A change.
    ///
    /// - Parameters:
    ///   - event: What happened.
    ///   - name: What people type for the job.
    /// - Returns: The line, with its line feed; `nil` for what is no change.
    mutating func change(_ event: RunEvent, of name: String) -> String? {
        switch event.change {
        case .intended(let number):
            line("job.intent", .info, event.time, name, [.init("attempt", .number(JSONNumber(number)))])
        case .retrying(let delay, let why):
            line(
                "job.retrying",
                .warning,
                event.time,
                name,
                [
                    .init("afterSeconds", .number(JSONNumber(Int(delay.components.seconds)))),
                    .init("reason", .string(why)),
                ]
            )
        case .submitted(let remoteID, let link):
            line(
                "job.submitted",
                .info,
                event.time,
                name,
                [.init("remoteID", .string(remoteID)), .init("link", .optional(link))]
            )
        case .takenUp(let remoteID):
            line("job.takenUp", .info, event.time, name, [.init("remoteID", .string(remoteID))])
        case .reconciling(let number):
            line(
                "job.reconciling",
                .warning,
                event.time,
                name,
                [.init("attempt", .number(JSONNumber(number)))]
            )
        case .adopted(let remoteID):
            line("job.adopted", .info, event.time, name, [.init("remoteID", .string(remoteID))])
        case .resending(let number):
            line(
                "job.resending",
                .warning,
                event.time,
                name,
                [.init("attempt", .number(JSONNumber(number)))]
            )
        case .changed(let state, let word):
            line(
                "job.state",
                .info,
                event.time,
                name,
                [.init("state", .string(state.rawValue)), .init("word", .string(word))]
            )
        case .trouble(let why):
            line("job.trouble", .warning, event.time, name, [.init("reason", .string(why))])
        case .waiting:
            nil
        case .cancelling(let remoteID):
            line("job.cancelling", .warning, event.time, name, [.init("remoteID", .string(remoteID))])
        case .notCancelled(let why):
            line("job.notCancelled", .warning, event.time, name, [.init("reason", .string(why))])
        case .finished(let outcome):
            finished(outcome, event.time, name)
        }
    }

    /// What was wrong.
    ///
    /// - Parameters:
    ///   - problem: The fault or warning.
    ///   - time: When it was known.
    /// - Returns: The line, with its line feed.
    mutating func diagnostic(_ problem: RunProblem, at time: Timestamp) -> String {
        line(
            "diagnostic",
            problem.severity == .error ? .error : .warning,
            time,
            nil,
            [.init("diagnostic", RunJSONReport.value(problem))]
        )
    }

    /// The last line.
    ///
    /// - Parameter report: What the run did.
    /// - Returns: The line, with its line feed.
    mutating func summary(_ report: RunReport) -> String {
        let totals = report.counts.map {
            JSONValue.Member($0.ending.rawValue, .number(JSONNumber($0.count)))
        }
        return line(
            "run.summary",
            report.status == .success ? .info : .error,
            report.ended,
            nil,
            [
                .init("totals", .object([.init("jobs", .number(JSONNumber(report.jobs.count)))] + totals)),
                .init(
                    "ledger",
                    report.ledger.map { ["file": .string($0.file), "head": .optional($0.head)] } ?? .null
                ),
                .init("exit", ExitJSON.value(report.status)),
            ]
        )
    }

    private mutating func finished(_ outcome: JobOutcome, _ time: Timestamp, _ name: String) -> String {
        let level: Level =
            switch outcome.standing {
            case .succeeded: .info
            case .failed: .error
            case .open, .unsent: .warning
            }
        return line(
            "job.finished",
            level,
            time,
            name,
            [
                .init("ending", .string(outcome.ending.rawValue)),
                .init("attempt", outcome.number.map { .number(JSONNumber($0)) } ?? .null),
                .init("remoteID", .optional(outcome.remoteID)),
                .init("link", .optional(outcome.link)),
                .init("reason", .optional(outcome.reason)),
                .init("outputs", .object(outcome.outputs.map { .init($0.name, .string($0.uri)) })),
            ]
        )
    }

    private mutating func line(
        _ type: String,
        _ level: Level,
        _ time: Timestamp,
        _ job: String?,
        _ members: [JSONValue.Member]
    ) -> String {
        sequence += 1
        let frame: [JSONValue.Member] = [
            .init("seq", .number(JSONNumber(sequence))), .init("time", .string(time.description)),
            .init("type", .string(type)), .init("level", .string(level.rawValue)),
            .init("run", .string(runID)),
        ]
        let name = job.map { [JSONValue.Member("job", .string($0))] } ?? []
        return ReportText.harmless(json: JSONWriter.text(.object(frame + name + members))) + "\n"
    }
}
