import Diagnostics
import Ledgers

/// One fault or warning of a run with its place, without the line that it stands on.
struct RunProblem: Hashable, Sendable {
    /// What people type for the job that it is about; `nil` for the run as a whole.
    let job: String?
    /// The code's name.
    let code: String
    /// How grave it is.
    let severity: Diagnostic.Severity
    /// What is wrong.
    let message: String
    /// What is wrong at its place; `nil` when nothing is said of it.
    let label: String?
    /// `file:line:column`; `nil` when it has no place.
    let place: String?
    /// Facts.
    let notes: [String]
    /// An action.
    let help: String?

    /// Takes over a diagnostic.
    ///
    /// - Parameters:
    ///   - diagnostic: What was found.
    ///   - job: What people type for the job that it is about.
    ///   - sources: The texts that it points into.
    ///   - redact: Takes secrets out of text.
    init(_ diagnostic: Diagnostic, job: String? = nil, sources: [SourceText], redact: (String) -> String) {
        let diagnostic = diagnostic.clipped
        self.job = job
        code = diagnostic.code.name
        severity = diagnostic.severity
        message = redact(diagnostic.message)
        label = diagnostic.primary.flatMap { $0.text.isEmpty ? nil : redact($0.text) }
        place = diagnostic.primary.map { label in
            let position = sources.first { $0.name == label.span.file }?.position(at: label.span.start)
            return label.span.file + (position.map { ":\($0.line):\($0.column)" } ?? "")
        }
        notes = diagnostic.notes.map(redact)
        help = diagnostic.help.map(redact)
    }

    /// Takes over what is recorded of a fault that ended a run.
    ///
    /// - Parameter record: What is recorded.
    init(_ record: LedgerEvent.ProblemRecord) {
        job = nil
        code = record.code
        severity = .error
        message = record.message
        label = nil
        place = record.place
        notes = []
        help = nil
    }

    /// The message with what is said at its place, on one line.
    var headline: String {
        ReportText.line(message) + (label.map { ": " + ReportText.line($0) } ?? "")
    }

    /// Everything else that it says, a line for each thing.
    var remarks: [String] {
        let remarks = notes.map { ("note", $0) } + (help.map { [("help", $0)] } ?? [])
        return remarks.flatMap { kind, text in
            ReportText.lines(text).enumerated().map {
                $0.offset == 0 ? kind + ": " + $0.element : "  " + $0.element
            }
        }
    }
}
