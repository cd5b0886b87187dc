import ArgumentParser
import Diagnostics
import Host

/// `runner explain`: what a code means, with a wrong and a right example.
struct ExplainCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explains an error's code: its cause, a wrong example, a right one.",
        discussion: """
            EXAMPLE
              runner explain RN0201
            """
    )

    @Argument(help: "The code, such as RN0201; without one, all codes are listed.")
    var code: String?

    @Option(help: "When to use colour on standard error. NO_COLOR is honoured.")
    var color: ColorChoice = .auto

    func run(in context: CommandContext) async throws -> ExitStatus {
        guard let code else {
            let lines = DiagnosticCatalog.codes.map { $0.name + "  " + $0.title }
            context.host.console.writeOutput(lines.joined(separator: "\n") + "\n")
            return .success
        }
        guard let found = DiagnosticCatalog.codes.first(where: { $0.name == code.uppercased() }) else {
            throw context.failure([.unknownCode(code)], color: color)
        }
        context.host.console.writeOutput(
            """
            \(found.name): \(found.title)

            \(found.explanation)

            A command that stops because of it ends with status \(found.exitStatus.rawValue) \
            (\(found.exitStatus.name)).

            """
        )
        return .success
    }
}

extension Diagnostic {
    fileprivate static func unknownCode(_ code: String) -> Diagnostic {
        let near = NearestName.among(DiagnosticCatalog.codes.map(\.name), to: code)
        return Diagnostic(
            .unknownCode,
            "no code is called `\(code)`",
            help: near.map { "did you mean `\($0)`?" } ?? "`runner explain` lists all codes"
        )
    }
}
