/// Every way in which words of a run can leave the process, with what stands in front of it.
///
/// `SinkTests` checks the list: a source file that writes somewhere and is not named here fails a test, and so does a
/// sink that the canary test does not look into. A command has no way around: the machine that it is given has
/// `RedactingConsole` and `RedactingFileSystem` in front, and its ledger is opened with the same redactor.
enum Sink: String, CaseIterable {
    /// Standard output: data, plans, reports of findings, checks of credentials, secrets and hosts, exports.
    case output
    /// Standard error: diagnostics, progress, the live table.
    case error
    /// The ledger's entries, and with them what `ledger show`, `list` and `export` tell later.
    case ledger
    /// What the ledger did not take, in the file beside it.
    case emergencyRecord
    /// Reports of runs: `--report json`, `junit`, `markdown`, `html`.
    case report
    /// Lines of events: `--events-into`.
    case eventStream
    /// The manifests that `init` and `import` write.
    case newManifest
    /// Rows that an emulated job wrote, and the folders for them.
    case emulatedOutput
    /// What programs are told that are started: the scoring process, the Azure CLI, Git.
    case childProcess
    /// What is sent to hosts; the one place where secrets belong.
    case network
    /// What a log would take: none is written, and what libraries would log goes nowhere.
    case log
    /// What the runtime says when the program ends by a fault of its own.
    case crash

    /// The source files, below `Sources`, in which bytes leave by this way.
    var writers: Set<String> {
        switch self {
        case .output, .error:
            [
                "Host/SystemConsole.swift",
                // Scripts of Python that are written, and in which Python prints.
                "RunnerCommands/Equivalents/CurlScript.swift",
                "RunnerCommands/Equivalents/PythonScript.swift",
            ]
        case .ledger:
            [
                "Ledgers/SQLite/GroupWriter.swift", "Ledgers/SQLite/LedgerConnection.swift",
                "Ledgers/SQLite/LedgerMigration.swift", "Ledgers/SQLite/LedgerPlace.swift",
                // Makes a file that is locked and stays empty.
                "Ledgers/SQLite/LedgerPresence.swift", "Ledgers/SQLite/LedgerTable.swift",
                "Ledgers/SQLite/LedgerTable+Leases.swift", "Ledgers/SQLite/SQLiteLedger+Leases.swift",
                "Ledgers/SQLite/SQLiteLedger.swift",
            ]
        case .emergencyRecord: ["Ledgers/PrivateAppender.swift"]
        case .report:
            ["Host/SystemFileSystem+Writing.swift", "RunnerCommands/Reports/Runs/RunReporting.swift"]
        case .eventStream:
            ["Host/SystemLineFile.swift", "RunnerCommands/Reports/Runs/EventStream.swift"]
        case .newManifest:
            [
                "Host/SystemFileSystem+Writing.swift", "RunnerCommands/Commands/ImportCommand.swift",
                "RunnerCommands/Commands/InitCommand.swift",
            ]
        case .emulatedOutput:
            ["Emulator/Jobs/JobRunner.swift", "RunnerCommands/Loading/RehearsalFiles.swift"]
        case .childProcess: ["Emulator/Scoring/ScoringWorker.swift", "Host/SystemCommandRunner.swift"]
        case .network: ["Transport/AsyncHTTPTransport.swift", "Transport/DirectExchange.swift"]
        case .log: ["Emulator/Server/EmulatorServer.swift"]
        case .crash:
            [
                "Credentials/Entra/EntraTokenRequest.swift",
                "Credentials/ManagedIdentity/IdentityService.swift",
                "Engines/AzureML/AzureMLFrontEnd.swift", "Engines/AzureML/AzureMLJobRequest.swift",
                "Engines/AzureML/AzureMLLocation.swift", "Execution/Asking.swift",
                "Execution/JobWork+Submitting.swift", "Execution/JobWork.swift",
                "Execution/LeaseKeeper.swift",
                "HTTPExchange/CertificateThumbprint.swift", "Host/Watching/FileSignal.swift",
                "Manifests/Schema/Explanation/SchemaExplainer.swift",
                "Manifests/Schema/SchemaCatalog.swift", "Plans/JobGraph.swift",
                "RunnerCommands/Equivalents/EquivalentJob.swift", "RunnerCommands/PlanAuthorizer.swift",
            ]
        }
    }

    /// What keeps secrets from it.
    var guardian: String {
        switch self {
        case .output, .error: "RedactingConsole"
        case .ledger: "RedactingTransport, and SQLiteLedger, which is opened with the command's redactor"
        case .emergencyRecord: "LedgerEvent.redacted, as for the ledger"
        case .report, .eventStream: "RedactingFileSystem"
        case .newManifest: "RedactingFileSystem; a template with the names that were asked for"
        case .emulatedOutput: "written by a child that has no secret, see ScoringEnvironment"
        case .childProcess: "no secret in arguments; a short list of variables in the environment"
        case .network: "HostAllowance: a credential goes to the hosts of its kind and cloud"
        case .log: "a logger that writes nowhere"
        case .crash: "messages are literals; cores are off and the memory is closed, see ProcessMemory"
        }
    }
}
