public import Diagnostics

/// Why an emulator cannot be started: every fault that was found.
public struct EmulatorStartFailure: Error, Sendable {
    /// The faults, at least one.
    public let diagnostics: [Diagnostic]
}
