import Manifests

/// A job request with all that is needed to accept it.
struct JobOrder: Sendable {
    /// The endpoint's name.
    let endpoint: String
    /// The deployment that serves it.
    let deployment: EmulatedDeployment
    /// How long the job stays in the states that do no work.
    let timing: EmulatedEndpoint.Timing
    /// What is to be run.
    let request: JobRequest
    /// The client id of who asks.
    let createdBy: String
    /// The id under which the same request may come again.
    let repeatabilityID: String?
    /// The folder, as a URI, that outputs go to which nobody named.
    let defaultOutput: String
}
