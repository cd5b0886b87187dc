import ArgumentParser
import Diagnostics
import Host
import JSONValues

/// `runner version`: what this build is.
struct VersionCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "version",
        abstract: "Shows the version.",
        discussion: """
            EXAMPLE
              runner version -o json
            """
    )

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        switch output.output {
        case .text:
            context.host.console.writeOutput("runner \(RunnerVersion.number)\n")
        case .json:
            let value: JSONValue = [
                "format_version": "1.0", "kind": "Version", "version": .string(RunnerVersion.number),
            ]
            context.host.console.writeOutput(JSONWriter.text(value, .indented) + "\n")
        }
        return .success
    }
}
