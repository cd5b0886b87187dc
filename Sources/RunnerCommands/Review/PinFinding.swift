import Credentials
import Diagnostics
import Emulator
import Execution
import HTTPExchange
import Host
import Plans
import Transport

/// Looks up what some plans leave to the moment of sending, in the cloud or at an emulator.
struct PinFinding {
    let context: CommandContext
    let made: MadePlans
    let rehearsal: Rehearsal?
    let secretFolders: [String]
    let color: ColorChoice

    /// Looks it up.
    ///
    /// - Parameter options: How the cloud is reached.
    /// - Returns: What was found; nothing is asked, and no secret read, where nothing is left open.
    /// - Throws: ``CommandFailure`` when something cannot be found, shown.
    func pins(over options: NetworkOptions) async throws -> PlanPins {
        let open = made.plans.map { plan in
            Set(
                plan.jobs.filter { $0.isSelected && $0.sends && $0.submission.unpinned != nil }
                    .map(\.submission.credential)
            )
        }
        guard open.contains(where: { !$0.isEmpty }) else { return PlanPins() }
        let credentials = try context.credentials(
            for: made.plans,
            of: made.set,
            rehearsal: rehearsal,
            folders: secretFolders,
            needed: { plan, name in
                plan.jobs.contains {
                    $0.isSelected && $0.sends && $0.submission.credential == name
                        && $0.submission.unpinned != nil
                }
            },
            color: color
        )
        let network =
            rehearsal == nil
            ? try context.network(options, allowance: made.set.allowance, color: color) : .direct
        do {
            return try await transported(over: network) { [plans = made.plans, context] transport in
                try await Self.found(plans, credentials, by: transport, in: context)
            }
        } catch let error as Diagnostic {
            let shown = error.redacted(by: context.redactor)
            throw context.failure([shown], sources: made.set.sources, color: color)
        }
    }

    private static func found(
        _ plans: [Plan],
        _ credentials: LoadedCredentials,
        by transport: any HTTPTransport,
        in context: CommandContext
    ) async throws(Diagnostic) -> PlanPins {
        let host = context.host
        let redactor = context.redactor
        let tokens = TokenCache(time: host.time)
        let salt = CredentialFingerprint.Salt(random: host.random)
        var pins = PlanPins()
        for (plan, prepared) in zip(plans, credentials.prepared) where !prepared.isEmpty {
            guard let target = plan.jobs.first?.submission.target else { continue }
            let sources = prepared.mapValues {
                $0.tokenSource(
                    with: TokenSourceTools(
                        transport: transport,
                        time: host.time,
                        random: host.random,
                        salt: salt,
                        register: { redactor.register($0) },
                        tell: { host.console.writeError(redactor.redact($0) + "\n") }
                    )
                )
            }
            let finder = PinFinder(
                transport: RedactingTransport(base: transport, redactor: redactor),
                authorizer: PlanAuthorizer(sources, cache: tokens, redactor: redactor),
                time: host.time,
                jitter: { Double(host.random() >> 11) / Double(1 << 53) },
                stop: StopSignal()
            )
            let more = try await finder.pins(for: plan, with: Composition.engine(for: target))
            pins.deployments.merge(more.deployments) { first, _ in first }
            pins.versions.merge(more.versions) { first, _ in first }
        }
        return pins
    }

    private func transported(
        over network: NetworkSettings,
        _ work: @escaping @Sendable (any HTTPTransport) async throws -> PlanPins
    ) async throws -> PlanPins {
        guard let rehearsal else {
            return try await AsyncHTTPTransport.withTransport(network: network) { try await work($0) }
        }
        do {
            return try await EmulatorServer.withRunning(
                rehearsal.configuration,
                folder: rehearsal.folder,
                host: rehearsal.host,
                issuer: rehearsal.issuer
            ) { emulator in
                let routes = HostRoutes.sealed(hosts: emulator.address.hosts, port: emulator.address.port)
                return try await AsyncHTTPTransport.withTransport(routes: routes) { try await work($0) }
            }
        } catch let error as EmulatorStartFailure {
            throw context.failure(error.diagnostics, sources: rehearsal.sources, color: color)
        }
    }
}
