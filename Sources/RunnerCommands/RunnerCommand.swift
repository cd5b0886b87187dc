import ArgumentParser

/// `runner`: the root of all commands.
struct RunnerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runner",
        abstract: "Runs the jobs that a manifest declares: once, on record, as reviewed.",
        discussion: """
            A manifest names credentials, endpoints and jobs. `validate` checks it, `plan` shows what would run and \
            why, `apply` submits what is new, waits, and writes a ledger.

            Every option can also be given by an environment variable: --ledger by RUNNER_LEDGER, and so on.

            EXAMPLE
              runner plan manifests/heart-disease.yaml
            """,
        version: RunnerVersion.number,
        subcommands: [
            ValidateCommand.self, PlanCommand.self, ShowCommand.self, ApplyCommand.self, WaitCommand.self,
            ResumeCommand.self, RetryCommand.self, StatusCommand.self, OutputsCommand.self,
            LogsCommand.self, ResolveCommand.self, CancelCommand.self, LedgerCommand.self,
            PolicyCommand.self, CredentialsCommand.self, SecretsCommand.self, DoctorCommand.self,
            EmulatorCommand.self, InitCommand.self, ImportCommand.self, ExplainCommand.self,
            SchemaCommand.self, CompletionsCommand.self, VersionCommand.self,
        ]
    )
}
