/// Whether a token is asked for ahead of need, while the last one still serves.
///
/// Known to everything that a request leads to, also the issuers of the tokens by which a workload proves itself: none
/// of them may keep the caller waiting through all its retries.
enum TokenHaste {
    /// Whether the last token still serves.
    @TaskLocal static var isEarly = false
}
