import Synchronization

/// Tells everybody who waits that the run is to end: nothing new is sent, nothing more is waited for.
public final class StopSignal: Sendable {
    private struct State {
        var isRequested = false
        var cancelsJobs = false
        var nextWaiter = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
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
    public func requested() async {
        let number = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.isRequested || Task.isCancelled { return true }
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
}
