import Diagnostics
import Execution
import HTTPExchange
import HTTPTypes
import JSONValues
import Ledgers
import Plans
import RunnerTestSupport
import Synchronization

/// A bench with an endpoint whose jobs run until they are cancelled, and whose run is interrupted.
struct InterruptedEndpoint {
    let bench = Bench()
    let endpoint: NamedEndpoint
    private let cancelled = Cancelled()

    /// The jobs that the endpoint has cancelled.
    private final class Cancelled: Sendable {
        private let names = Mutex<Set<String>>([])
        func add(_ name: String) { names.withLock { _ = $0.insert(name) } }
        func has(_ name: String) -> Bool { names.withLock { $0.contains(name) } }
    }

    /// Plays.
    ///
    /// - Parameters:
    ///   - fates: What happens to each submission.
    ///   - cancel: What is answered to requests to cancel; `nil` for consent.
    ///   - times: How many requests to cancel are answered so; the others with consent.
    ///   - isCarriedOut: Whether what is answered otherwise is carried out nevertheless.
    init(
        _ fates: [NamedEndpoint.Fate] = [],
        cancel: ScriptedTransport.Reply? = nil,
        times: Int = .max,
        isCarriedOut: Bool = true
    ) {
        let cancelled = cancelled
        if let cancel {
            bench.transport.respond(times: times, when: { $0.address.path.hasSuffix("/cancel") }) { request in
                if isCarriedOut { cancelled.add(Self.name(in: request.address.path)) }
                return cancel
            }
        }
        bench.transport.respond(when: { $0.address.path.hasSuffix("/cancel") }) { request in
            cancelled.add(Self.name(in: request.address.path))
            return .answer(
                HTTPAnswer(status: 202, fields: [.location: "https://management.azure.com/operations/1"])
            )
        }
        bench.transport.respond(when: {
            $0.method == .get && $0.address.host.hasPrefix("heart.")
                && $0.address.path.contains("/jobs/batchjob-")
        }) { request in
            let name = Self.name(in: request.address.path + "/")
            let word = cancelled.has(name) ? "Canceled" : "Running"
            return .json(["name": .string(name), "properties": ["status": .string(word)]])
        }
        endpoint = NamedEndpoint(on: bench, fates)
    }

    private static func name(in path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false).dropLast().last.map(String.init) ?? ""
    }

    /// How many requests to cancel there were.
    var cancels: Int { bench.posts.count { $0.address.path.hasSuffix("/cancel") } }

    /// What is noted in the ledger, in order.
    func notes() async throws -> [LedgerEvent.Note] {
        try await bench.ledger.entries(after: 0, limit: 10_000).compactMap { entry in
            guard case .noted(_, let note, _) = try entry.readEvent() else { return nil }
            return note
        }
    }

    /// Executes, and interrupts when something has happened so often.
    func execute(
        _ plan: Plan,
        on store: (any LedgerStore)? = nil,
        times: Int = 1,
        change: (inout Executor.Options) -> Void = { _ in },
        cancelling: Bool = true,
        seen: WordLog? = nil,
        when isTime: @escaping @Sendable (ExecutionEvent) -> Bool = Self.runs
    ) async throws(Diagnostic) -> ExecutionSummary {
        var options = Executor.Options()
        change(&options)
        let left = Countdown(times)
        return try await bench.execute(plan, on: store, options: options) { [bench] event in
            switch event {
            case .cancelling(_, let id): seen?.add("cancelling \(id)")
            case .notCancelled(_, let why): seen?.add("not cancelled: \(why)")
            case .trouble(_, let why): seen?.add(why)
            default: break
            }
            if isTime(event), left.isOver() { bench.stop.request(cancelsJobs: cancelling) }
        }
    }

    static func runs(_ event: ExecutionEvent) -> Bool {
        if case .changed(_, .running, _) = event { true } else { false }
    }

    static func isIntended(_ event: ExecutionEvent) -> Bool {
        if case .intended = event { true } else { false }
    }
}

/// Counts down to zero once.
private final class Countdown: Sendable {
    private let left: Mutex<Int>
    init(_ count: Int) { left = Mutex(count) }
    func isOver() -> Bool {
        left.withLock { left in
            left -= 1
            return left == 0
        }
    }
}
