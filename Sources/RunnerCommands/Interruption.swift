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

/// What signals do to a run: the first asks it to stop, the second ends the process.
///
/// Leaving at once loses nothing: whatever is in flight stands in the ledger as an intent.
enum Interruption {
    /// Does something that signals may stop.
    ///
    /// - Parameters:
    ///   - stop: Requested at the first SIGINT, SIGTERM or SIGHUP.
    ///   - console: Where it is said.
    ///   - body: What is done.
    /// - Returns: What `body` returns, and how the command ends when it was stopped.
    /// - Throws: What `body` throws.
    static func watched<Value: Sendable>(
        _ stop: StopSignal,
        console: any Console,
        _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> (value: Value, status: ExitStatus?) {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
        let seen = Mutex<ExitStatus?>(nil)
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                for await signal in signals {
                    let status: ExitStatus = signal == .sigint ? .interrupted : .terminated
                    guard seen.withLock({ $0 == nil }) else { _exit(status.rawValue) }
                    seen.withLock { $0 = status }
                    console.writeError("stopping: nothing new is sent; jobs that run are not cancelled\n")
                    stop.request()
                }
                return nil
            }
            defer { group.cancelAll() }
            while let next = try await group.next() {
                guard let value = next else { continue }
                return (value, seen.withLock { $0 })
            }
            throw CancellationError()
        }
    }
}
