import ArgumentParser
import Diagnostics
import Emulator
import Execution
import Host

/// `runner emulator`: a batch endpoint on this machine.
struct EmulatorCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "emulator",
        abstract: "Plays a batch endpoint on 127.0.0.1 and runs its scoring script, until it is interrupted.",
        discussion: """
            Plays Entra's token endpoints and the endpoints of the document. Requests are told apart by their Host; a \
            client that cannot set it calls http://127.0.0.1:PORT/_hosts/HOST/PATH. runner itself reaches it with \
            --emulator FILE@PORT, several runs one after the other: `runner wait` and `runner cancel` then find the \
            jobs that `runner apply --detach` left.

            EXAMPLE
              runner emulator --config manifests/emulator.yaml --port 8470
            """
    )

    @Option(help: ArgumentHelp("The document that says what is played.", valueName: "file"))
    var config: String

    @Option(help: ArgumentHelp("The port on 127.0.0.1; 0 for one that is free.", valueName: "port"))
    var port = 0

    @Option(help: "When to use colour on standard error. NO_COLOR is honoured.")
    var color: ColorChoice = .auto

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port takes 0 to 65535") }
    }

    func run(in context: CommandContext) async throws -> ExitStatus {
        let rehearsal = try context.rehearsal(of: config, at: nil, color: color)
        let console = context.host.console
        let stop = StopSignal()
        do {
            let (_, status) = try await Interruption.watched(stop, console: console) {
                try await EmulatorServer.withRunning(
                    rehearsal.configuration,
                    folder: rehearsal.folder,
                    host: rehearsal.host,
                    issuer: rehearsal.issuer,
                    port: port,
                    observe: { console.writeError(Self.words($0) + "\n") }
                ) { emulator in
                    console.writeOutput("http://127.0.0.1:\(emulator.address.port)\n")
                    for host in emulator.address.hosts { console.writeError("plays \(host)\n") }
                    await stop.requested()
                }
            }
            return status ?? .success
        } catch let error as EmulatorStartFailure {
            throw context.failure(error.diagnostics, sources: rehearsal.sources, color: color)
        }
    }

    private static func words(_ event: EmulatorEvent) -> String {
        switch event {
        case .request(let record): "\(record.status)  \(record.method) \(record.host)\(record.path)"
        case .job(let report): "\(report.name)  \(report.status.rawValue)"
        }
    }
}
