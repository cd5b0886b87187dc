import Diagnostics
import Execution
import HTTPExchange
import HTTPTypes
import JSONValues
import Ledgers
import Plans
import RunnerTestSupport
import Testing

@Suite struct CancellingTests {
    private func unfinished(_ bench: Bench, isNamed: Bool = true) async throws -> (
        Plan, [JobAddress: AttemptRecord]
    ) {
        bench.playEndpoint { _ in "Running" }
        var options = Executor.Options()
        options.waitTimeout = .zero
        _ = try await bench.execute(try await bench.plan(isNamed: isNamed), options: options)
        let plan = try await bench.plan(isNamed: isNamed)
        guard case .takeUp(let record) = plan.jobs[0].decision else { throw Bench.Refused(problems: []) }
        return (plan, [plan.jobs[0].submission.address: record])
    }

    @Test func recordsTheRequestAndWaitsForTheEnd() async throws {
        let bench = Bench()
        bench.transport.respond(when: { $0.address.host == "management.azure.com" && $0.method == .get }) {
            _ in
            .json(["properties": ["scoringUri": "https://heart.eastus2.inference.ml.azure.com/jobs"]])
        }
        bench.transport.reply(.answer(HTTPAnswer(status: 200))) { $0.address.path.hasSuffix("/cancel") }
        let (plan, attempts) = try await unfinished(bench)
        bench.transport.respond(when: { _ in false }) { _ in .json([:]) }
        let results = try await bench.executor().cancel(plan, attempts, waitingFor: .seconds(5)) { _ in }
        #expect(results.map(\.ending) == [.accepted])
        #expect(results.first?.state == .running)
        let events = try await bench.ledger.entries(after: 0, limit: 100).map { try $0.readEvent() }
        let notes = events.compactMap { event -> LedgerEvent.Note? in
            guard case .noted(_, let note, _) = event else { return nil }
            return note
        }
        #expect(notes == [.cancelRequested, .cancelAccepted])
        // A request to cancel is no state: only the endpoint's word ends the job.
        #expect(await bench.ledger.attempts(matching: AttemptQuery()).first?.state.isSettled == false)
    }

    @Test func saysThatAScoringURIIsNotEnough() async throws {
        let bench = Bench()
        let (plan, attempts) = try await unfinished(bench, isNamed: false)
        let before = bench.transport.requests.count
        let failure = await #expect(throws: Diagnostic.self) {
            try await bench.executor().cancel(plan, attempts, waitingFor: .zero) { _ in }
        }
        #expect(failure?.code == .cannotCancel)
        #expect(failure?.code.exitStatus == .unavailable)
        #expect(bench.transport.requests.count == before)
    }

    @Test func aRefusalIsRecordedAndTheJobGoesOn() async throws {
        let bench = Bench()
        bench.transport.respond(when: { $0.address.host == "management.azure.com" && $0.method == .get }) {
            _ in
            .json(["properties": ["scoringUri": "https://heart.eastus2.inference.ml.azure.com/jobs"]])
        }
        bench.transport.reply(.answer(HTTPAnswer(status: 403))) { $0.address.path.hasSuffix("/cancel") }
        let (plan, attempts) = try await unfinished(bench)
        let results = try await bench.executor().cancel(plan, attempts, waitingFor: .zero) { _ in }
        guard case .refused? = results.first?.ending else {
            Issue.record("a 403 is no consent")
            return
        }
    }
}
