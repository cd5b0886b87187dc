import Credentials
import Diagnostics
import Execution
import Host
import Manifests
import Plans
import Secrets

/// The service principals that plans need, with their secrets.
struct LoadedCredentials: Sendable {
    /// For each plan, by the credential's name.
    let principals: [[String: ServicePrincipal]]
    /// Every value that must not be seen.
    let secrets: [Secret]
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
        let descriptions = plans.map { plan in
            plan.credentials.filter { needed(plan, $0.credential.name.value) }.map {
                ServicePrincipalDescription($0)
            }
        }
        var problems: [Diagnostic] = []
        let references = descriptions.flatMap { $0 }.flatMap(\.references)
        let resolved = resolver.resolve(references, into: &problems)
        let principals = descriptions.map { descriptions in
            var principals: [String: ServicePrincipal] = [:]
            for description in descriptions {
                principals[description.name] = ServicePrincipal(
                    description,
                    secrets: resolved,
                    into: &problems
                )
            }
            return principals
        }
        guard !problems.containsErrors else { throw failure(problems, sources: set.sources, color: color) }
        show(problems, sources: set.sources, color: color)
        let secrets = descriptions.flatMap { $0 }.compactMap { resolved[$0.clientSecret] }
        return LoadedCredentials(principals: principals, secrets: secrets)
    }
}
