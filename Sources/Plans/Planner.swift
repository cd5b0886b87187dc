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
    ///   - metadata: Where the operator's own cloud describes itself.
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
        metadata: CloudMetadata? = nil,
        into problems: inout [Diagnostic]
    ) -> Plan? {
        var found: [Diagnostic] = []
        let endpoints = endpoints(
            of: manifest,
            EndpointResolver(allowance: allowance, realm: realm, metadata: metadata),
            into: &found
        )
        for job in manifest.jobs { check(job, of: manifest, engines, into: &found) }
        let graph = JobGraph(manifest.jobs)
        var draft = SubmissionDraft(
            manifest,
            graph,
            JobFilling(parameters: parameters),
            endpoints,
            into: &found
        )
        let requests = rerun.filter { $0.address.manifest == manifest.name.value }
        for request in requests { check(request, manifest, draft.submissions, into: &found) }
        problems += found
        guard !found.containsErrors, draft.isComplete else { return nil }
        let index = ledger.map { AttemptIndex($0.attempts, manifest: manifest.name.value, context: realm) }
        let jobs = decided(manifest, graph, index, requests) { draft.take($0) }
        let uses = credentialUses(of: manifest, jobs, endpoints)
        let groups = groups(of: manifest, graph)
        let text = PlanText(manifest, groups, uses)
        return Plan(
            manifest: manifest.name.value,
            file: manifest.file,
            comparison: ledger.map { .compared(lineage: $0.lineage) } ?? .notCompared,
            jobs: jobs,
            groups: groups,
            departed: index?.departed(from: jobs) ?? [],
            credentials: uses,
            planDigest: text.digest(of: jobs),
            text: text
        )
    }

    /// Holds a plan against a ledger: what its jobs are stays as it is, what there is to do is decided anew.
    ///
    /// - Parameters:
    ///   - plan: The plan, made of the manifest for this realm.
    ///   - manifest: The manifest.
    ///   - realm: Where its jobs are to run.
    ///   - ledger: What is known of earlier attempts.
    ///   - rerun: Jobs to run once more; those of other manifests are passed over.
    /// - Returns: The plan, as ``plan(manifest:parameters:realm:ledger:engines:rerun:allowance:metadata:into:)`` makes
    ///   it with this ledger.
    /// - Complexity: O(jobs + attempts).
    public func compared(
        _ plan: Plan,
        of manifest: Manifest,
        realm: RealmContext,
        with ledger: LedgerSnapshot,
        rerun: [RerunRequest] = []
    ) -> Plan {
        let index = AttemptIndex(ledger.attempts, manifest: manifest.name.value, context: realm)
        let jobs = decided(
            manifest,
            JobGraph(manifest.jobs),
            index,
            rerun.filter { $0.address.manifest == manifest.name.value }
        ) { plan.jobs[plan.groups[$0].jobs].map(\.submission) }
        return Plan(
            manifest: plan.manifest,
            file: plan.file,
            comparison: .compared(lineage: ledger.lineage),
            jobs: jobs,
            groups: plan.groups,
            departed: index.departed(from: jobs),
            credentials: plan.credentials,
            planDigest: plan.planDigest,
            text: plan.text
        )
    }

    /// Decides on every job, each behind those that it needs.
    private func decided(
        _ manifest: Manifest,
        _ graph: JobGraph,
        _ index: AttemptIndex?,
        _ requests: [RerunRequest],
        submissions: (_ position: Int) -> [Submission]
    ) -> [PlannedJob] {
        var convergence = Convergence(index: index, requests: requests, groups: manifest.jobs.count)
        for job in graph.order {
            convergence.plan(job, manifest.jobs[job], submissions(job), needs: graph.needs[job])
        }
        return convergence.takeAll()
    }

    private func groups(of manifest: Manifest, _ graph: JobGraph) -> [Plan.JobGroup] {
        var start = 0
        return zip(manifest.jobs, graph.needs).map { job, needs in
            defer { start += job.combinationCount }
            return Plan.JobGroup(
                name: job.name.value,
                jobs: start..<start + job.combinationCount,
                needs: needs,
                isMatrix: !job.matrix.isEmpty
            )
        }
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

    /// Asks the engine of a job's endpoint.
    private func check(
        _ job: Job,
        of manifest: Manifest,
        _ engines: [any Engine],
        into problems: inout [Diagnostic]
    ) {
        guard !engines.isEmpty,
            let endpoint = manifest.endpoints.first(where: { $0.name.value == job.endpoint.value })
        else { return }
        engines.first { $0.endpointType == endpoint.typeName }?.check(job, on: endpoint, into: &problems)
    }

    /// Refuses a request for an occurrence that is not the one that is planned.
    private func check(
        _ request: RerunRequest,
        _ manifest: Manifest,
        _ submissions: [[Submission]],
        into problems: inout [Diagnostic]
    ) {
        guard let position = manifest.jobs.firstIndex(where: { $0.name.value == request.address.job }) else {
            return
        }
        let meant = submissions[position].filter { request.means($0.address) }
        guard let first = meant.first, !meant.contains(where: { request.means($0) }) else { return }
        problems.append(.otherOccurrence(request, planned: first.occurrence))
    }

    /// The credentials that jobs use, with the hosts that see them or their tokens.
    private func credentialUses(
        of manifest: Manifest,
        _ jobs: [PlannedJob],
        _ endpoints: [String: ResolvedEndpoint]
    ) -> [CredentialUse] {
        var hosts: [String: Set<String>] = [:]
        var authorities: [String: String] = [:]
        var seen: Set<String> = []
        for submission in jobs.lazy.map(\.submission) where seen.insert(submission.endpoint).inserted {
            hosts[submission.credential, default: []].formUnion(submission.target.hosts)
            authorities[submission.credential] = endpoints[submission.endpoint]?.authority
        }
        return manifest.credentials.compactMap { credential in
            let name = credential.name.value
            guard let authority = authorities[name], let hosts = hosts[name] else { return nil }
            return CredentialUse(credential: credential, authority: authority, hosts: hosts.sorted())
        }
    }
}
