/// Why a job failed.
struct JobFailure: Error, Hashable, Sendable {
    /// `UserError` for what the script, the request or the data is to blame for; `SystemError` for the rest.
    let code: String
    /// What is wrong, with the script's own traceback where it has one.
    let message: String

    /// A failure that the person who submitted the job can mend.
    static func user(_ message: String) -> JobFailure { JobFailure(code: "UserError", message: message) }

    /// A failure of the machine that the emulator runs on.
    static func system(_ message: String) -> JobFailure { JobFailure(code: "SystemError", message: message) }
}
