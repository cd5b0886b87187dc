import CProcess

/// This process's memory, as far as others could look into it.
enum ProcessMemory {
    /// Keeps it to the process.
    ///
    /// No core is dumped, and where the system can (Linux), no other process of the same user may trace it or read its
    /// memory, its environment or its descriptors under `/proc`. When it crashes, the runtime
    /// says why and no more: its backtraces show what registers point to, which may be a secret.
    ///
    /// Children have the limit on cores too; a program that a child starts is open to tracing again. What cannot be
    /// done is left: a run is not worth less for it.
    static func close() {
        _ = process_dump_no_core()
        _ = process_refuse_tracing()
        process_crash_silently()
    }
}
