import Credentials
import Diagnostics
import Emulator
import HTTPExchange
import Host
import Manifests
import Plans
import Secrets
import Transport

/// Asks for the tokens of some plans, of the cloud or of an emulator.
struct CredentialAsking {
    let context: CommandContext
    let set: ManifestSet
    let plans: [Plan]
    let rehearsal: Rehearsal?
    let secretFolders: [String]
    /// The credentials that are asked for; `nil` for all.
    let names: Set<String>?
    /// Hosts that could not be reached: no credential asks there.
    var unreachable: Set<String> = []
    let color: ColorChoice

    /// Asks.
    ///
    /// - Parameter network: How the cloud is reached.
    /// - Returns: What came of it; the command's redactor knows every secret of it.
    /// - Throws: ``CommandFailure`` when a secret is missing, shown.
    func ask(over network: NetworkSettings) async throws -> [CredentialCheck] {
        let credentials = try context.credentials(
            for: plans,
            of: set,
            rehearsal: rehearsal,
            folders: secretFolders + set.addedSecretFolders,
            needed: { _, name in names?.contains(name) ?? true },
            color: color
        )
        let redactor = context.redactor
        let host = rehearsal?.host ?? context.host
        let work: @Sendable (any HTTPTransport) async -> [CredentialCheck] = {
            [plans, names, unreachable] transport in
            let inspection = CredentialInspection(
                host: host,
                transport: transport,
                redactor: redactor,
                salt: CredentialFingerprint.Salt(random: host.random)
            )
            var checks: [CredentialCheck] = []
            for (plan, prepared) in zip(plans, credentials.prepared) {
                for use in plan.credentials where names?.contains(use.credential.name.value) ?? true {
                    if use.credential.asksItsAuthority, unreachable.contains(use.authority) { continue }
                    guard let credential = prepared[use.credential.name.value] else { continue }
                    let tenant = use.credential.tenant(in: host.environment)
                    checks += await inspection.check(use, credential, of: plan, tenant: tenant)
                }
            }
            return checks
        }
        return try await context.transported(to: rehearsal, over: network, color: color, work)
    }
}

extension Credential {
    /// The tenant that it names, as far as that is no file.
    fileprivate func tenant(in environment: ProcessEnvironment) -> String? {
        let source: ValueSource? =
            switch kind {
            case .azureServicePrincipal(let principal): principal.tenantID
            case .azureWorkloadIdentity(let identity): identity.tenantID
            case .azureCLI(let sign): sign.tenantID
            case .azureManagedIdentity, .azureEnvironment: nil
            }
        switch source {
        case .literal(let text): return text.value
        case .reference(let reference):
            guard case .environment(let name) = reference.reference else { return nil }
            return environment.nonEmpty(name)
        case nil: return nil
        }
    }
}

extension Credential {
    /// Whether its tokens are asked for at its authority by this program.
    var asksItsAuthority: Bool {
        switch kind {
        case .azureServicePrincipal, .azureWorkloadIdentity, .azureEnvironment: true
        case .azureManagedIdentity, .azureCLI: false
        }
    }
}
