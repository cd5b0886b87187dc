import ArgumentParser
import Diagnostics
import Host
import Ledgers
import Plans

/// `runner resolve`: a person's word on what became of an attempt.
struct ResolveCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "Says what became of an attempt that cannot be known: the job's id, or that there is none.",
        discussion: """
            `runner apply` looks for it by itself where the endpoint is named by workspace and name; this is for what it \
            holds, and for endpoints that are named by their scoring URI. Look for the job in the workspace first: its \
            output is the attempt's. With --adopt the next apply follows it; with --absent the next apply makes a new \
            attempt. The ledger keeps who said so.

            EXAMPLE
              runner resolve heart-disease/score --absent
            """
    )

    @Argument(help: "The job's address.")
    var address: String

    @Option(help: ArgumentHelp("The engine's id for the job.", valueName: "id"))
    var adopt: String?

    @Flag(help: "There is no such job.")
    var absent = false

    @Option(help: ArgumentHelp("The realm, when the job stands in several.", valueName: "realm"))
    var realm: String?

    @OptionGroup var ledger: LedgerOption

    @Option(help: "When to use colour on standard error. NO_COLOR is honoured.")
    var color: ColorChoice = .auto

    func validate() throws {
        guard (adopt != nil) != absent else { throw ValidationError("give either --adopt ID or --absent") }
        if let adopt, adopt.isEmpty || adopt.unicodeScalars.contains(where: { $0.value < 0x21 || $0 == "/" })
        {
            throw ValidationError("--adopt takes the job's id, such as batchjob-5b0d…")
        }
    }

    func run(in context: CommandContext) async throws -> ExitStatus {
        let host = context.host
        let address = JobAddress(address)?.description ?? address
        do throws(Diagnostic) {
            let store = try context.ledger(at: ledger.path)
            let attempts = try await store.attempts(matching: AttemptQuery(address: address, realm: realm))
            let doubtful = attempts.filter { [.intent, .unknown, .lost].contains($0.state) }
            guard let attempt = doubtful.last, Set(doubtful.map(\.realm)).count == 1 else {
                await store.close()
                throw Diagnostic.nothingToResolve(address, doubtful, in: ledger.path)
            }
            if let adopt {
                let person = "by \(host.process.user)@\(host.process.machine)"
                try await store.append([
                    .noted(key: attempt.key, .adopted, person),
                    .submitted(key: attempt.key, remoteID: adopt, link: nil, deployment: nil),
                ])
            } else {
                let reason = "declared absent by \(host.process.user)@\(host.process.machine)"
                try await store.append([.settled(key: attempt.key, state: .skipped, reason: reason)])
            }
            await store.close()
            let what = adopt.map { "is \($0)" } ?? "was not created"
            host.console.writeOutput("\(address) attempt \(attempt.number) \(what)\n")
            return .success
        } catch {
            throw context.failure([error], color: color)
        }
    }
}

extension Diagnostic {
    fileprivate static func nothingToResolve(
        _ address: String,
        _ doubtful: [AttemptRecord],
        in ledger: String
    ) -> Diagnostic {
        let realms = Set(doubtful.map(\.realm)).sorted()
        return Diagnostic(
            .nothingRecorded,
            doubtful.isEmpty
                ? "the ledger `\(ledger)` has no attempt of `\(address)` that cannot be known"
                : "`\(address)` is in doubt in \(realms.count) realms",
            notes: realms.map { "realm \($0)" },
            help: doubtful.isEmpty
                ? "`runner ledger list` shows how attempts stand" : "say which with `--realm`"
        )
    }
}
