import Synchronization

/// What this process's leases guard: each append carries the fences of those that its events are under.
final class LeaseGuards: Sendable {
    private struct State {
        var all: LeaseGrant?
        /// By the key's bytes: `String` would take canonically equivalent keys for one.
        var attempts: [[UInt8]: LeaseGrant] = [:]
    }

    private let state = Mutex(State())

    func set(_ grant: LeaseGrant?, for key: String) {
        state.withLock { $0.attempts[Array(key.utf8)] = grant }
    }

    func setAll(_ grant: LeaseGrant?) { state.withLock { $0.all = grant } }

    /// The leases that events are under, each with the attempt that begins under it.
    func guards(of events: [PreparedEvent]) -> [LeaseGuard] {
        state.withLock { state in
            var guards: [LeaseGuard] = []
            if let all = state.all { guards.append(LeaseGuard(grant: all)) }
            guard !state.attempts.isEmpty else { return guards }
            for event in events {
                guard let key = event.event.key, let grant = state.attempts[Array(key.utf8)] else { continue }
                guards.append(LeaseGuard(grant: grant, attempt: event.intendedKey))
            }
            return guards
        }
    }
}

/// A lease that has to stand for an append to be written.
struct LeaseGuard: Sendable {
    let grant: LeaseGrant
    /// The attempt that the lease is for from now on.
    var attempt: String?
}
