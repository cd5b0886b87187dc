import Credentials
import Diagnostics
import Engines
import Execution
import HTTPExchange
import HTTPTypes
import Host
import JSONValues
import Ledgers
import Manifests
import Plans
import RunnerTestSupport
import Secrets
import Synchronization

/// A manifest's plan, executed in memory against a far side that a test scripts.
final class Bench: Sendable {
    let ledger: MemoryLedger
    let transport = ScriptedTransport()
    let time: ManualTimekeeper
    let authorizer: CountingAuthorizer
    let stop = StopSignal()
    private let kept = Mutex<[LedgerEvent]>([])

    init(token: String? = nil) {
        time = ManualTimekeeper()
        ledger = MemoryLedger(lineage: "bench", time: time)
        authorizer = CountingAuthorizer(token: token)
    }

    /// Another place, on the ledger of a first one.
    init(besides bench: Bench) {
        time = bench.time
        ledger = bench.ledger
        authorizer = CountingAuthorizer(token: nil)
    }

    /// What went to the emergency line.
    var emergencies: [LedgerEvent] { kept.withLock { $0 } }

    /// Requests that would make a job.
    var posts: [OutgoingRequest] { transport.requests.filter { $0.method == .post } }

    /// The manifest with so many jobs, planned against the ledger.
    ///
    /// - Parameters:
    ///   - count: How many jobs.
    ///   - input: What they read.
    ///   - isDistinct: Whether each reads something of its own.
    ///   - rerun: Jobs to run once more.
    ///   - keys: More keys of every job.
    ///   - isNamed: Whether the endpoint is looked up by its workspace.
    ///   - host: The first label of its host, where it is not.
    /// - Returns: The plan.
    /// - Throws: ``Refused`` when something is wrong with it.
    func plan(
        jobs count: Int = 1,
        input: String = "a",
        isDistinct: Bool = false,
        rerun: [String] = [],
        keys: String = "timeouts: { execution: PT2H }",
        isNamed: Bool = false,
        host: String = "heart"
    ) async throws -> Plan {
        let place =
            isNamed
            ? "workspace: { subscriptionId: 55555555-5555-4555-8555-555555555555, resourceGroup: ml, "
                + "name: cardiology }, name: heart"
            : "scoringUri: 'https://\(host).eastus2.inference.ml.azure.com/jobs'"
        var text = """
            apiVersion: runner/v1
            kind: JobManifest
            metadata: { name: m }
            credentials:
              scoring:
                type: azure-service-principal
                tenantId: { env: T }
                clientId: { env: C }
                clientSecret: { env: S }
            endpoints:
              heart: { type: azureml-batch, credential: scoring, \(place) }
            jobs:

            """
        for number in 0..<count {
            let input = isDistinct ? input + String(number) : input
            text +=
                "  j\(number): { endpoint: heart, \(keys), "
                + "inputs: { x: { type: uri_folder, uri: \"https://a.blob.core.windows.net/\(input)\" } } }\n"
        }
        var problems: [Diagnostic] = []
        let documents = YAMLParser().documents(in: SourceText(name: "m.yaml", text: text), into: &problems)
        guard let document = documents.first,
            let checked = DocumentChecker().check(document, into: &problems),
            let manifest = ManifestReader().manifest(from: checked, into: &problems),
            let values = ParameterValues.values(for: [manifest], assignments: [], into: &problems),
            let plan = Planner().plan(
                manifest: manifest,
                parameters: values[0],
                realm: .cloud,
                ledger: try await ledger.snapshot(manifest: "m"),
                engines: [AzureMLBatchEngine()],
                rerun: RerunRequest.requests(rerun, in: [manifest], into: &problems),
                into: &problems
            )
        else { throw Refused(problems: problems) }
        return plan
    }

    struct Refused: Error { let problems: [Diagnostic] }

    /// Executes a plan.
    func execute(
        _ plan: Plan,
        on store: (any LedgerStore)? = nil,
        options: Executor.Options = Executor.Options(),
        stop: StopSignal? = nil,
        observe: @escaping @Sendable (ExecutionEvent) async -> Void = { _ in }
    ) async throws(Diagnostic) -> ExecutionSummary {
        try await executor(on: store, options: options, stop: stop)
            .execute(plan, as: "run", observe: observe)
    }

    /// What executes plans.
    func executor(
        on store: (any LedgerStore)? = nil,
        to transport: (any HTTPTransport)? = nil,
        options: Executor.Options = Executor.Options(),
        stop: StopSignal? = nil
    ) -> Executor {
        Executor(
            engine: AzureMLBatchEngine(),
            transport: transport ?? self.transport,
            ledger: store ?? ledger,
            authorizer: authorizer,
            time: time,
            jitter: { 0.5 },
            redact: { $0 },
            emergency: { event, _ in self.kept.withLock { $0.append(event) } },
            options: options,
            stop: stop ?? self.stop
        )
    }

    /// The far side takes every job and says, to every question, that it stands so.
    func playEndpoint(status: @escaping @Sendable (_ questions: Int) -> String = { _ in "Completed" }) {
        let created = Mutex(0)
        let asked = Mutex(0)
        let counters = Counters(created: created, asked: asked)
        transport.respond(when: { $0.method == .post }) { _ in
            .json(
                ["name": .string("batchjob-\(counters.create())"), "properties": ["status": "Preparing"]],
                status: 201
            )
        }
        transport.respond(when: { $0.method == .get }) { request in
            let name = request.address.path.split(separator: "/").last.map(String.init) ?? ""
            return .json(["name": .string(name), "properties": ["status": .string(status(counters.ask()))]])
        }
    }

    private final class Counters: Sendable {
        private let created: Mutex<Int>
        private let asked: Mutex<Int>

        init(created: consuming Mutex<Int>, asked: consuming Mutex<Int>) {
            self.created = created
            self.asked = asked
        }

        func create() -> Int {
            created.withLock {
                $0 += 1; return $0
            }
        }
        func ask() -> Int {
            asked.withLock {
                $0 += 1; return $0
            }
        }
    }
}

/// Gives a new token at each renewal and counts.
actor CountingAuthorizer: Authorizer {
    private(set) var renewals = 0
    private(set) var challenges: [ClaimsChallenge] = []
    private let fixed: String?

    /// Gives always the same token when there is one.
    init(token: String?) { self.fixed = token }

    func token(for credential: String, audience: Audience) async throws(Diagnostic) -> AccessToken {
        AccessToken(secret: Secret(fixed ?? "token-\(renewals)"), lifetime: .seconds(3600))
    }

    func renew(
        _ token: AccessToken,
        for credential: String,
        audience: Audience,
        answering challenge: ClaimsChallenge?
    ) async throws(Diagnostic) -> AccessToken {
        renewals += 1
        if let challenge { challenges.append(challenge) }
        return try await self.token(for: credential, audience: audience)
    }
}

/// A ledger that stops taking events of some kind.
struct FailingLedger: LedgerStore {
    let ledger: MemoryLedger
    /// Whether another process works with it.
    var isSharedNow = false
    let fails: @Sendable (LedgerEvent) -> Bool

    var birth: LedgerBirth { ledger.birth }

    func append(_ events: [LedgerEvent]) async throws(Diagnostic) -> LedgerHead {
        if events.contains(where: fails) { throw Diagnostic(.ledgerUnwritable, "the disk is full") }
        return try await ledger.append(events)
    }

    func attempts(matching query: AttemptQuery) async throws(Diagnostic) -> [AttemptRecord] {
        await ledger.attempts(matching: query)
    }

    func entries(after sequence: Int, limit: Int) async throws(Diagnostic) -> [LedgerEntry] {
        await ledger.entries(after: sequence, limit: limit)
    }

    func history(of key: String) async throws(Diagnostic) -> [LedgerEntry] {
        try await ledger.history(of: key)
    }

    func head() async throws(Diagnostic) -> LedgerHead { await ledger.head() }

    func isShared() async -> Bool { isSharedNow }
}
