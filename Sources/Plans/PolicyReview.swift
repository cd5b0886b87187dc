public import Diagnostics
public import HTTPExchange
public import Manifests
public import Secrets

/// Holds a plan against a policy.
///
/// Pure: looks at what the manifest says, never at values, files or what hosts resolve to.
public struct PolicyReview: Sendable {
    private let policy: Policy

    /// Makes a review.
    ///
    /// - Parameter policy: The policy.
    public init(_ policy: Policy) { self.policy = policy }

    /// Reports everything in a plan that the policy forbids, each with the rule's line.
    ///
    /// - Parameters:
    ///   - plan: The plan.
    ///   - manifest: The manifest that it is of.
    ///   - audiences: What tokens of each credential are for, by the credential's name.
    ///   - problems: Where findings are added: RN0380 … RN0382, RN0384 and RN0386 … RN0394; files are not held against
    ///     folders here.
    public func check(
        _ plan: Plan,
        of manifest: Manifest,
        audiences: [String: [Audience]],
        into problems: inout [Diagnostic]
    ) {
        checkHosts(of: plan, in: manifest, into: &problems)
        JobPolicyReview(policy).check(plan, of: manifest, into: &problems)
        for use in plan.credentials {
            let credential = use.credential
            if let rule = policy.credentialTypes, !rule.allows(credential.typeName) {
                problems.append(
                    .credentialTypeBlocked(credential, rule, policy)
                )
            }
            checkTenant(of: credential, into: &problems)
            if let rule = policy.audiences {
                for audience in audiences[credential.name.value] ?? [] where !rule.allows(audience.value) {
                    problems.append(.audienceBlocked(audience, of: credential, rule, policy))
                }
            }
            guard let rule = policy.variables else { continue }
            for reference in credential.references {
                guard case .environment(let name) = reference.reference, !rule.allows(name) else { continue }
                problems.append(.variableBlocked(name, reference, rule, policy))
            }
        }
    }

    /// Holds a tenant that stands in the manifest against the policy.
    private func checkTenant(of credential: Credential, into problems: inout [Diagnostic]) {
        guard let rule = policy.tenants, case .literal(let tenant)? = credential.tenant,
            !rule.allows(tenant.value, ignoringCase: true)
        else { return }
        problems.append(.tenantBlocked(tenant.value, at: tenant.span, rule, policy))
    }

    /// Holds the tenant that a token says it is of against the policy.
    ///
    /// - Parameters:
    ///   - tenant: The tenant; `nil` when the token does not say.
    ///   - credential: The credential that the token is of.
    /// - Returns: RN0386 when the policy does not let it be used.
    public func finding(tenant: String?, of credential: Credential) -> Diagnostic? {
        guard let rule = policy.tenants else { return nil }
        if let tenant, rule.allows(tenant, ignoringCase: true) { return nil }
        return .tenantBlocked(tenant, at: credential.name.span, rule, policy)
    }

    private func checkHosts(of plan: Plan, in manifest: Manifest, into problems: inout [Diagnostic]) {
        guard let rule = policy.hosts else { return }
        var targets: [String: EndpointTarget] = [:]
        for job in plan.jobs { targets[job.submission.endpoint] = job.submission.target }
        for endpoint in manifest.endpoints {
            guard let target = targets[endpoint.name.value] else { continue }
            for host in blocked(target, by: rule) {
                problems.append(.hostBlocked(host, at: endpoint.place, rule, policy))
            }
        }
        for use in plan.credentials {
            let cloud = AzureCloud(use.credential.cloud)
            guard !cloud.authorities.contains(use.authority), let host = use.credential.authorityHost,
                let address = try? WebAddress.parse("https://" + use.authority + "/"), !rule.allows(address)
            else { continue }
            problems.append(.hostBlocked(use.authority, at: host.span, rule, policy))
        }
    }

    /// The hosts of an endpoint that a rule forbids, or of which it leaves none over.
    ///
    /// What a look-up finds is held against the rule by ``AzureMLHostRules``, before a token goes there.
    private func blocked(_ target: EndpointTarget, by rule: Policy.Rule) -> [String] {
        guard let named = target.named else {
            return rule.allows(target.address) ? [] : [target.address.authority]
        }
        // A cloud that is yet to describe itself has no host that is known.
        guard named.metadata == nil else { return [] }
        let cloud = named.rules.cloud
        let manager = rule.allows(named.manager) ? [] : [named.manager.authority]
        let suffixes = [cloud.inferenceSuffix, cloud.frontEndSuffix]
        return manager + suffixes.filter { !rule.leavesSome(of: $0) }.map { "*" + $0 }
    }
}

extension Policy.Rule {
    /// Whether there can be a host with that end that a pattern fits.
    fileprivate func leavesSome(of suffix: String) -> Bool {
        patterns.contains { pattern in
            let text = pattern.value.lowercased()
            return text.hasSuffix(suffix) || text.hasSuffix("*")
        }
    }

    /// Whether a pattern fits a host, its port left out where it is the usual one.
    ///
    /// - Parameter address: An address of the host.
    /// - Returns: Whether it fits.
    func allows(_ address: WebAddress) -> Bool {
        let bare = WebAddress(scheme: address.scheme, host: address.host).authority
        if address.port == 443, allows(bare, ignoringCase: true) { return true }
        return allows(bare + ":" + String(address.port), ignoringCase: true)
    }
}

extension Endpoint {
    /// Where its host is named.
    fileprivate var place: SourceSpan {
        switch kind {
        case .azureMLBatch(let batch): batch.place.span
        }
    }
}

extension Diagnostic {
    static func hostBlocked(
        _ host: String,
        at span: SourceSpan,
        _ rule: Policy.Rule,
        _ policy: Policy
    ) -> Diagnostic {
        Diagnostic(
            .hostBlocked,
            "the policy `\(policy.name.value)` lets no token go to `\(host.shortened)`",
            at: Label(span, "not one of the policy's hosts"),
            secondary: [rule.label],
            help: "if this host is right, add it to `\(rule.path)` of the policy"
        )
    }

    static func audienceBlocked(
        _ audience: Audience,
        of credential: Credential,
        _ rule: Policy.Rule,
        _ policy: Policy
    ) -> Diagnostic {
        Diagnostic(
            .audienceBlocked,
            "the policy `\(policy.name.value)` lets no token for `\(audience.value)` be asked for",
            at: Label(credential.name.span, "its tokens are for that audience"),
            secondary: [rule.label],
            help: "if this audience is right, add it to `\(rule.path)` of the policy"
        )
    }

    static func variableBlocked(
        _ name: String,
        _ reference: LocatedSecretReference,
        _ rule: Policy.Rule,
        _ policy: Policy
    ) -> Diagnostic {
        Diagnostic(
            .variableBlocked,
            "the policy `\(policy.name.value)` lets no manifest read the variable `\(name.shortened)`",
            at: Label(reference.span, "`\(reference.path)` comes from it"),
            secondary: [rule.label],
            help: "if this variable is right, add it to `\(rule.path)` of the policy"
        )
    }

    /// Says that a secret file is not where the policy wants secret files.
    ///
    /// - Parameters:
    ///   - path: The file, as the manifest names it.
    ///   - reference: The reference.
    ///   - rule: The rule.
    ///   - policy: The policy.
    /// - Returns: RN0383.
    public static func secretFileBlocked(
        _ path: String,
        _ reference: LocatedSecretReference,
        _ rule: Policy.Rule,
        _ policy: Policy
    ) -> Diagnostic {
        Diagnostic(
            .secretFileBlocked,
            "the policy `\(policy.name.value)` lets no manifest read the file `\(path.shortened)`",
            at: Label(reference.span, "`\(reference.path)` comes from it"),
            secondary: [rule.label],
            help: "put the file in one of these folders, or add its folder to `\(rule.path)` of the policy"
        )
    }

    static func credentialTypeBlocked(
        _ credential: Credential,
        _ rule: Policy.Rule,
        _ policy: Policy
    ) -> Diagnostic {
        Diagnostic(
            .credentialTypeBlocked,
            "the policy `\(policy.name.value)` lets no credential of type `\(credential.typeName)` be used",
            at: Label(credential.name.span, "it is of that type"),
            secondary: [rule.label],
            help: "use one of the types in `\(rule.path)` of the policy, or add this one there"
        )
    }
}

extension Credential {
    /// The tenant that it names.
    fileprivate var tenant: ValueSource? {
        switch kind {
        case .azureServicePrincipal(let principal): principal.tenantID
        case .azureWorkloadIdentity(let identity): identity.tenantID
        case .azureCLI(let sign): sign.tenantID
        case .azureManagedIdentity, .azureEnvironment: nil
        }
    }
}

extension Diagnostic {
    fileprivate static func tenantBlocked(
        _ tenant: String?,
        at span: SourceSpan,
        _ rule: Policy.Rule,
        _ policy: Policy
    ) -> Diagnostic {
        let words =
            tenant.map { "a token of the tenant `\($0.shortened)`" } ?? "a token that does not say its tenant"
        return Diagnostic(
            .tenantBlocked,
            "the policy `\(policy.name.value)` does not let \(words) be used",
            at: Label(span, "not one of the policy's tenants"),
            secondary: [rule.label],
            help: "if this tenant is right, add it to `\(rule.path)` of the policy"
        )
    }
}

extension Policy.Rule {
    /// The rule's place, with what it lets through.
    var label: Diagnostic.Label {
        let shown = patterns.prefix(4).map { "`\($0.value.shortened)`" }.joined(separator: ", ")
        let more = patterns.count > 4 ? " and \(patterns.count - 4) more" : ""
        return Diagnostic.Label(span, patterns.isEmpty ? "nothing is allowed" : "allowed: \(shown)\(more)")
    }
}
