import ArgumentParser
import Diagnostics
import Execution
import Host
import Synchronization
import UnixSignals

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What the first interrupt does to jobs that run.
enum InterruptAction: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// They are left running.
    case detach
    /// They are cancelled, where that can be asked for.
    case cancel

    /// What is said when the interrupt comes.
    fileprivate var words: String {
        switch self {
        case .detach: "stopping: nothing new is sent; jobs that run are not cancelled\n"
        case .cancel:
            "stopping: nothing new is sent; jobs of this run are cancelled where they can be; another interrupt leaves at "
                + "once\n"
        }
    }
}

/// What signals do to a run: the first asks it to stop, the second ends the process.
///
/// Leaving at once loses nothing: whatever is in flight stands in the ledger as an intent.
enum Interruption {
    /// Does something that signals may stop.
    ///
    /// - Parameters:
    ///   - stop: Requested at the first SIGINT, SIGTERM or SIGHUP.
    ///   - action: What becomes of jobs that run.
    ///   - console: Where it is said.
    ///   - body: What is done.
    /// - Returns: What `body` returns, and how the command ends when it was stopped.
    /// - Throws: What `body` throws.
    static func watched<Value: Sendable>(
        _ stop: StopSignal,
        _ action: InterruptAction = .detach,
        console: any Console,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> (value: Value, status: ExitStatus?) {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
        let first = FirstSignal()
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                for await signal in signals {
                    let status: ExitStatus = signal == .sigint ? .interrupted : .terminated
                    guard first.take(status) else { _exit(status.rawValue) }
                    console.writeError(action.words)
                    stop.request(cancelsJobs: action == .cancel)
                }
                return nil
            }
            defer { group.cancelAll() }
            while let next = try await group.next() {
                guard let value = next else { continue }
                return (value, first.status)
            }
            throw CancellationError()
        }
    }
}

/// The first signal that came.
private final class FirstSignal: Sendable {
    private let taken = Mutex<ExitStatus?>(nil)

    var status: ExitStatus? { taken.withLock { $0 } }

    /// Takes a signal.
    ///
    /// - Returns: Whether it is the first.
    func take(_ status: ExitStatus) -> Bool {
        taken.withLock { taken in
            guard taken == nil else { return false }
            taken = status
            return true
        }
    }
}
