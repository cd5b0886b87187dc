/// What this build is.
enum RunnerVersion {
    /// The version, after Semantic Versioning 2.0.
    static let number = "0.1.0"
}
