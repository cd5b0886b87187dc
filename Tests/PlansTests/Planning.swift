import Diagnostics
import Plans
import Testing

@testable import Manifests

/// One manifest text on its way to a plan.
struct Planning {
    var yaml: String
    var assignments: [String] = []
    var realm: RealmContext = .emulator(id: "lab")
    var ledger: LedgerSnapshot?
    var rerun: [String] = []
    var allowedHosts: [String] = []

    /// A sound manifest with one endpoint and the given jobs.
    init(jobs: String, endpoint: String = "") {
        self.init(
            scoringURI: "https://heart.eastus2.inference.ml.azure.com/jobs",
            endpoint: endpoint,
            jobs: jobs
        )
    }

    /// A sound manifest but for what is given.
    init(
        scoringURI: String,
        credential: String = "",
        endpoint: String = "",
        jobs: String = "{ a: { endpoint: heart } }"
    ) {
        self.yaml = """
            apiVersion: runner/v1
            kind: JobManifest
            metadata: { name: m }
            parameters: { day: { type: string, default: d1 }, count: { type: integer, default: 3 } }
            credentials:
              scoring:
                type: azure-service-principal
                tenantId: { env: AZURE_TENANT_ID }
                clientId: { env: AZURE_CLIENT_ID }
                clientSecret: { env: AZURE_CLIENT_SECRET }
                \(credential)
            endpoints:
              heart:
                type: azureml-batch
                scoringUri: "\(scoringURI)"
                credential: scoring
                \(endpoint)
            jobs:
              \(jobs.split(separator: "\n").joined(separator: "\n  "))
            """
    }

    init(yaml: String) { self.yaml = yaml }

    struct Refused: Error { let problems: [Diagnostic] }

    /// The manifest, without being held against the schema: the planner's rules stand on their own.
    func manifest() throws -> Manifest {
        var problems: [Diagnostic] = []
        let documents = YAMLParser().documents(in: SourceText(name: "m.yaml", text: yaml), into: &problems)
        guard let manifest = documents.first.flatMap({ ManifestReader().manifest(of: $0, into: &problems) })
        else {
            throw Refused(problems: problems)
        }
        return manifest
    }

    /// Plans; everything that was reported comes back.
    func attempt() throws -> (plan: Plan?, problems: [Diagnostic]) {
        let manifest = try manifest()
        var problems: [Diagnostic] = []
        guard
            let values = ParameterValues.values(for: [manifest], assignments: assignments, into: &problems),
            let parameters = values.first
        else { return (nil, problems) }
        let requests = RerunRequest.requests(rerun, in: [manifest], into: &problems)
        let allowance = HostAllowance(allowedHosts, into: &problems)
        func plan(with ledger: LedgerSnapshot?, into problems: inout [Diagnostic]) -> Plan? {
            Planner().plan(
                manifest: manifest,
                parameters: parameters,
                realm: realm,
                ledger: ledger,
                rerun: requests,
                allowance: allowance,
                into: &problems
            )
        }
        let direct = plan(with: ledger, into: &problems)
        // `apply` plans first and looks at the ledger later: that must come to the same.
        if let ledger, let direct {
            var ignored: [Diagnostic] = []
            let draft = try #require(plan(with: nil, into: &ignored))
            let later = Planner().compared(draft, of: manifest, realm: realm, with: ledger, rerun: requests)
            #expect(later.jobs.map { "\($0)" } == direct.jobs.map { "\($0)" })
            #expect(later.departed == direct.departed)
            #expect(later.comparison == direct.comparison)
            #expect(later.planDigest == direct.planDigest)
            #expect(later.canonicalText == direct.canonicalText)
        }
        return (problems.containsErrors ? nil : direct, problems)
    }

    /// Plans what must be sound.
    func plan() throws -> Plan {
        let (plan, problems) = try attempt()
        guard let plan else { throw Refused(problems: problems) }
        return plan
    }

    /// The first job's submission.
    func submission() throws -> Submission {
        guard let job = try plan().jobs.first else { throw Refused(problems: []) }
        return job.submission
    }
}

extension AttemptRecord {
    /// What a ledger would tell of an attempt at a submission.
    init(
        _ submission: Submission,
        number: Int = 1,
        state: JobState,
        digest: String? = nil,
        canonicalText: String? = nil,
        outputs: [String: String] = [:]
    ) {
        self.init(
            key: "key-\(number)",
            realm: submission.realm.description,
            address: submission.address.description,
            occurrence: submission.occurrence,
            number: number,
            runID: "run",
            runDigest: digest ?? submission.runDigest,
            canonicalText: canonicalText ?? submission.canonicalText,
            state: state,
            remoteID: "remote-\(number)",
            link: nil,
            reason: nil,
            intendedAt: "2026-11-20T00:00:00Z",
            changedAt: "2026-11-20T00:00:00Z",
            outputs: outputs
        )
    }
}

extension PlannedJob.Decision {
    /// The decision in a word, with the attempt that it is about.
    var word: String {
        switch self {
        case .notCompared: "notCompared"
        case .new: "new"
        case .changed(let record, _): "changed from \(record.number)"
        case .upToDate(let record): "upToDate \(record.number)"
        case .takeUp(let record): "takeUp \(record.number)"
        case .again(let record, let why): "again after \(record.number): \(why)"
        case .leave(let record): "leave \(record.number)"
        case .unsettled(let record): "unsettled \(record.number)"
        }
    }

    var changes: [String] {
        guard case .changed(_, let changes) = self else { return [] }
        return changes.map(\.description)
    }
}
