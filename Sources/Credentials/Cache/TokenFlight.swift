import Diagnostics
import Synchronization

/// One request for a token under way, and those who wait for it.
///
/// The first caller makes the request in its own task; the others wait here. A waiter that is cancelled leaves at once
/// and disturbs nobody.
final class TokenFlight: Sendable {
    /// What a waiter is told.
    enum News: Sendable {
        /// The request ended.
        case ended(Result<AccessToken, Diagnostic>)
        /// Whoever made the request was cancelled: somebody else must make it.
        case abandoned
        /// The waiter itself was cancelled.
        case cancelled
    }

    private struct State {
        var news: News?
        var waiters: [Int: CheckedContinuation<News, Never>] = [:]
        var cancelled: Set<Int> = []
        var nextTicket = 0
    }

    private let state = Mutex(State())

    /// Waits for the news.
    func news() async -> News {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let known = state.withLock { state -> News? in
                    if let news = state.news { return news }
                    if state.cancelled.remove(ticket) != nil { return .cancelled }
                    state.waiters[ticket] = continuation
                    return nil
                }
                // Resumed outside the lock: what runs then must not find it held.
                if let known { continuation.resume(returning: known) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                let waiter = state.waiters.removeValue(forKey: ticket)
                // The cancellation may come before the wait begins.
                if waiter == nil, state.news == nil { state.cancelled.insert(ticket) }
                return waiter
            }
            waiter?.resume(returning: .cancelled)
        }
    }

    /// Tells everybody, also those who come later; the first news counts.
    func tell(_ news: News) {
        let waiters = state.withLock { state in
            if state.news == nil { state.news = news }
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        for waiter in waiters { waiter.resume(returning: news) }
    }

    /// How many wait.
    var waiterCount: Int { state.withLock { $0.waiters.count } }
}
