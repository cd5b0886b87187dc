import Diagnostics
import HTTPExchange
import HTTPTypes
import JSONValues
import Ledgers
import Plans
import RunnerTestSupport
import Synchronization
import Testing

@testable import Execution

/// Many jobs of one endpoint are followed by its list, which is a hint and never ends one.
@Suite struct FollowedJobsTests {
    /// An endpoint whose jobs are there, as its list and their own documents show them.
    private final class Far: Sendable {
        private let counts = Mutex((lists: 0, questions: 0))

        var lists: Int { counts.withLock { $0.lists } }
        var questions: Int { counts.withLock { $0.questions } }

        /// `listed` and `own` are the words of the list and of a job's own document; the list does not show `nil`.
        init(
            on bench: Bench,
            jobs: Int,
            listStatus: Int = 200,
            pages: Int = 1,
            listed: @escaping @Sendable (_ number: Int) -> String?,
            own: @escaping @Sendable (_ number: Int) -> String
        ) {
            let made = Counter()
            bench.transport.respond { request in
                let path = request.address.path
                if request.method == .post {
                    let name = "batchjob-\(made.add())"
                    let body: JSONValue = ["name": .string(name), "properties": ["status": "Preparing"]]
                    return .json(body, status: 201)
                }
                if path.hasSuffix("/batchEndpoints/heart") {
                    let uri = "https://heart.eastus2.inference.ml.azure.com/jobs"
                    return .json(["properties": ["scoringUri": .string(uri)]])
                }
                if path.hasSuffix("/workspaces/cardiology") {
                    let url = "https://eastus2.api.azureml.ms/discovery"
                    return .json(["properties": ["discoveryUrl": .string(url)]])
                }
                if path == "/discovery" { return .json(["api": "https://eastus2.api.azureml.ms"]) }
                if path.hasPrefix("/mferp") {
                    let number = self.counts.withLock { counts in
                        counts.lists += 1
                        return counts.lists
                    }
                    guard listStatus == 200 else { return .json([:], status: listStatus) }
                    let values = (1...jobs).compactMap { number -> JSONValue? in
                        listed(number).map {
                            ["name": .string("batchjob-\(number)"), "properties": ["status": .string($0)]]
                        }
                    }
                    guard pages > 1 else { return .json(["value": .array(values)]) }
                    let next = "https://eastus2.api.azureml.ms/mferp?page=\(number)"
                    return .json(["value": .array(values), "nextLink": .string(next)])
                }
                self.counts.withLock { $0.questions += 1 }
                let number = path.split(separator: "-").last.flatMap { Int($0) } ?? 0
                return .json([
                    "name": .string("batchjob-\(number)"), "properties": ["status": .string(own(number))],
                ])
            }
        }
    }

    private final class Counter: Sendable {
        private let value = Mutex(0)

        var count: Int { value.withLock { $0 } }

        @discardableResult func add() -> Int {
            value.withLock {
                $0 += 1
                return $0
            }
        }
    }

    /// Jobs are asked about by themselves when the list shows that they ended, and at one look of twenty.
    @Test func theListTellsThatAJobGoesOn() async throws {
        let bench = Bench()
        let count = 60
        // The clock moves with every wait of every job.
        let end = Duration.seconds(20_000)
        let time = bench.time
        let far = Far(
            on: bench,
            jobs: count,
            listed: { _ in time.monotonic < end ? "Running" : "Completed" },
            own: { _ in time.monotonic < end ? "Running" : "Completed" }
        )
        let keys = "timeouts: { execution: P30D }"
        let plan = try await bench.plan(jobs: count, isDistinct: true, keys: keys, isNamed: true)
        let looks = Counter()
        let summary = try await bench.execute(plan) { event in
            if case .waiting = event { looks.add() }
        }
        #expect(summary.exitStatus == .success)
        #expect(looks.count > 5 * count)
        #expect(far.lists > 0)
        // Once each for the end, once for each twenty looks, and those that ended when few were left.
        #expect(far.questions <= looks.count / 10 + 3 * count, "\(far.questions) of \(looks.count)")
        let states = await bench.ledger.attempts(matching: AttemptQuery()).map(\.state)
        #expect(states == Array(repeating: .succeeded, count: count))
    }

    /// A list that is wrong ends nothing, and keeps nothing from ending.
    @Test(arguments: ["Completed", "Failed", "Queued", "", nil] as [String?])
    func theJobsOwnDocumentEndsIt(listed: String?) async throws {
        let bench = Bench()
        let count = 40
        let asked = Mutex([Int: Int]())
        _ = Far(
            on: bench,
            jobs: count,
            listed: { _ in listed },
            own: { number in
                asked.withLock { $0[number, default: 0] += 1 }
                return asked.withLock { $0[number, default: 0] } < 3 ? "Running" : "Completed"
            }
        )
        let keys = "timeouts: { execution: P300D }"
        let plan = try await bench.plan(jobs: count, isDistinct: true, keys: keys, isNamed: true)
        #expect(try await bench.execute(plan).exitStatus == .success)
        let states = await bench.ledger.attempts(matching: AttemptQuery()).map(\.state)
        #expect(states == Array(repeating: .succeeded, count: count))
        #expect(asked.withLock { $0.values.allSatisfy { $0 == 3 } })
    }

    @Test(arguments: [403, 404, 500, 302])
    func withoutAListEachIsAsked(status: Int) async throws {
        let bench = Bench()
        let count = 40
        let far = Far(
            on: bench,
            jobs: count,
            listStatus: status,
            listed: { _ in nil },
            own: { _ in "Completed" }
        )
        let plan = try await bench.plan(jobs: count, isDistinct: true, isNamed: true)
        #expect(try await bench.execute(plan).exitStatus == .success)
        #expect(far.questions == count)
    }

    /// A list with a long history is not read to its end at every look.
    @Test func aListThatIsTooLongIsLeftAlone() async throws {
        let bench = Bench()
        let count = 40
        let far = Far(
            on: bench,
            jobs: count,
            pages: .max,
            listed: { _ in "Running" },
            own: { _ in "Completed" }
        )
        let plan = try await bench.plan(jobs: count, isDistinct: true, isNamed: true)
        #expect(try await bench.execute(plan).exitStatus == .success)
        #expect(far.questions == count)
        #expect(far.lists <= count / FollowedJobs.jobsAPage)
    }

    // MARK: - Who looks at it

    private static func key() async throws -> SharedListings.Key {
        try #require(try await Bench().plan(isNamed: true).jobs[0].submission.listingKey)
    }

    private static let listing = JobListing(
        jobs: (0..<100).map { number in
            ListedJob(
                remoteID: "j\(number)",
                data: JobData(inputs: [], outputs: []),
                deployment: nil,
                creator: nil,
                created: nil,
                status: RemoteStatus(state: .running, word: "Running")
            )
        },
        serviceTime: nil
    )

    @Test func oneListIsEnoughForAll() async throws {
        let jobs = FollowedJobs()
        let key = try await Self.key()
        let time = ManualTimekeeper()
        let fetches = Counter()
        func look(_ id: String) async -> FollowedJobs.Glimpse? {
            await jobs.glimpse(of: id, key, notOlderThan: .seconds(1), time) {
                (_) async throws(InquiryFailure) in
                fetches.add()
                return Self.listing
            }
        }
        for _ in 0..<19 { await jobs.join(key) }
        #expect(await look("j1") == nil)
        #expect(fetches.count == 0)
        for _ in 0..<81 { await jobs.join(key) }
        for number in 0..<100 { #expect(await look("j\(number)")?.state == .running) }
        #expect(await look("other") == nil)
        #expect(fetches.count == 1)
        time.advance(by: .seconds(1))
        _ = await look("j1")
        #expect(fetches.count == 1)
        time.advance(by: .milliseconds(1))
        _ = await look("j1")
        #expect(fetches.count == 2)
        for _ in 0..<81 { await jobs.leave(key) }
        #expect(await look("j1") == nil)
    }

    @Test(arguments: [
        (nil as InquiryFailure?, FollowedJobs.rest), (.hostNotAllowed("x"), FollowedJobs.rest),
        (.unreachable("HTTP 503"), FollowedJobs.shortRest),
    ])
    func whatCannotBeHadIsLeftAlone(failure: InquiryFailure?, rest: Duration) async throws {
        let jobs = FollowedJobs()
        let key = try await Self.key()
        let time = ManualTimekeeper()
        let fetches = Counter()
        for _ in 0..<80 { await jobs.join(key) }
        func look() async -> FollowedJobs.Glimpse? {
            await jobs.glimpse(of: "j1", key, notOlderThan: .zero, time) {
                (pages) async throws(InquiryFailure) in
                #expect(pages == 20)
                fetches.add()
                if let failure { throw failure }
                return nil
            }
        }
        for _ in 0..<5 { #expect(await look() == nil) }
        #expect(fetches.count == 1)
        time.advance(by: rest)
        _ = await look()
        #expect(fetches.count == 2)
    }
}
