#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The machine's own clocks.
///
/// ``monotonic`` goes on while the machine sleeps, so that a deadline means what a person expects of it.
public struct SystemTimekeeper: Timekeeper {
    /// Makes it.
    public init() {}

    /// The system's clock.
    public var now: Timestamp {
        let (seconds, nanoseconds) = Self.reading(of: CLOCK_REALTIME)
        return Timestamp(milliseconds: seconds * 1000 + nanoseconds / 1_000_000)
    }

    /// The time since the machine was started, sleep included.
    public var monotonic: Duration {
        #if canImport(Darwin)
        let (seconds, nanoseconds) = Self.reading(of: CLOCK_MONOTONIC)
        #else
        let (seconds, nanoseconds) = Self.reading(of: CLOCK_BOOTTIME)
        #endif
        return .seconds(seconds) + .nanoseconds(nanoseconds)
    }

    /// Waits, ten years at most.
    public func sleep(for duration: Duration) async throws(CancellationError) {
        // Ten years: beyond that the runtime's own arithmetic may overflow.
        let duration = min(duration, .seconds(315_360_000))
        do {
            if duration > .zero {
                try await Task.sleep(for: duration, clock: ContinuousClock())
            } else {
                try Task.checkCancellation()
            }
        } catch {
            throw CancellationError()
        }
    }

    private static func reading(of clock: clockid_t) -> (seconds: Int64, nanoseconds: Int64) {
        var time = timespec()
        _ = unsafe clock_gettime(clock, &time)
        return (Int64(time.tv_sec), Int64(time.tv_nsec))
    }
}
