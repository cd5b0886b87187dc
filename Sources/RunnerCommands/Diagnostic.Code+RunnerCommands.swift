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
            `runner ledger show`, `status`, `outputs` and `logs` take a job's address, an attempt's key or a run's id
            that the ledger has, most of them a manifest's name too.

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

    /// A job whose outputs were asked for has not succeeded.
    static let noOutputsYet = Diagnostic.Code(
        "RN0728",
        "no outputs yet",
        exitStatus: .unfinished,
        explanation: """
            `runner outputs` prints where jobs wrote that succeeded, so that a script never reads half of a result. The
            ledger knows what `apply` saw last: apply again, which takes up what is unfinished.

            Wrong: `runner outputs nightly/score` while the job runs
            Right: `runner apply nightly.yaml && runner outputs nightly/score predictions`
            """
    )

    /// Files would have to be fetched from storage.
    static let needsStorage = Diagnostic.Code(
        "RN0729",
        "needs to read storage",
        exitStatus: .unavailable,
        explanation: """
            A job's files stand in the workspace's storage, for which another token and another role are needed. This
            version prints where they are and fetches none.

            Wrong: `runner outputs nightly/score --download results`
            Right: `az storage blob download-batch` or `azcopy copy` with what `runner outputs nightly/score` prints
            """
    )

    /// Logs would have to be read from the run history.
    static let needsRunHistory = Diagnostic.Code(
        "RN0730",
        "needs the run history",
        exitStatus: .unavailable,
        explanation: """
            A job's logs stand in the workspace's run history, which this version does not read. `runner logs` prints
            the job's page and the reason that its document gives.

            Wrong: to wait for `runner logs` to print the log
            Right: `az ml job stream --name JOB`, or the page that `runner logs` prints
            """
    )

    /// A script without a call to import.
    static let nothingToImport = Diagnostic.Code(
        "RN0731",
        "nothing to import",
        exitStatus: .noInput,
        explanation: """
            `runner import` looks for `az ml batch-endpoint invoke` in a shell script, also within `$(…)`, or takes it as a
            command line after `--`. Calls that the script makes by a variable (`$AZ ml …`) are not seen.

            Wrong: `runner import endpoint.yml`
            Right: `runner import deploy-and-run.sh --out nightly.yaml`
            """
    )

    /// Something of a call has no place in a manifest.
    static let notCarriedOver = Diagnostic.Code(
        "RN0732",
        "not carried over",
        exitStatus: .invalid,
        explanation: """
            `runner import` says what a call had and the manifest has not, or what a person has to look at: folders of the
            script's own machine, which `az` uploads each time; values that only the running script knows; settings that
            the service does not take.

            Wrong: `--input ./data`
            Right: `--input azureml://datastores/workspaceblobstore/paths/data`
            """
    )

    /// There is no such run, or none that was interrupted.
    static let noSuchRun = Diagnostic.Code(
        "RN0741",
        "no such run",
        exitStatus: .noInput,
        explanation: """
            `resume` and `retry` go by what the ledger has of a run: the files of its manifests, its `--set`, `--select` and
            `--emulator`. There is no run of that id, or it was none that sends jobs.

            Wrong: `runner retry 4711`
            Right: `runner ledger list --runs`, then `runner retry` with an id of it
            """
    )

    /// The manifest of a run is not there any more.
    static let manifestNotAtHand = Diagnostic.Code(
        "RN0742",
        "manifest is not at hand",
        exitStatus: .noInput,
        explanation: """
            A ledger has the name and the digest of each manifest, not its text: `wait`, `resume` and `retry` read the file
            again, by the path that the run was given, from the folder that they are started in.

            Wrong: `runner resume` in another folder, or after `runner apply -`
            Right: `runner resume` where `apply` was started
            """
    )

    /// The manifest of a run is another one by now.
    static let manifestChanged = Diagnostic.Code(
        "RN0743",
        "manifest has changed since the run",
        exitStatus: .blocked,
        explanation: """
            `resume` goes on with what was begun, so the manifest must be the one that was begun with, byte for byte.
            Otherwise jobs would be sent that the run never meant.

            Wrong: to edit the manifest of an interrupted run and then `runner resume`
            Right: `runner apply`, which takes up what is unfinished and sends what changed
            """
    )

    /// The codes of the commands.
    static let commandCodes = [
        noDocuments, unexpectedKind, manifestNameTwice, unknownCode, nothingRecorded, nothingRan,
        unknownPath, noOutputsYet, needsStorage, needsRunHistory, nothingToImport,
        notCarriedOver, noSuchRun, manifestNotAtHand, manifestChanged,
    ]
}
