#if DEBUG
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
#endif

/// Places at which a debug build can be made to end or to fail, so that tests see what is found afterwards.
///
/// `RUNNER_FAILPOINT=NAME=ACTION`, or `NAME#N=ACTION` for the N-th time that the place is reached. Actions: `kill` ends
/// the process as `kill -9` does, `full` makes a write fail as on a full disk. Release builds know none of this: the
/// variable's name is not even in them.
public enum Failpoint {
    #if DEBUG
    /// What is armed, read once.
    private static let armed: Armed? = ProcessEnvironment.current["RUNNER_FAILPOINT"].flatMap(Armed.init)

    /// Ends the process here when that was asked for.
    ///
    /// - Parameter name: The place.
    public static func reach(_ name: @autoclosure () -> String) {
        guard let armed, armed.isDue(at: name(), for: .kill) else { return }
        raise(SIGKILL)
    }

    /// Whether a write is to fail here.
    ///
    /// - Parameter name: The place.
    /// - Returns: Whether.
    public static func isFull(_ name: @autoclosure () -> String) -> Bool {
        armed.map { $0.isDue(at: name(), for: .full) } ?? false
    }

    private final class Armed: Sendable {
        enum Action: String { case kill, full }

        let name: String
        let action: Action
        private let remaining: Mutex<Int>

        init?(_ text: String) {
            let parts = text.split(separator: "=").map(String.init)
            guard parts.count == 2, let action = Action(rawValue: parts[1]) else { return nil }
            let place = parts[0].split(separator: "#").map(String.init)
            guard let name = place.first, let count = place.count == 2 ? Int(place[1]) : 1 else { return nil }
            self.name = name
            self.action = action
            remaining = Mutex(count)
        }

        /// Whether this is the time that was meant; `full` lasts from then on.
        func isDue(at place: String, for action: Action) -> Bool {
            guard action == self.action, place.utf8.elementsEqual(name.utf8) else { return false }
            return remaining.withLock { remaining in
                remaining -= 1
                return remaining == 0 || (remaining < 0 && action == .full)
            }
        }
    }
    #else
    /// Nothing.
    ///
    /// - Parameter name: The place.
    @inlinable public static func reach(_ name: @autoclosure () -> String) {}

    /// Never.
    ///
    /// - Parameter name: The place.
    /// - Returns: `false`.
    @inlinable public static func isFull(_ name: @autoclosure () -> String) -> Bool { false }
    #endif
}
