import Diagnostics
import Manifests

/// Whether a job that replaces others can: only an endpoint that is looked up has a place to cancel at.
struct AzureMLReplacementCheck {
    private let job: Job
    private let endpoint: Endpoint.AzureMLBatch

    /// Prepares the check.
    ///
    /// - Parameters:
    ///   - job: The job.
    ///   - endpoint: Its endpoint.
    init(_ job: Job, on endpoint: Endpoint.AzureMLBatch) {
        self.job = job
        self.endpoint = endpoint
    }

    /// Reports.
    ///
    /// - Parameter problems: Where faults are added: RN0506.
    func report(into problems: inout [Diagnostic]) {
        guard let concurrency = job.concurrency, concurrency.rule == .replace,
            case .scoringURI = endpoint.place
        else { return }
        problems.append(.cannotReplace(job, at: concurrency.ruleSpan ?? concurrency.group.span))
    }
}

extension Diagnostic {
    static func cannotReplace(_ job: Job, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .replacementNeedsWorkspace,
            "`\(job.name.value)` cannot replace another job at `\(job.endpoint.value)`",
            at: Label(span, "asks for jobs to be cancelled"),
            notes: [
                "only the resource manager cancels jobs, and `scoringUri` does not say where that knows the endpoint"
            ],
            help: "name the endpoint by `workspace` and `name`, or queue: `onConflict: queue`"
        )
    }
}
