import Diagnostics

extension Template.Lookup {
    /// The look-up without its braces, such as `attempt.number`.
    var name: String { String(description.dropFirst(4).dropLast(3)) }
}

extension Diagnostic {
    static func unclosedLookup(at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .unclosedLookup,
            "look-up without its end",
            at: Label(span, "opened here, and no `}}` follows"),
            help: "close it with `}}`; a text cannot hold `${{` for itself"
        )
    }

    static func malformedLookup(_ text: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .malformedLookup,
            text.isEmpty ? "empty look-up" : "`\(text.shortened)` is not a look-up",
            at: Label(span, "expected one name, such as `parameters.date`"),
            notes: ["look-ups have no functions, operators, quotes or indices"]
        )
    }

    static func unknownLookup(
        _ text: String,
        scope: LookupScope,
        parameters: ArraySlice<String>,
        at span: SourceSpan
    ) -> Diagnostic {
        var notes = [
            "these can be looked up: `parameters.NAME`, `matrix.AXIS`, `jobs.NAME.outputs.OUTPUT.uri`, "
                + "`occurrence`, `attempt.number`, `run.id`"
        ]
        let root = text.prefix { $0 != "." }
        if ["env", "environment", "secrets", "vars"].contains(root) {
            notes.append(
                "neither environment nor secrets can be looked up: declare a parameter and use `--set`"
            )
        }
        return Diagnostic(
            .unknownLookup,
            "unknown look-up `\(text.shortened)`",
            at: Label(span, "nothing of this name"),
            notes: notes,
            help: nearest(to: text, scope, parameters).map { "did you mean `\($0.shortened)`?" }
        )
    }

    /// What was probably meant.
    private static func nearest(to text: String, _ scope: LookupScope, _ parameters: ArraySlice<String>)
        -> String?
    {
        let names = text.split(separator: ".", omittingEmptySubsequences: false)
        if names.first == "jobs", names.count == 4, names[2] == "outputs" { return text + ".uri" }
        if names.first == "needs", names.count == 5 || names.count == 4, names[2] == "outputs" {
            return "jobs." + names[1...3].joined(separator: ".") + ".uri"
        }
        let fixed = ["occurrence", "attempt.number", "run.id"]
        let ofMatrix = scope.axes?.prefix(1000).map { "matrix." + $0 } ?? []
        return NearestName.among(fixed + ofMatrix + parameters.map { "parameters." + $0 }, to: text)
            ?? parameters.first { $0.utf8.elementsEqual(text.utf8) }.map { "parameters." + $0 }
    }

    static func unknownAxis(
        _ name: String,
        axes: [String]?,
        near: ArraySlice<String>,
        at span: SourceSpan
    ) -> Diagnostic {
        Diagnostic(
            .unknownLookup,
            "unknown look-up `matrix.\(name.shortened)`",
            at: Label(span, axes == nil ? "the job has no `matrix`" : "not an axis of the job's `matrix`"),
            notes: axes.map { [.declared("axes", $0)] } ?? [],
            help: NearestName.among(near, to: name).map { "did you mean `matrix.\($0)`?" }
        )
    }

    static func unknownJob(
        _ name: String,
        jobs: JobDirectory,
        near: ArraySlice<String>,
        at span: SourceSpan
    ) -> Diagnostic {
        Diagnostic(
            .unknownJob,
            "unknown job `\(name.shortened)`",
            at: Label(span, "not declared under `jobs`"),
            notes: [.declared("jobs", jobs.names)],
            help: NearestName.among(near, to: name).map { "did you mean `\($0)`?" }
        )
    }

    static func outputOfUnneededJob(_ name: String, _ scope: LookupScope, at span: SourceSpan) -> Diagnostic {
        if name == scope.job {
            return Diagnostic(
                .outputOfUnneededJob,
                "job `\(name.shortened)` looks up its own output",
                at: Label(span, "this job itself"),
                help: "write the address here as well"
            )
        }
        return Diagnostic(
            .outputOfUnneededJob,
            "job `\(scope.job.shortened)` looks up an output of `\(name.shortened)`, which it does not need",
            at: Label(span, "not among the job's `needs`"),
            notes: ["without it the two jobs run in any order"],
            help: scope.needs.isEmpty
                ? "add `needs: [\(name.shortened)]` to the job"
                : "add `\(name.shortened)` to the job's `needs`"
        )
    }

    static func unknownOutput(
        _ name: String,
        of job: String,
        declared: [String],
        near: ArraySlice<String>,
        at span: SourceSpan
    ) -> Diagnostic {
        Diagnostic(
            .unknownOutput,
            "job `\(job.shortened)` has no output `\(name.shortened)`",
            at: Label(span, "not declared under its `outputs`"),
            notes: [
                declared.isEmpty ? "the job declares no outputs" : .declared("outputs", declared)
            ],
            help: NearestName.among(near, to: name).map { "did you mean `\($0)`?" }
        )
    }

    static func unplacedOutput(_ name: String, of job: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .outputNotKnown,
            "job `\(job.shortened)` does not say where output `\(name.shortened)` goes",
            at: Label(span, "an output without `uri`"),
            notes: ["the workspace then chooses a place, which nobody knows before"],
            help: "give the output a `uri`"
        )
    }

    static func ambiguousOutput(
        _ ambiguity: JobDirectory.Ambiguity,
        of job: String,
        _ scope: LookupScope,
        at span: SourceSpan
    ) -> Diagnostic {
        switch ambiguity {
        case .manyValues(let axis, let count):
            Diagnostic(
                .outputNotKnown,
                "job `\(job.shortened)` has \(count) outputs of this name, one for each `\(axis.shortened)`",
                at: Label(span, "which of them is not said"),
                notes: ["a job sees the output of the combination that has its own values"],
                help: "give `\(scope.job.shortened)` the axis `\(axis.shortened)` too"
            )
        case .noValue(let axis, let value):
            Diagnostic(
                .outputNotKnown,
                "job `\(job.shortened)` has no combination with `\(axis.shortened)` `\(value.shortened)`",
                at: Label(span, "`\(scope.job.shortened)` has one"),
                notes: ["a job sees the output of the combination that has its own values"],
                help: "give both jobs the same values on `\(axis.shortened)`"
            )
        }
    }

    static func unknownParameter(
        _ name: String,
        declared: [String],
        near: ArraySlice<String>,
        at span: SourceSpan
    ) -> Diagnostic {
        Diagnostic(
            .unknownParameter,
            "unknown parameter `\(name.shortened)`",
            at: Label(span, "not declared under `parameters`"),
            notes: [.declared("parameters", declared)],
            help: NearestName.among(near, to: name).map {
                "did you mean `parameters.\($0)`?"
            }
        )
    }

    static func lookupNotAllowed(
        _ message: String,
        label: String,
        at span: SourceSpan,
        help: String? = nil
    ) -> Diagnostic {
        Diagnostic(.lookupNotAllowedHere, message, at: Label(span, label), help: help)
    }
}
