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
        self.host.closeMemory()
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
        let resolved = resolver.resolve(references, into: &problems)
        // Before anything is made of them: what is refused later may be repeated by whoever refuses it.
        for reference in references where reference.isConfidential {
            if let secret = resolved[reference] { redactor.register(secret) }
        }
        let workplace = CredentialWorkplace(
            secrets: resolved,
            environment: host.environment,
            files: host.files,
            resolver: resolver,
            commands: host.commands,
            allows: { set.allowance.allows($0) }
        )
        let prepared = declared.map { credentials in
            credentials.reduce(into: [String: any PreparedCredential]()) { known, credential in
                known[credential.name] = credential.prepared(in: workplace, into: &problems)
                for secret in known[credential.name]?.secrets ?? [] {
                    redactor.register(secret)
                    guard let note = Redactor.note(on: secret) else { continue }
                    problems.append(.unmaskableSecret(of: credential.name, note))
                }
            }
        }
        guard !problems.containsErrors else { throw failure(problems, sources: set.sources, color: color) }
        show(problems, sources: set.sources, color: color)
        return LoadedCredentials(prepared: prepared)
    }
}

extension LocatedSecretReference {
    /// Whether the value must not be seen: all but the ids, which stand in many texts, and certificates, of which only
    /// the key must not.
    fileprivate var isConfidential: Bool {
        let ids: Set = [
            "tenantId", "clientId", "objectId", "resourceId", "subscriptionId", "serviceConnectionId",
        ]
        return content == .line && !ids.contains(path.split(separator: ".").last.map(String.init) ?? "")
    }
}

extension Diagnostic {
    fileprivate static func unmaskableSecret(of credential: String, _ note: String) -> Diagnostic {
        Diagnostic(
            .unmaskableSecret,
            severity: .warning,
            "a secret of `credentials.\(credential)` is too short to be hidden in what is shown and recorded",
            notes: [note],
            help: "give it a longer one"
        )
    }
}
