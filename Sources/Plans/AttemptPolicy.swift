/// When a job that did not succeed is attempted again in the same run: `retry`.
///
/// Each is a new attempt, with a number, a key and an output place of its own.
public struct AttemptPolicy: Hashable, Sendable {
    /// How many attempts there may be in one run, the first included.
    public let attempts: Int
    /// The ends after which there is another: some of failed, rejected and lost.
    public let states: Set<JobState>
    /// The upper bound of the first wait; doubled after each attempt.
    public let initial: Duration
    /// The upper bound of every wait.
    public let maximum: Duration

    /// Makes a policy.
    ///
    /// - Parameters:
    ///   - attempts: How many attempts there may be in one run.
    ///   - states: The ends after which there is another.
    ///   - initial: The upper bound of the first wait.
    ///   - maximum: The upper bound of every wait.
    public init(attempts: Int, states: Set<JobState>, initial: Duration, maximum: Duration) {
        self.attempts = attempts
        self.states = states
        self.initial = initial
        self.maximum = maximum
    }
}
