import Diagnostics
import Engines
import HTTPExchange
import Ledgers
import Manifests
import Plans
import RunnerTestSupport
import Synchronization
import Testing

@testable import Execution

/// Thousands of attempts in doubt at one endpoint: the work grows as they do, and not as their square.
///
/// Bounded by counting what is asked and compared, never by a clock.
@Suite struct ManyDoubtsTests {
    private static func listed(_ number: Int, _ data: JobData) -> ListedJob {
        ListedJob(
            remoteID: "batchjob-\(number)",
            data: data,
            deployment: nil,
            creator: nil,
            created: 1000,
            status: nil
        )
    }

    /// Jobs that read something of their own, or the same and write to places of their own.
    @Test(arguments: [true, false])
    func comparesEachDoubtWithItsOwnJobs(readsItsOwn: Bool) {
        let count = 5000
        func data(_ number: Int) -> JobData {
            readsItsOwn
                ? JobData(inputs: ["in-\(number)"], outputs: number % 2 == 0 ? [] : ["out"])
                : JobData(inputs: ["in"], outputs: ["out-\(number)"])
        }
        let listing = JobListing(jobs: (0..<count).map { Self.listed($0, data($0)) }, serviceTime: nil)
        let index = ListingIndex(listing, now: 1000, began: .zero)
        var compared = 0
        for number in 0..<count {
            let candidates = index.candidates(for: data(number))
            compared += candidates.count
            #expect(candidates.map(\.remoteID) == ["batchjob-\(number)"])
        }
        #expect(compared == count)
    }

    /// The index leaves out nothing that a comparison with every job would find.
    @Test func findsWhatComparingAllWouldFind() {
        let texts = ["a", "b", "e\u{301}", "\u{E9}", ""]
        let all = texts.flatMap { input in
            [[], ["o"], ["e\u{301}"], ["\u{E9}"], ["o", "p"]].flatMap { outputs in
                [
                    JobData(inputs: [input], outputs: outputs),
                    JobData(inputs: [input, "z"], outputs: outputs),
                ]
            }
        }
        let listing = JobListing(jobs: all.enumerated().map { Self.listed($0, $1) }, serviceTime: nil)
        let index = ListingIndex(listing, now: 0, began: .zero)
        for data in all {
            let expected = listing.jobs.filter { data.isMet(by: $0.data) }.map(\.remoteID)
            let found = index.candidates(for: data).filter { data.isMet(by: $0.data) }.map(\.remoteID)
            #expect(found == expected)
        }
    }

    @Test func asksOnceWhatEachJobReads() async throws {
        let count = 2000
        let plan = try await Bench().plan(jobs: count, isDistinct: true, isNamed: true)
        let engine = CountingEngine()
        let book = TwinBook(of: plan.jobs, by: engine)
        for job in plan.jobs {
            let data = AzureMLBatchEngine().data(of: job.submission.specification)
            #expect(await book.isAlone(job.submission, with: data))
        }
        #expect(engine.count == count)
        let first = plan.jobs[0].submission
        let other = AzureMLBatchEngine().data(of: plan.jobs[1].submission.specification)
        #expect(await !book.isAlone(first, with: other))
    }

    /// Whoever asks while a list is on its way waits for the next, and all of them for the same one.
    @Test func thousandsShareTwoLists() async throws {
        let listings = SharedListings()
        let time = ManualTimekeeper()
        let fetches = Counter()
        let key = SharedListings.Key(endpoint: try await Self.endpoint(), credential: "scoring")
        let began = try await withThrowingTaskGroup(of: Duration.self) { group in
            group.addTask {
                try await listings.listing(key, time) { () async throws(InquiryFailure) in
                    fetches.add()
                    // Answered when all others have asked.
                    while await listings.waiting(for: key) < 1000 { await Task.yield() }
                    time.advance(by: .seconds(5))
                    return JobListing(jobs: [], serviceTime: nil)
                }.began
            }
            while fetches.count == 0 { await Task.yield() }
            for _ in 0..<1000 {
                group.addTask {
                    try await listings.listing(key, time) { () async throws(InquiryFailure) in
                        fetches.add()
                        return JobListing(jobs: [], serviceTime: nil)
                    }.began
                }
            }
            return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        #expect(fetches.count == 2)
        // Nobody was given what had been asked for before.
        #expect(began == [.zero: 1, .seconds(5): 1000])
    }

    @Test func aFailureIsSharedToo() async throws {
        let listings = SharedListings()
        let time = ManualTimekeeper()
        let key = SharedListings.Key(endpoint: try await Self.endpoint(), credential: "scoring")
        for _ in 0..<2 {
            await #expect(throws: InquiryFailure.unreachable("no")) {
                try await listings.listing(key, time) { () async throws(InquiryFailure) in
                    throw .unreachable("no")
                }
            }
        }
        let found = try await listings.listing(key, time) { () async throws(InquiryFailure) in
            JobListing(jobs: [], serviceTime: nil)
        }
        #expect(found.listing.jobs.isEmpty)
    }

    @Test func adoptsAllOfThem() async throws {
        let count = 300
        let bench = Bench()
        let endpoint = NamedEndpoint(on: bench, Array(repeating: .taken, count: count))
        // The clock moves with every wait of every job.
        let keys = "timeouts: { execution: P300D }"
        let plan = try await bench.plan(jobs: count, isDistinct: true, keys: keys, isNamed: true)
        let summary = try await bench.execute(plan)
        #expect(summary.exitStatus == .success)
        #expect(endpoint.count == count)
        #expect(Set(summary.results.map(\.remoteID)).count == count)
    }

    private static func endpoint() async throws -> EndpointTarget {
        try await Bench().plan(isNamed: true).jobs[0].submission.target
    }
}

/// Counts how often it is asked what a job reads and writes.
private final class CountingEngine: Engine {
    private let base = AzureMLBatchEngine()
    private let asked = Counter()

    var count: Int { asked.count }

    var endpointType: String { base.endpointType }

    func check(_ job: Job, on endpoint: Endpoint, into problems: inout [Diagnostic]) {
        base.check(job, on: endpoint, into: &problems)
    }

    func audience(for target: EndpointTarget) -> Audience { base.audience(for: target) }

    func preview(_ submission: Submission, key: String) -> OutgoingRequest {
        base.preview(submission, key: key)
    }

    func submit(_ intent: Intent) -> any EngineConversation { base.submit(intent) }

    func status(of remoteID: String, at target: EndpointTarget) -> any EngineConversation {
        base.status(of: remoteID, at: target)
    }

    func data(of specification: JobSpecification) -> JobData {
        asked.add()
        return base.data(of: specification)
    }
}

private final class Counter: Sendable {
    private let value = Mutex(0)

    var count: Int { value.withLock { $0 } }

    func add() { value.withLock { $0 += 1 } }
}
