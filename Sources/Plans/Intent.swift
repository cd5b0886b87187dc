/// One intended submission: a ``Submission`` with its number and key, everything filled in.
public struct Intent: Sendable {
    /// What is submitted.
    public let submission: Submission
    /// From 1, for each realm, address and occurrence.
    public let number: Int
    /// UUIDv5; sent as `repeatability_request-id`, kept over every resend and restart.
    public let key: String
    /// The run that intends it.
    public let runID: String
    /// What the remote job is, with nothing left to decide.
    public let specification: JobSpecification

    /// Fixes an attempt.
    ///
    /// - Parameters:
    ///   - submission: What is submitted.
    ///   - number: From 1.
    ///   - lineage: The ledger's lineage.
    ///   - runID: The run that intends it.
    public init(_ submission: Submission, number: Int, lineage: String, runID: String) {
        self.submission = submission
        self.number = number
        self.runID = runID
        self.key = AttemptKey.make(lineage: lineage, submission: submission, number: number)
        self.specification = submission.specification.filled(attemptNumber: number, runID: runID)
    }
}
