/// What one combination of a job looks up beyond parameters: its place in the matrix, and what other jobs write.
struct JobSurroundings {
    /// The values on the job's axes.
    var values: [String: String] = [:]
    /// The text for an output of another job.
    var handed: (_ job: String, _ output: String) -> Handed = { _, _ in Handed() }

    /// An output of another job, as it stands in a text.
    struct Handed {
        /// Its URI; where that is decided late, ``NeededOutput/notation``.
        var text = ""
        /// The URI for judging the text around it, its late look-ups in their notation.
        var sample = ""
        /// What the text waits for; `nil` when the URI is known.
        var needed: NeededOutput?
    }
}
