import Host
import Synchronization

/// Tells everybody who waits that the run is to end: nothing new is sent, nothing more is waited for.
public final class StopSignal: Sendable {
    private struct State {
        var isRequested = false
        var cancelsJobs = false
        var nextWaiter = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        /// Those whose time was over before they waited.
        var released: Set<Int> = []
    }

    private let state = Mutex(State())

    /// Makes a signal that nobody has given yet.
    public init() {}

    /// Whether it has been given.
    public var isRequested: Bool { state.withLock { $0.isRequested } }

    /// Whether whoever gave it wants the jobs that run cancelled, and not left to themselves.
    public var cancelsJobs: Bool { state.withLock { $0.cancelsJobs } }

    /// Gives it; giving it again changes nothing.
    ///
    /// - Parameter cancelsJobs: Whether the jobs that run are to be cancelled.
    public func request(cancelsJobs: Bool = false) {
        let waiters = state.withLock { state in
            if !state.isRequested { state.cancelsJobs = cancelsJobs }
            state.isRequested = true
            defer { state.waiters = [:] }
            return state.waiters
        }
        for waiter in waiters.values { waiter.resume() }
    }

    /// Waits until it is given or the task is cancelled.
    public func requested() async { await requested(as: newWaiter()) }

    /// Waits until it is given, the time is over, or the task is cancelled.
    ///
    /// - Parameters:
    ///   - duration: How long.
    ///   - time: Measures it.
    /// - Returns: Whether it was given.
    func isGiven(within duration: Duration, of time: any Timekeeper) async -> Bool {
        if isRequested { return true }
        let number = newWaiter()
        await withTaskGroup { group in
            // Thousands wait at once: one task more for each, not two.
            group.addTask {
                try? await time.sleep(for: duration)
                self.release(number)
            }
            await requested(as: number)
            group.cancelAll()
        }
        return state.withLock { state in
            state.released.remove(number)
            return state.isRequested
        }
    }

    private func newWaiter() -> Int {
        state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
    }

    private func requested(as number: Int) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.released.remove(number) != nil || state.isRequested || Task.isCancelled {
                        return true
                    }
                    state.waiters[number] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiters.removeValue(forKey: number) }
            waiter?.resume()
        }
    }

    /// Ends one wait, also where it is not begun yet.
    private func release(_ number: Int) {
        let waiter = state.withLock { state in
            let waiter = state.waiters.removeValue(forKey: number)
            if waiter == nil { state.released.insert(number) }
            return waiter
        }
        waiter?.resume()
    }
}
