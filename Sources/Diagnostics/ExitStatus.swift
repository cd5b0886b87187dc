/// How a command ends, for whoever called it.
///
/// Below 64 is an answer about the work; 64 to 78 say that the tool could not do it (sysexits.h); 128 + n is a
/// signal. ``tryLater`` is the one status that is always safe to repeat.
public enum ExitStatus: Int32, Sendable, CaseIterable {
    /// All was done, or there was nothing to do.
    case success = 0
    /// A job failed, was cancelled or was rejected; a ledger does not verify; a policy has findings.
    case negative = 1
    /// A plan has changes; only where `--detailed-exitcode` asks for it.
    case changes = 2
    /// A job is unfinished or unknown, or was left unsent after others were sent.
    case unfinished = 3
    /// Blocked by policy, or the plan is stale.
    case blocked = 4
    /// The command line is wrong.
    case usage = 64
    /// A manifest, a plan or another file that is read is invalid.
    case invalid = 65
    /// A file or folder is not there.
    case noInput = 66
    /// Not available here; the message says which role, setting or version is missing.
    case unavailable = 69
    /// A fault of runner's own.
    case internalFault = 70
    /// The ledger cannot be read or written.
    case ledgerFailure = 74
    /// Down, throttled or locked, and nothing was submitted.
    case tryLater = 75
    /// The far side refuses this identity.
    case denied = 77
    /// A secret or a setting is missing.
    case missingConfiguration = 78
    /// Ended by SIGINT.
    case interrupted = 130
    /// Ended by SIGTERM.
    case terminated = 143

    /// The status's name in JSON output.
    public var name: String {
        switch self {
        case .success: "success"
        case .negative: "negative"
        case .changes: "changes"
        case .unfinished: "unfinished"
        case .blocked: "blocked"
        case .usage: "usage"
        case .invalid: "invalid"
        case .noInput: "noInput"
        case .unavailable: "unavailable"
        case .internalFault: "internalFault"
        case .ledgerFailure: "ledgerFailure"
        case .tryLater: "tryLater"
        case .denied: "denied"
        case .missingConfiguration: "missingConfiguration"
        case .interrupted: "interrupted"
        case .terminated: "terminated"
        }
    }
}
