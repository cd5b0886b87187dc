public import Host
import Synchronization

/// A clock that stands still until somebody sleeps or moves it.
///
/// A sleep moves the time by its length at once and returns, so that what waits for hours is tested in no time.
public final class ManualTimekeeper: Timekeeper {
    private struct State {
        var passed: Duration = .zero
        var sleeps: [Duration] = []
    }

    private let start: Timestamp
    private let state = Mutex(State())

    /// Makes a clock.
    ///
    /// - Parameter start: The time of day that it shows; 2026-11-20T22:00:00Z by default.
    public init(start: Timestamp = Timestamp(milliseconds: 1_795_212_000_000)) { self.start = start }

    /// The start and what has passed since.
    public var now: Timestamp {
        let (seconds, attoseconds) = monotonic.components
        return Timestamp(
            milliseconds: start.milliseconds + seconds * 1000 + attoseconds / 1_000_000_000_000_000
        )
    }

    /// What has passed since the start.
    public var monotonic: Duration { state.withLock { $0.passed } }

    /// Every sleep that was asked for, in order, also those of zero and less.
    public var sleeps: [Duration] { state.withLock { $0.sleeps } }

    /// Moves the time.
    ///
    /// - Parameter duration: How far.
    public func advance(by duration: Duration) { state.withLock { $0.passed += duration } }

    /// Moves the time and returns; fails when the task is cancelled before or meanwhile.
    public func sleep(for duration: Duration) async throws(CancellationError) {
        if Task.isCancelled { throw CancellationError() }
        state.withLock { state in
            state.sleeps.append(duration)
            state.passed += max(duration, .zero)
        }
        // Others get their turn, as they would if time really passed.
        await Task.yield()
        if Task.isCancelled { throw CancellationError() }
    }
}
