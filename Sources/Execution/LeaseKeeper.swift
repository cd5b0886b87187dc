import Diagnostics
public import Host
public import Ledgers
import Plans
import Synchronization

/// Keeps the leases of one run: its own, and those of the concurrency groups that its jobs are in.
///
/// While it keeps them a heartbeat goes on. When somebody else has taken one (because this process was stopped for too
/// long, or a person unlocked it), the run stops, and what it still wants to write is refused by the ledger.
public final class LeaseKeeper: Sendable {
    private let store: any LeaseStore
    private let owner: LeaseOwner
    private let time: any Timekeeper
    private let stop: StopSignal
    private let tell: @Sendable (String) -> Void
    /// What is held, by the holder's word.
    private let held = Mutex<[String: LeaseGrant]>([:])
    /// The attempts that are under a lease, by the holder's word.
    private let guarded = Mutex<[String: Set<String>]>([:])

    /// Makes a keeper that holds nothing.
    ///
    /// - Parameters:
    ///   - store: Where leases stand.
    ///   - owner: The run.
    ///   - time: The time between heartbeats.
    ///   - stop: Given when a lease is lost.
    ///   - tell: Says something to people.
    public init(
        _ store: any LeaseStore,
        owner: LeaseOwner,
        time: any Timekeeper,
        stop: StopSignal,
        tell: @escaping @Sendable (String) -> Void
    ) {
        self.store = store
        self.owner = owner
        self.time = time
        self.stop = stop
        self.tell = tell
    }

    /// Does something as the one who may write of the run.
    ///
    /// - Parameter body: What is done.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws, or RN06 when the run's lease cannot be taken.
    public func keeping<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let request = LeaseRequest(.run(owner.runID), holder: owner.runID, owner: owner)
        guard case .taken(let grant, _) = try await store.take(request) else {
            preconditionFailure("a run's id is its own")
        }
        hold(grant)
        store.guardAll(by: grant)
        let result: Result<Value, any Error>
        do {
            result = .success(
                try await withThrowingTaskGroup(of: Value?.self) { group in
                    group.addTask { try await body() }
                    group.addTask { [self] in
                        await beat()
                        return nil
                    }
                    defer { group.cancelAll() }
                    while let next = try await group.next() {
                        if let value = next { return value }
                    }
                    throw CancellationError()
                }
            )
        } catch {
            result = .failure(error)
        }
        store.guardAll(by: nil)
        for grant in held.withLock({ Array($0.values) }) { try? await store.release(grant, isGoingOn: true) }
        held.withLock { $0 = [:] }
        return try result.get()
    }

    /// Tells every quarter of a term that the run is alive, until it is cancelled or loses a lease.
    private func beat() async {
        while true {
            do { try await time.sleep(for: LeaseTerm.heartbeat) } catch { return }
            let grants = held.withLock { Array($0.values) }
            // A ledger that is busy for a moment is asked again at the next beat.
            guard let lost = try? await store.renew(grants), !lost.isEmpty else { continue }
            // What was given back meanwhile is not lost.
            let missing = held.withLock { held in lost.filter { held[$0.holder] == $0 } }
            guard let first = missing.first else { continue }
            tell("stopping: the lease \(first.name) was taken by another process\n")
            stop.request()
            return
        }
    }

    /// Asks for the lease of a job's group.
    ///
    /// - Parameters:
    ///   - group: The group.
    ///   - job: The job.
    /// - Returns: Who has it; `nil` when this job does.
    /// - Throws: RN0606 when the ledger cannot be written.
    func enter(_ group: ConcurrencyGroup, _ job: PlannedJob) async throws(Diagnostic) -> GroupTurn? {
        let request = request(group, job.submission, attempt: nil)
        guard held.withLock({ $0[request.holder] }) == nil else { return nil }
        switch try await store.take(request) {
        case .taken(let grant, let former):
            hold(grant)
            if let former {
                tell(
                    "took the concurrency group `\(group.name)` from \(former.words), not heard of for a minute\n"
                )
            }
            return nil
        case .held(let record, let ahead):
            return GroupTurn(job: job, group: group, holder: record, ahead: ahead)
        }
    }

    /// Takes over the lease of the group of an attempt that is followed, unless somebody who follows it too has it.
    func follow(_ key: String, of submission: Submission) async {
        guard let group = submission.concurrency else { return }
        let request = request(group, submission, attempt: key)
        guard case .taken(let grant, _)? = try? await store.take(request) else { return }
        hold(grant)
        protect(key, by: grant)
    }

    /// From now on what is written of an attempt is under its job's lease.
    func begin(_ key: String, of address: JobAddress) {
        guard let grant = held.withLock({ $0[holder(address)] }) else { return }
        protect(key, by: grant)
    }

    /// Gives back the lease of a job that is over for this run.
    func leave(_ result: JobResult) async {
        guard let grant = held.withLock({ $0.removeValue(forKey: holder(result.address)) }) else { return }
        let isGoingOn = [.unfinished, .unknown, .lost].contains(result.ending)
        // It runs out by itself when it cannot be given back.
        try? await store.release(grant, isGoingOn: isGoingOn)
        // Who is told to write about it from now on does so as anybody.
        let keys = guarded.withLock { $0.removeValue(forKey: grant.holder) } ?? []
        for key in keys { store.guardAttempt(key, by: nil) }
    }

    /// Leaves the line of a group.
    func withdraw(_ group: ConcurrencyGroup, _ job: PlannedJob) async throws(Diagnostic) {
        try await store.withdraw(request(group, job.submission, attempt: nil))
    }

    private func request(
        _ group: ConcurrencyGroup,
        _ submission: Submission,
        attempt: String?
    ) -> LeaseRequest {
        LeaseRequest(
            .group(group.name, scope: submission.realm.groupScope),
            holder: holder(submission.address),
            owner: owner.working(on: submission.displayAddress),
            attempt: attempt,
            waits: (group.rule == .queue || group.rule == .replace) && attempt == nil
        )
    }

    private func holder(_ address: JobAddress) -> String { owner.runID + " " + address.description }

    /// Whether a run has its lease still.
    ///
    /// - Parameters:
    ///   - runID: The run.
    ///   - now: The time.
    /// - Returns: Whether it was heard of within the length of a lease.
    /// - Throws: RN0605 when the ledger cannot be read.
    func isHeardOf(_ runID: String, at now: Timestamp) async throws(Diagnostic) -> Bool {
        try await store.leases().contains { $0.name == .run(runID) && !$0.isStale(at: now) }
    }

    private func protect(_ key: String, by grant: LeaseGrant) {
        guarded.withLock { _ = $0[grant.holder, default: []].insert(key) }
        store.guardAttempt(key, by: grant)
    }

    private func hold(_ grant: LeaseGrant) { held.withLock { $0[grant.holder] = grant } }
}
