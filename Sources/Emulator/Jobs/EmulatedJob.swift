import Host
import Manifests

/// A job that was accepted.
struct EmulatedJob: Sendable {
    /// Its name: `batchjob-` and a UUID.
    let name: String
    /// The order that it was accepted with.
    let order: JobOrder
    /// When it was accepted.
    let createdAt: Timestamp
    /// Where its output goes, as a URI.
    let outputURI: String
    /// What its scoring process says.
    let log: JobLog
    /// Its state.
    var status = EmulatedJobStatus.preparing
    /// Why it failed, when it did.
    var failure: JobFailure?

    /// The endpoint's name.
    var endpoint: String { order.endpoint }
    /// The deployment's name.
    var deployment: String { order.deployment.name.value }
    /// What it runs.
    var request: JobRequest { order.request }
    /// The client id of who asked.
    var createdBy: String { order.createdBy }
    /// The name of the output; the service calls one that nobody named `score`.
    var outputName: String { order.request.output?.name ?? "score" }

    /// What became of it.
    var report: EmulatedJobReport {
        EmulatedJobReport(
            name: name,
            endpoint: endpoint,
            deployment: deployment,
            status: status,
            failure: failure?.message,
            outputURI: StorageURI.shown(outputURI),
            log: log.text
        )
    }
}
