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
        Self.show(output.output, on: context.host.console)
        return .success
    }

    /// Shows the version.
    ///
    /// - Parameters:
    ///   - format: How.
    ///   - console: Where.
    static func show(_ format: OutputFormat, on console: any Console) {
        switch format {
        case .text: console.writeOutput("runner \(RunnerVersion.number)\n")
        case .json:
            let value: JSONValue = [
                "format_version": "1.0", "kind": "Version", "version": .string(RunnerVersion.number),
            ]
            console.writeOutput(JSONWriter.text(value, .indented) + "\n")
        }
    }
}
