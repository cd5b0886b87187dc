import ArgumentParser
import Diagnostics
import Host
import JSONValues
import Ledgers
import Plans

/// `runner outputs`: where a job wrote.
struct OutputsCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "outputs",
        abstract: "Prints where jobs wrote: the output URIs of the latest attempt.",
        discussion: """
            One line for each output: the job, the output's name and its URI, with tabs between them; with a NAME the \
            URI alone. For a job that has not succeeded nothing is printed and the command ends with 3, or with 1 \
            when the job failed, unless --any is given.

            EXAMPLE
              runner outputs heart-disease/score predictions
            """
    )

    @Argument(help: "A manifest's name, a job's address, a run's id or an attempt's key.")
    var subject: String

    @Argument(help: "Only this output, its URI alone on the line.")
    var name: String?

    @Flag(help: "Also the outputs of jobs that have not succeeded.")
    var any = false

    @Option(help: ArgumentHelp("Not available yet: says what would fetch the files.", valueName: "folder"))
    var download: String?

    @Option(help: ArgumentHelp("Only this realm.", valueName: "realm"))
    var realm: String?

    @OptionGroup var ledger: LedgerOption
    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        do throws(Diagnostic) {
            let reader = try await SQLiteLedgerReader(at: ledger.path)
            let selection = try await AttemptSelection([subject], realm: realm, in: reader, at: ledger.path)
            let shown = selection.attempts.filter { any || $0.state == .succeeded }
            let places = shown.flatMap { OutputPlace.all(of: $0) }.filter { name == nil || $0.name == name }
            if let download { throw Diagnostic.cannotDownload(places, into: download) }
            if let name, places.isEmpty, !shown.isEmpty {
                throw Diagnostic.noSuchOutput(name, of: subject, among: shown)
            }
            write(places, to: context.host.console)
            let missing = selection.attempts.filter { record in !any && record.state != .succeeded }
            context.show(missing.map(Diagnostic.noOutputsYet), color: output.color)
            return missing.isEmpty ? .success : selection.exitStatus
        } catch {
            throw context.failure([error], color: output.color)
        }
    }

    private func write(_ places: [OutputPlace], to console: any Console) {
        switch output.output {
        case .text:
            let lines = places.map { place in
                name == nil ? "\(place.job)\t\(place.name)\t\(place.uri)\n" : place.uri + "\n"
            }
            console.writeOutput(lines.joined())
        case .json:
            let value = JSONValue.object([
                .init("format_version", "1.0"), .init("kind", "Outputs"),
                .init("outputs", .array(places.map(\.json))),
            ])
            console.writeOutput(JSONWriter.text(value, .indented) + "\n")
        }
    }
}

/// One output of an attempt.
private struct OutputPlace {
    let job: String
    let attempt: Int
    let name: String
    let uri: String

    static func all(of record: AttemptRecord) -> [OutputPlace] {
        record.outputs.sorted { $0.key < $1.key }.map { name, uri in
            OutputPlace(job: record.displayAddress, attempt: record.number, name: name, uri: uri)
        }
    }

    var json: JSONValue {
        [
            "address": .string(job), "attempt": .number(JSONNumber(attempt)), "name": .string(name),
            "uri": .string(uri),
        ]
    }
}

extension Diagnostic {
    fileprivate static func noSuchOutput(
        _ name: String,
        of subject: String,
        among attempts: [AttemptRecord]
    ) -> Diagnostic {
        let names = Set(attempts.flatMap(\.outputs.keys)).sorted()
        return Diagnostic(
            .nothingRecorded,
            "`\(subject)` has no output `\(name)`",
            help: names.isEmpty
                ? "no output of it has a place that the ledger knows"
                : "its outputs are " + names.map { "`\($0)`" }.joined(separator: ", ")
        )
    }

    fileprivate static func noOutputsYet(_ record: AttemptRecord) -> Diagnostic {
        Diagnostic(
            .noOutputsYet,
            "`\(record.displayAddress)` has not succeeded: attempt \(record.number) is \(record.state.rawValue)",
            notes: record.reason.map { [$0] } ?? [],
            help: "`--any` shows where it was to write"
        )
    }

    fileprivate static func cannotDownload(_ places: [OutputPlace], into folder: String) -> Diagnostic {
        Diagnostic(
            .needsStorage,
            "files cannot be fetched in this version",
            notes: places.map { "output `\($0.name)` of `\($0.job)` is at `\($0.uri)`" },
            help: "fetch them into `\(folder)` with an identity that has the role Storage Blob Data Reader, "
                + "such as `az storage blob download-batch` or `azcopy copy` do"
        )
    }
}
