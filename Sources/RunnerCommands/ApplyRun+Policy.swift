import Credentials
import Diagnostics
import Manifests
import Plans

extension ApplyRun {
    /// Holds the tenants that tokens say they are of against the policy, before anything is sent.
    ///
    /// - Parameters:
    ///   - tokens: What the run has, by credential.
    ///   - plan: The plan that they are for.
    /// - Throws: RN0386 for the first that the policy does not let be used.
    func checkTenants(
        of tokens: [(credential: String, token: AccessToken)],
        in plan: Plan
    ) throws(Diagnostic) {
        guard let policy = set.policy, policy.tenants != nil else { return }
        for (name, token) in tokens {
            let credential = plan.credentials.first { $0.credential.name.value == name }?.credential
            guard let credential else { continue }
            let tenant = TokenClaims(of: token.secret)?.tenantID
            if let finding = PolicyReview(policy).finding(tenant: tenant, of: credential) { throw finding }
        }
    }
}
