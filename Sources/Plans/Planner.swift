public import Diagnostics
import HTTPExchange
public import Manifests

/// Turns a manifest into what would be done and why.
///
/// Pure: no I/O, no clock, no secret.
public struct Planner: Sendable {
    /// Makes a planner.
    public init() {}

    /// Plans every job of a manifest.
    ///
    /// - Parameters:
    ///   - manifest: The manifest.
    ///   - parameters: The values of its parameters.
    ///   - realm: Where its jobs are to run.
    ///   - ledger: What is known of earlier attempts; `nil` when no ledger is looked at.
    ///   - engines: What checks the jobs of each endpoint type.
    ///   - rerun: Jobs to run once more; those of other manifests are passed over.
    ///   - allowance: Hosts that the operator allows.
    ///   - problems: Where faults are added.
    /// - Returns: The plan; `nil` when there is an error in it.
    /// - Complexity: O(jobs + attempts).
    public func plan(
        manifest: Manifest,
        parameters: ParameterValues,
        realm: RealmContext,
        ledger: LedgerSnapshot? = nil,
        engines: [any Engine] = [],
        rerun: [RerunRequest] = [],
        allowance: HostAllowance = HostAllowance(),
        into problems: inout [Diagnostic]
    ) -> Plan? {
        var found: [Diagnostic] = []
        let endpoints = endpoints(
            of: manifest,
            EndpointResolver(allowance: allowance, realm: realm),
            into: &found
        )
        let submissions = submissions(
            of: manifest,
            JobFilling(parameters: parameters),
            endpoints,
            engines,
            into: &found
        )
        let requests = rerun.filter { $0.address.manifest == manifest.name.value }
        for request in requests { check(request, submissions, into: &found) }
        problems += found
        guard !found.containsErrors, submissions.count == manifest.jobs.count else { return nil }
        let index = ledger.map { AttemptIndex($0.attempts, manifest: manifest.name.value, context: realm) }
        var convergence = Convergence(index: index, requests: requests)
        let jobs = zip(manifest.jobs, submissions).map { convergence.planned($0, $1) }
        let uses = credentialUses(of: manifest, submissions, endpoints)
        let digest = PlanDigest(manifest, submissions, uses)
        return Plan(
            manifest: manifest.name.value,
            file: manifest.file,
            comparison: ledger.map { .compared(lineage: $0.lineage) } ?? .notCompared,
            jobs: jobs,
            departed: index?.departed(from: submissions) ?? [],
            credentials: uses,
            planDigest: digest.text,
            canonicalText: digest.canonicalText
        )
    }

    /// Resolves every declared endpoint, in use or not, by its name.
    private func endpoints(
        of manifest: Manifest,
        _ resolver: EndpointResolver,
        into problems: inout [Diagnostic]
    ) -> [String: ResolvedEndpoint] {
        let credentials = Dictionary(
            manifest.credentials.map { ($0.name.value, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        var resolved: [String: ResolvedEndpoint] = [:]
        for endpoint in manifest.endpoints {
            guard let credential = credentials[endpoint.credential.value] else { continue }
            resolved[endpoint.name.value] = resolver.resolve(endpoint, credential, into: &problems)
        }
        return resolved
    }

    /// Fills every job in; fewer than there are jobs when one of them is at fault.
    private func submissions(
        of manifest: Manifest,
        _ filling: JobFilling,
        _ endpoints: [String: ResolvedEndpoint],
        _ engines: [any Engine],
        into problems: inout [Diagnostic]
    ) -> [Submission] {
        let declared = Dictionary(
            manifest.endpoints.map { ($0.name.value, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        return manifest.jobs.compactMap { job in
            if let endpoint = declared[job.endpoint.value] {
                let engine = engines.first { $0.endpointType == endpoint.typeName }
                engine?.check(job, on: endpoint, into: &problems)
            }
            guard let filled = filling.fill(job, into: &problems),
                let endpoint = endpoints[job.endpoint.value]
            else {
                return nil
            }
            return Submission(
                address: JobAddress(manifest: manifest.name.value, job: job.name.value),
                realm: endpoint.realm,
                occurrence: filled.occurrence,
                endpoint: endpoint.endpoint.name.value,
                target: target(endpoint, filled),
                credential: endpoint.credential.name.value,
                specification: filled.specification,
                executionTimeout: job.executionTimeout?.value,
                labels: job.labels
            )
        }
    }

    private func target(_ endpoint: ResolvedEndpoint, _ filled: JobFilling.Filled) -> EndpointTarget {
        switch endpoint.endpoint.kind {
        case .azureMLBatch(let batch):
            .azureMLBatch(
                scoringURI: endpoint.address,
                deployment: filled.deployment ?? batch.deployment?.value
            )
        }
    }

    /// Refuses a request for an occurrence that is not the one that is planned.
    private func check(
        _ request: RerunRequest,
        _ submissions: [Submission],
        into problems: inout [Diagnostic]
    ) {
        guard let submission = submissions.first(where: { $0.address == request.address }),
            !request.means(submission.address, occurrence: submission.occurrence)
        else { return }
        problems.append(.otherOccurrence(request, planned: submission.occurrence))
    }

    /// The credentials that jobs use, with the hosts that see them or their tokens.
    private func credentialUses(
        of manifest: Manifest,
        _ submissions: [Submission],
        _ endpoints: [String: ResolvedEndpoint]
    ) -> [CredentialUse] {
        var hosts: [String: Set<String>] = [:]
        var authorities: [String: String] = [:]
        for submission in submissions {
            hosts[submission.credential, default: []].insert(submission.target.address.authority)
            authorities[submission.credential] = endpoints[submission.endpoint]?.authority
        }
        return manifest.credentials.compactMap { credential in
            let name = credential.name.value
            guard let authority = authorities[name], let hosts = hosts[name] else { return nil }
            return CredentialUse(credential: credential, authority: authority, hosts: hosts.sorted())
        }
    }
}
