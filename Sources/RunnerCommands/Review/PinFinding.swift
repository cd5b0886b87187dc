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
            return try await context.transported(to: rehearsal, over: network, color: color) {
                [plans = made.plans, host = rehearsal?.host ?? context.host, redactor = context.redactor] in
                try await Self.found(plans, credentials, by: $0, host, redactor)
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
        _ host: Host,
        _ redactor: RunRedactor
    ) async throws(Diagnostic) -> PlanPins {
        let tokens = TokenCache(time: host.time)
        let salt = CredentialFingerprint.Salt(random: host.random)
        var pins = PlanPins()
        for (plan, prepared) in zip(plans, credentials.prepared) where !prepared.isEmpty {
            guard let target = plan.jobs.first?.submission.target else { continue }
            let sources = prepared.mapValues {
                $0.tokenSource(
                    with: host.tokenTools(transport, salt, redactor) { host.console.writeError($0) }
                )
            }
            let finder = PinFinder(
                transport: RedactingTransport(base: transport, redactor: redactor),
                authorizer: PlanAuthorizer(sources, cache: tokens, redactor: redactor),
                time: host.time,
                jitter: host.jitter,
                stop: StopSignal()
            )
            pins.add(try await finder.pins(for: plan, with: Composition.engine(for: target)))
        }
        return pins
    }
}
