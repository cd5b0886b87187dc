import Diagnostics

extension Diagnostic.Code {
    /// Nothing to read.
    static let noDocuments = Diagnostic.Code(
        "RN0721",
        "nothing to read",
        exitStatus: .noInput,
        explanation: """
            A path that was given leads to no manifest: an empty folder, or input beyond the limit of 64 MiB.

            Wrong: `runner plan empty-folder/`
            Right: `runner plan manifests/heart-disease.yaml`
            """
    )

    /// The document is not of the kind that the command takes.
    static let unexpectedKind = Diagnostic.Code(
        "RN0722",
        "not the kind of document that the command takes",
        exitStatus: .invalid,
        explanation: """
            `plan` and `apply` take documents of `kind: JobManifest`; `emulator --config` and `--emulator` take one of
            `kind: Emulator`. In a folder, documents of other kinds are passed over.

            Wrong: `runner apply manifests/emulator.yaml`
            Right: `runner apply manifests/heart-disease.yaml --emulator manifests/emulator.yaml`
            """
    )

    /// Two manifests of one command have the same name.
    static let manifestNameTwice = Diagnostic.Code(
        "RN0723",
        "two manifests have the same name",
        exitStatus: .invalid,
        explanation: """
            A job's address begins with its manifest's name, so the manifests of one command need different names.

            Wrong: two files with `metadata: { name: nightly }`
            Right: `nightly-eu` and `nightly-us`
            """
    )

    /// A code that nobody knows was to be explained.
    static let unknownCode = Diagnostic.Code(
        "RN0724",
        "no such code",
        exitStatus: .usage,
        explanation: """
            `runner explain` explains the codes that stand in brackets behind `error` and `warning`.

            Wrong: `runner explain 0203`
            Right: `runner explain RN0203`
            """
    )

    /// The ledger has nothing about what was asked for.
    static let nothingRecorded = Diagnostic.Code(
        "RN0725",
        "the ledger has nothing about it",
        exitStatus: .noInput,
        explanation: """
            `runner ledger show` takes a job's address, an attempt's key or a run's id that the ledger has.

            Wrong: `runner ledger show score`
            Right: `runner ledger show heart-disease/score`
            """
    )

    /// `--fail-if-nothing-ran` was given, and nothing ran.
    static let nothingRan = Diagnostic.Code(
        "RN0726",
        "nothing ran",
        exitStatus: .negative,
        explanation: """
            With `--fail-if-nothing-ran`, `apply` ends with 1 when every job was up to date: for schedulers that expect
            each run to do something. A job that recurs needs an occurrence that changes.

            Wrong: `rerun: once` for a nightly job
            Right: `rerun: { per: "${{ parameters.date }}" }` and `--set date=2026-11-21`
            """
    )

    /// A path that leads nowhere was to be explained.
    static let unknownPath = Diagnostic.Code(
        "RN0727",
        "no such path",
        exitStatus: .usage,
        explanation: """
            `runner explain` explains paths of documents as diagnostics write them: keys with dots between them, any
            name or `*` where names are free, `[]` for an item of a list.

            Wrong: `runner explain jobs.score.input`
            Right: `runner explain jobs.score.inputs`
            """
    )

    /// The codes of the commands.
    static let commandCodes = [
        noDocuments, unexpectedKind, manifestNameTwice, unknownCode, nothingRecorded, nothingRan,
        unknownPath,
    ]
}
