public import Diagnostics

extension Diagnostic.Code {
    /// A name of no job.
    public static let unknownJob = Diagnostic.Code(
        "RN0313",
        "unknown job",
        exitStatus: .invalid,
        explanation: """
            `needs`, and look-ups of another job's outputs, name a job under `jobs` in the same document.

            Wrong: `jobs: { prepare: … }` and `needs: [prepair]`

            Right: `jobs: { prepare: … }` and `needs: [prepare]`
            """
    )

    /// Jobs that wait for each other.
    public static let needsCycle = Diagnostic.Code(
        "RN0314",
        "jobs that wait for each other",
        exitStatus: .invalid,
        explanation: """
            A job is submitted when all that it needs has succeeded. Jobs that need each other, directly or by
            way of others, would wait for ever. A circle is reported once.

            Wrong: `a: { needs: [b] }` and `b: { needs: [a] }`

            Right: `a: { needs: [b] }` and `b: { needs: [] }`
            """
    )

    /// A matrix of too many jobs.
    public static let matrixTooLarge = Diagnostic.Code(
        "RN0315",
        "matrix too large",
        exitStatus: .invalid,
        explanation: """
            A matrix makes one job for each combination of its axes' values; at most 1000. The values stand in the
            jobs' addresses, which have room for 1024 bytes of them.

            Wrong: two axes of 100 values each

            Right: two axes of 30 values each, or several jobs
            """
    )

    /// More jobs than one manifest may have.
    public static let tooManyJobs = Diagnostic.Code(
        "RN0324",
        "too many jobs",
        exitStatus: .invalid,
        explanation: """
            One manifest comes to at most 100000 jobs, its matrices multiplied out.

            Wrong: 200 jobs, each with a matrix of 1000 combinations

            Right: two manifests, each with 100 of them
            """
    )

    /// An output whose place cannot be handed on.
    public static let outputNotKnown = Diagnostic.Code(
        "RN0325",
        "output that cannot be handed on",
        exitStatus: .invalid,
        explanation: """
            `jobs.NAME.outputs.OUTPUT.uri` is one URI, and it is known only where the other job declares one. With a
            matrix the other job has one for each of its combinations: a job sees the one of the combination that has
            its own values on every axis. So the other job may have only axes that this job has too, with all
            the values that this job has there; an axis with a single value need not be repeated.

            Wrong: `${{ jobs.score.outputs.table.uri }}` where `score` has `matrix: { region: [eu, us] }` and this
            job has no matrix

            Right: `matrix: { region: [eu, us] }` in both jobs
            """
    )

    /// A matrix with two values of one text.
    public static let matrixValueTwice = Diagnostic.Code(
        "RN0316",
        "matrix value twice",
        exitStatus: .invalid,
        explanation: """
            The jobs of a matrix are told apart by the text of their values, so no two values of an axis may
            have the same.

            Wrong: `matrix: { month: [1, "1"] }`

            Right: `matrix: { month: [1, 2] }`
            """
    )

    /// A look-up of an output of a job that need not have run.
    public static let outputOfUnneededJob = Diagnostic.Code(
        "RN0317",
        "output of a job that is not needed",
        exitStatus: .invalid,
        explanation: """
            A job can look up the outputs of those jobs only that stand in its own `needs`: others may not
            have run when it is submitted.

            Wrong: `uri: ${{ jobs.prepare.outputs.table.uri }}` in a job without `needs: [prepare]`

            Right: `needs: [prepare]` and `uri: ${{ jobs.prepare.outputs.table.uri }}`
            """
    )

    /// A look-up of an output that a job does not have.
    public static let unknownOutput = Diagnostic.Code(
        "RN0318",
        "unknown output",
        exitStatus: .invalid,
        explanation: """
            A look-up names an output that the other job does not declare.

            Wrong: `outputs: { table: … }` and `${{ jobs.prepare.outputs.tabel.uri }}`

            Right: `outputs: { table: … }` and `${{ jobs.prepare.outputs.table.uri }}`
            """
    )

    /// Attempts that would write over each other's output.
    public static let retryOverwrites = Diagnostic.Code(
        "RN0319",
        "attempts that write to one place",
        exitStatus: .invalid,
        explanation: """
            Azure ML fails a job whose output file exists. A job that is tried again must write each attempt
            to a place of its own.

            Wrong: `retry: { attempts: 3 }` and `uri: azureml://datastores/d/paths/predictions.csv`

            Right: `uri: azureml://datastores/d/paths/attempt-${{ attempt.number }}/predictions.csv`
            """
    )

    /// A text where a look-up was probably meant.
    public static let lookupMissing = Diagnostic.Code(
        "RN0331",
        "text where a look-up was probably meant",
        exitStatus: .invalid,
        explanation: """
            A text is the name of a look-up without `${{ }}` around it, or `rerun.per` looks nothing up and so
            is the same for ever. A warning of `validate` only.

            Wrong: `rerun: { per: parameters.date }`

            Right: `rerun: { per: "${{ parameters.date }}" }`
            """
    )
}
