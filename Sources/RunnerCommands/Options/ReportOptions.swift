import ArgumentParser

/// Where a run is reported beside what it shows.
struct ReportOptions: ParsableArguments {
    @Option(
        name: .customLong("report"),
        help: ArgumentHelp(
            "Write a report when the run is over: junit, json, html or markdown; may be given several times.",
            valueName: "kind=file"
        ),
        transform: { text in
            guard let list = RunReportDestination.list(text) else {
                let kinds = RunReportFormat.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError("--report takes KIND=FILE, with KIND one of \(kinds)")
            }
            return list
        }
    )
    private var lists: [[RunReportDestination]] = []

    @Option(
        help: ArgumentHelp(
            "Write an event for each change into this file, pipe or device: a JSON object a line.",
            valueName: "file"
        )
    )
    var eventsInto: String?

    /// The reports.
    var destinations: [RunReportDestination] { lists.flatMap { $0 } }

    func validate() throws {
        var paths: Set<[UInt8]> = []
        for path in destinations.map(\.path) + (eventsInto.map { [$0] } ?? [])
        where !paths.insert(Array(path.utf8)).inserted {
            throw ValidationError("`\(path)` is named for two reports")
        }
    }
}

/// How `apply` shows its result.
struct RunOutputOptions: ParsableArguments {
    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: "How the result is written to standard output; jsonl is an event for each change."
    )
    private var given: RunOutputFormat = .text

    @Option(name: .customLong("format"), help: .hidden)
    private var asFormat: RunOutputFormat?

    /// How the result is written to standard output.
    var output: RunOutputFormat { asFormat ?? given }

    @Option(help: "When to use colour on standard error and output. NO_COLOR is honoured.")
    var color: ColorChoice = .auto
}

/// The forms of a run's result.
enum RunOutputFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    case text
    case json
    case jsonl

    /// The form of what is no stream; `nil` for a stream.
    var document: OutputFormat? {
        switch self {
        case .text: .text
        case .json: .json
        case .jsonl: nil
        }
    }
}
