import Credentials
import Diagnostics
import Execution
import HTTPExchange
import Host
import Ledgers
import Plans
import Secrets

/// What every plan of one run is executed with.
struct RunTools: Sendable {
    let ledger: SQLiteLedger
    let transport: any HTTPTransport
    let tokens: TokenCache
    let salt: CredentialFingerprint.Salt
    let redactor: RunRedactor
    let stop: StopSignal
    /// Keeps the run's leases; `nil` where nothing is sent.
    var leases: LeaseKeeper?
    let book = EndpointBook()
}

/// Puts executors together: for `apply`, and for what else asks endpoints.
struct ExecutorAssembly: Sendable {
    let context: CommandContext
    let options: Executor.Options
    /// Says something to people beside what is drawn.
    let announce: @Sendable (String) -> Void
    /// What has left this machine.
    let sent: SentJobs
    let color: ColorChoice

    /// Puts one together.
    ///
    /// - Parameters:
    ///   - target: What kind of endpoint its jobs are for.
    ///   - credentials: The credentials, by name.
    ///   - tools: Everything else.
    /// - Returns: The executor.
    func executor(
        for target: EndpointTarget,
        _ credentials: [String: any PreparedCredential],
        _ tools: RunTools
    ) -> Executor {
        let host = context.host
        let sources = credentials.mapValues {
            $0.tokenSource(with: host.tokenTools(tools.transport, tools.salt, tools.redactor, tell: announce))
        }
        var executor = Executor(
            engine: Composition.engine(for: target),
            transport: RedactingTransport(base: tools.transport, redactor: tools.redactor),
            ledger: tools.ledger,
            authorizer: PlanAuthorizer(sources, cache: tools.tokens, redactor: tools.redactor),
            time: host.time,
            jitter: host.jitter,
            redact: { tools.redactor.redact($0) },
            emergency: { event, problem in keep(event, problem, tools) },
            options: options,
            stop: tools.stop,
            book: tools.book
        )
        executor.leases = tools.leases
        return executor
    }

    /// Keeps what the ledger did not take: beside it, and on standard error.
    private func keep(_ event: LedgerEvent, _ problem: Diagnostic, _ tools: RunTools) {
        sent.note()
        let record = EmergencyRecord(
            time: context.host.time.now.description,
            lineage: tools.ledger.lineage,
            events: [event.redacted { tools.redactor.redact($0) }],
            problem: problem.redacted(by: tools.redactor)
        )
        announce("not recorded: \(record.line)\n")
        do throws(Diagnostic) {
            let path = try record.append(beside: tools.ledger.path)
            announce("kept in \(path)\n")
        } catch {
            context.show([error], color: color)
        }
    }
}

extension Host {
    /// What sources of tokens are made with in a command.
    ///
    /// - Parameters:
    ///   - transport: Sends.
    ///   - salt: Of this process's fingerprints.
    ///   - redactor: Learns what is secret.
    ///   - tell: Says a line to people.
    /// - Returns: The tools.
    func tokenTools(
        _ transport: any HTTPTransport,
        _ salt: CredentialFingerprint.Salt,
        _ redactor: RunRedactor,
        tell: @escaping @Sendable (String) -> Void
    ) -> TokenSourceTools {
        TokenSourceTools(
            transport: transport,
            time: time,
            random: random,
            salt: salt,
            register: { redactor.register($0) },
            tell: { tell(redactor.redact($0) + "\n") }
        )
    }

    /// Numbers in `0..<1`.
    var jitter: @Sendable () -> Double { { [random] in Double(random() >> 11) / Double(1 << 53) } }
}

extension Executor.Options {
    /// Waits as for an emulator: its jobs are over in seconds, and asking it costs nothing.
    mutating func rehearse() {
        poll = PollSchedule(least: .milliseconds(100), most: .seconds(1), grace: .zero)
        visibilityWindow = min(visibilityWindow, .seconds(1))
    }
}
