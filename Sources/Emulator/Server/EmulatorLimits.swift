/// Bounds of what an emulator takes in, whatever comes.
enum EmulatorLimits {
    /// A request's body, in bytes.
    static let body = 1 << 20
    /// All header fields of a request, in bytes.
    static let headers = 64 << 10
    /// Header fields of a request.
    static let headerCount = 100
    /// Jobs that are kept.
    static let jobs = 10_000
    /// Jobs that run at once; the others stay queued.
    static let runningJobs = 4
    /// Files of one input folder.
    static let inputFiles = 100_000
    /// All rows of one job, in bytes.
    static let output = 256 << 20
    /// What is kept of a job's log, in bytes.
    static let log = 64 << 10
    /// A line of the conversation with the scoring process, in bytes.
    static let messageLine = 1 << 20
    /// How long importing a scoring script and `init()` may take.
    static let initialisation = Duration.seconds(600)
    /// How long a scoring process may take to end by itself when its work is done.
    static let farewell = Duration.seconds(5)
}
