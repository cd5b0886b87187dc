import Synchronization

/// Lets a number of questions about jobs be under way at once; the others wait in the order in which they came.
///
/// Thousands of jobs are waited for at once. Asked about all at once they would keep every connection to themselves, and
/// submissions would wait behind them with their time going on.
final class QuestionGate: Sendable {
    private struct State {
        var free: Int
        /// Who waits; those before `first` have been let through.
        var waiting: [CheckedContinuation<Void, Never>?] = []
        var first = 0
    }

    private let state: Mutex<State>

    /// Makes a gate.
    ///
    /// - Parameter width: How many questions may be under way at once; at least one is.
    init(width: Int) { state = Mutex(State(free: max(1, width))) }

    /// Waits until a question may leave; ``leave()`` must follow.
    func enter() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.free == 0 else {
                    state.free -= 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    /// Lets the next one through.
    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.first < state.waiting.count else {
                state.waiting.removeAll()
                state.first = 0
                state.free += 1
                return nil
            }
            defer {
                state.waiting[state.first] = nil
                state.first += 1
            }
            return state.waiting[state.first]
        }
        next?.resume()
    }
}
