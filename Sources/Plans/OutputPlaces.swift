public import Diagnostics
public import Manifests

/// Outputs of one manifest that go to the same place whatever is looked up: their addresses are written alike.
public struct OutputPlaces: Sendable {
    private let jobs: [Job]

    /// Looks at some jobs.
    ///
    /// - Parameter jobs: Jobs of one manifest.
    public init(_ jobs: [Job]) { self.jobs = jobs }

    /// RN0369 for each output that has an earlier one's address, in order.
    ///
    /// Occurrences and values of a matrix differ from job to job, so addresses with them are passed over.
    public var warnings: [Diagnostic] {
        var first: [String: (job: Job, output: Job.Output, span: SourceSpan)] = [:]
        var warnings: [Diagnostic] = []
        for job in jobs {
            for output in job.outputs {
                guard let uri = output.uri, uri.lookups.allSatisfy(Self.isShared) else { continue }
                if let other = first[uri.notation] {
                    warnings.append(
                        .writtenTwice(output, at: uri.span, as: other.output, of: other.job, at: other.span)
                    )
                } else {
                    first[uri.notation] = (job, output, uri.span)
                }
            }
        }
        return warnings
    }

    private static func isShared(_ lookup: Template.Lookup) -> Bool {
        switch lookup {
        case .parameter, .attemptNumber, .runID: true
        case .occurrence, .matrix, .output: false
        }
    }
}

extension Diagnostic {
    static func writtenTwice(
        _ output: Job.Output,
        at span: SourceSpan,
        as other: Job.Output,
        of job: Job,
        at first: SourceSpan
    ) -> Diagnostic {
        Diagnostic(
            .outputWrittenTwice,
            severity: .warning,
            "output `\(output.name.value)` goes where output `\(other.name.value)` of job `\(job.name.value)` goes",
            at: Label(span, "the same address"),
            secondary: [Label(first, "first")],
            notes: ["Azure ML fails a job whose output file exists"],
            help: "give each output a place of its own"
        )
    }
}
