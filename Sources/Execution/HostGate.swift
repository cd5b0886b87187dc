import Synchronization

/// Lets submissions of one run through to their hosts, each host at its own pace.
final class HostGate: Sendable {
    /// Whether a submission may leave.
    enum Entry {
        case go(HostPacing.Permit)
        /// Not yet: until the signal is given, or after that time.
        case wait(StopSignal, Duration?)
        case down
    }

    private struct Host {
        var pacing: HostPacing
        /// Given, and made anew, whenever a permit comes back.
        var change = StopSignal()
    }

    private let ceiling: Int
    private let hosts = Mutex<[String: Host]>([:])

    /// Makes a gate.
    ///
    /// - Parameter ceiling: How many submissions may be under way to one host at most.
    init(ceiling: Int) { self.ceiling = ceiling }

    /// Asks to send to a host.
    func enter(_ host: String, now: Duration) -> Entry {
        hosts.withLock { hosts in
            var entry = hosts[host] ?? Host(pacing: HostPacing(ceiling: ceiling))
            defer { hosts[host] = entry }
            return switch entry.pacing.enter(now: now) {
            case .go(let permit): .go(permit)
            case .wait(let duration): .wait(entry.change, duration)
            case .down: .down
            }
        }
    }

    /// Gives a permit back, which may let others through.
    ///
    /// - Returns: Whether what failed may be sent again.
    @discardableResult
    func leave(
        _ host: String,
        _ permit: HostPacing.Permit,
        _ outcome: HostPacing.Outcome,
        now: Duration
    ) -> Bool {
        let (mayRetry, change) = hosts.withLock { hosts -> (Bool, StopSignal?) in
            guard var entry = hosts[host] else { return (true, nil) }
            entry.pacing.leave(permit, outcome, now: now)
            let change = entry.change
            entry.change = StopSignal()
            hosts[host] = entry
            return (entry.pacing.mayRetry, change)
        }
        change?.request()
        return mayRetry
    }
}
