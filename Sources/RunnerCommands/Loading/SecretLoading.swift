import Credentials
import Diagnostics
import Execution
import Host
import Manifests
import Plans
import Secrets

/// The credentials that plans need, with their values.
struct LoadedCredentials: Sendable {
    /// For each plan, by the credential's name.
    let prepared: [[String: any PreparedCredential]]

    /// Every value that must not be seen.
    var secrets: [Secret] { prepared.flatMap { $0.values.flatMap(\.secrets) } }
}

extension CommandContext {
    /// Resolves every reference of some plans' credentials before anything is sent.
    ///
    /// - Parameters:
    ///   - plans: The plans.
    ///   - set: The manifests that they are of.
    ///   - rehearsal: The emulator, when there is one.
    ///   - folders: Folders that the operator allows secret files in.
    ///   - needed: Whether a credential is needed.
    ///   - color: Whether diagnostics are coloured.
    /// - Returns: The credentials.
    /// - Throws: ``CommandFailure`` with everything that is missing, shown.
    func credentials(
        for plans: [Plan],
        of set: ManifestSet,
        rehearsal: Rehearsal?,
        folders: [String],
        needed: (Plan, String) -> Bool,
        color: ColorChoice
    ) throws -> LoadedCredentials {
        let host = rehearsal?.host ?? self.host
        let resolver = SecretResolver(
            files: host.files,
            environment: host.environment,
            secretFolders: folders
        )
        let declared = plans.map { plan in
            plan.credentials.filter { needed(plan, $0.credential.name.value) }.map(\.declared)
        }
        var problems: [Diagnostic] = []
        let references = declared.flatMap { $0 }.flatMap(\.references)
        let workplace = CredentialWorkplace(
            secrets: resolver.resolve(references, into: &problems),
            environment: host.environment,
            files: host.files,
            resolver: resolver,
            commands: host.commands,
            allows: { set.allowance.allows($0) }
        )
        let prepared = declared.map { credentials in
            credentials.reduce(into: [String: any PreparedCredential]()) { known, credential in
                known[credential.name] = credential.prepared(in: workplace, into: &problems)
            }
        }
        guard !problems.containsErrors else { throw failure(problems, sources: set.sources, color: color) }
        show(problems, sources: set.sources, color: color)
        return LoadedCredentials(prepared: prepared)
    }
}
