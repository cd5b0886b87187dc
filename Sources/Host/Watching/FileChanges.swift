import Synchronization

/// What has changed among files that are watched; lent by a ``FileWatch``.
///
/// A change is a difference between two looks at the files. What the system says only wakes: so it does not matter
/// how an editor writes, and what it does to other files beside them.
public final class FileChanges: Sendable {
    /// How long nothing may change before changes are told: an editor writes in several steps.
    static let quiet = Duration.milliseconds(100)
    /// How long changes may go on before they are told all the same.
    static let patience = Duration.seconds(1)
    /// How often one looks where nothing wakes.
    static let interval = Duration.seconds(1)

    private let signal: FileSignal
    private let look: @Sendable () -> FileLook
    private let time: any Timekeeper
    private let last: Mutex<FileLook>

    /// Begins with a first look.
    ///
    /// - Parameters:
    ///   - signal: Raised when something may have changed.
    ///   - time: What waiting is done by.
    ///   - look: Looks at the files.
    public init(signal: FileSignal, time: any Timekeeper, look: @escaping @Sendable () -> FileLook) {
        self.signal = signal
        self.time = time
        self.look = look
        self.last = Mutex(look())
    }

    /// Waits until something has changed and nothing more does for 100 milliseconds, or changes go on for a second.
    ///
    /// To be asked by one task at a time. What changes between two questions is told by the second.
    ///
    /// - Returns: The paths that appeared, changed or went away: as they were given, or below a folder as it was
    ///   given. Never empty.
    /// - Throws: `CancellationError` when the task is cancelled, at once.
    public func next() async throws(CancellationError) -> Set<String> {
        while true {
            try await wake()
            try await settle()
            let new = look()
            let old = last.withLock { last in
                defer { last = new }
                return last
            }
            let changed = new.difference(from: old)
            if !changed.isEmpty { return changed }
        }
    }

    /// Waits for the signal; where it cannot be relied on, for a second at most.
    private func wake() async throws(CancellationError) {
        if last.withLock({ $0.isWoken }) {
            await signal.raised()
        } else {
            let (signal, time) = (signal, time)
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await signal.raised() }
                group.addTask { try? await time.sleep(for: Self.interval) }
                await group.next()
                group.cancelAll()
            }
        }
        if Task.isCancelled { throw CancellationError() }
    }

    /// Waits until the signal stays away.
    private func settle() async throws(CancellationError) {
        let start = time.monotonic
        while signal.take(), time.monotonic - start < Self.patience {
            try await time.sleep(for: Self.quiet)
        }
    }
}
