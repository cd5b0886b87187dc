public import Diagnostics
import Plans

extension Diagnostic.Code {
    /// The engine says that the job failed.
    public static let jobFailed = Diagnostic.Code(
        "RN0541",
        "the job failed",
        exitStatus: .negative,
        explanation: """
            The endpoint took the job, ran it, and says that it failed. The note carries the endpoint's own words; for
            a scoring script that raised, its traceback. `apply` again submits a new attempt once the cause is mended.

            Wrong: `run(mini_batch)` raises for a file with a missing column
            Right: the script or the data is mended, then `runner apply manifest.yaml`
            """
    )

    /// Somebody cancelled the job.
    public static let jobCancelled = Diagnostic.Code(
        "RN0542",
        "the job was cancelled",
        exitStatus: .negative,
        explanation: """
            The job was ended by somebody, here or at the endpoint. `apply` does not run it again by itself; `--rerun`
            with the job's address does.

            Wrong: waiting for `apply` to start it again
            Right: `runner apply manifest.yaml --rerun heart-disease/score`
            """
    )

    /// The engine proved that it did not take the job.
    public static let jobRejected = Diagnostic.Code(
        "RN0543",
        "the endpoint refused the job",
        exitStatus: .negative,
        explanation: """
            The endpoint answered with a refusal (a 4xx that proves that nothing was created). The message carries its
            words; where they name an input or an output, the manifest's line is shown.

            Wrong: `type: uri_folder` for the output of a model deployment
            Right: `type: uri_file`
            """
    )

    /// The engine refused the identity.
    public static let identityRefused = Diagnostic.Code(
        "RN0544",
        "the endpoint refuses this identity",
        exitStatus: .denied,
        explanation: """
            The token was good enough to be read, but the identity behind it may not submit here (401 or 403), also
            with a fresh token. Nothing was created.

            Wrong: a service principal without a role on the workspace
            Right: the role AzureML Data Scientist, or a custom one with
            Microsoft.MachineLearningServices/workspaces/batchEndpoints/jobs/write
            """
    )

    /// The job could not be sent; nothing was created.
    public static let jobNotSent = Diagnostic.Code(
        "RN0545",
        "the job could not be sent",
        exitStatus: .tryLater,
        explanation: """
            The endpoint could not be reached, or asked to be left alone (429), for longer than runner tries. It is
            proved that nothing was created, so `apply` again is safe.

            Wrong: a host name that does not exist: `heart.eastus3.inference.ml.azure.com`
            Right: the endpoint's scoring URI as the portal shows it
            """
    )

    /// It cannot be known whether the job exists.
    public static let outcomeUnknown = Diagnostic.Code(
        "RN0546",
        "it cannot be known whether the job was created",
        exitStatus: .unfinished,
        explanation: """
            The request may have reached the endpoint, but no answer proves what became of it: the connection was lost,
            the answer was a 5xx, or runner was ended between the two. The job may run.

            Where the endpoint is named by `workspace` and `name`, its jobs are listed over the visibility window (2
            minutes, or `visibilityWindow`): one that reads and writes the same, was created by the same identity
            within 5 minutes of the sending, and is nobody else's, is adopted. When three listings over the whole window
            show none, the same bytes go out once more with the same key (`onUnknown: resend`, the default there; once in
            a run, ten times in all), or the attempt is held (`onUnknown: hold`). Whatever cannot be told apart is held. So there is exactly one job
            for an attempt as long as the list shows what was created within the window; a list that lags further can
            cost a second one, unless the service knows the key again.

            An endpoint that is named by `scoringUri` cannot be listed: nothing is ever sent again there, so there is at
            most one job, and a person says what became of it. Two runs without a shared ledger know nothing of each
            other and are not covered.

            Wrong: deleting the ledger and running `apply` again
            Right: looking for a job with the attempt's output URI, then
            `runner resolve heart-disease/score --adopt ID`, or `--absent`
            """
    )

    /// The job runs on without being waited for.
    public static let jobUnfinished = Diagnostic.Code(
        "RN0547",
        "the job is not finished",
        exitStatus: .unfinished,
        explanation: """
            The endpoint has the job and it is not over, but this run no longer waits: it was interrupted, a timeout
            passed, or the endpoint stopped answering this identity. `apply` again takes it up where it is and sends
            nothing.

            Wrong: submitting the job by hand once more
            Right: `runner apply manifest.yaml` again
            """
    )

    /// The engine no longer knows the job.
    public static let jobLost = Diagnostic.Code(
        "RN0548",
        "the endpoint no longer knows the job",
        exitStatus: .unfinished,
        explanation: """
            The endpoint took the job, and now answers that there is none of that name. It may have been deleted with
            its endpoint or its workspace. runner does not send it again by itself.

            Wrong: expecting a new attempt from `apply`
            Right: `runner resolve heart-disease/score --absent` when it should run again, then `apply`
            """
    )

    /// The endpoint is not where the manifest says.
    public static let endpointNotLocated = Diagnostic.Code(
        "RN0549",
        "the endpoint cannot be found",
        exitStatus: .unavailable,
        explanation: """
            The workspace has no batch endpoint of that name, or the endpoint has no scoring URI yet, or an answer
            names a host that must not see a token: scoring URIs lie under `.inference.ml.azure.com`, front ends under
            `.api.azureml.ms`, or under the hosts of the credential's cloud. Nothing was sent. In a cloud of your own
            (`ARM_CLOUD_METADATA_URL`) each of its hosts is allowed with `--allow-host`.

            Wrong: `workspace: { …, name: cardiology }` with `name: hart`
            Right: `name: heart`, as `az ml batch-endpoint list` shows it
            """
    )

    /// The endpoint's jobs cannot be cancelled from here.
    public static let cannotCancel = Diagnostic.Code(
        "RN0551",
        "the job cannot be cancelled from here",
        exitStatus: .unavailable,
        explanation: """
            Azure ML cancels jobs at the resource manager only, which finds them by their workspace. An endpoint that is
            named by its scoring URI does not say which workspace that is. An interrupt with `--on-interrupt cancel` leaves
            such jobs running and names each with its page in the studio, where they can be cancelled.

            Wrong: `scoringUri: https://heart.eastus2.inference.ml.azure.com/jobs`, then `runner cancel`
            Right: `workspace: { subscriptionId: …, resourceGroup: …, name: cardiology }` with `name: heart`
            """
    )

    /// The service did not take a request to cancel.
    public static let cancelRefused = Diagnostic.Code(
        "RN0552",
        "the request to cancel was not taken",
        exitStatus: .unfinished,
        explanation: """
            The job may run on. The note carries the service's own words: most often the identity lacks
            `Microsoft.MachineLearningServices/workspaces/jobs/cancel/action`, or the resource manager could not be
            reached. Asking again does no harm.

            Wrong: a custom role that may submit jobs and not cancel them
            Right: the role AzureML Data Scientist, then `runner cancel manifest.yaml` again
            """
    )

    /// What `plan --resolve` was to fix is not there.
    public static let nothingToPin = Diagnostic.Code(
        "RN0553",
        "there is nothing to hold a job to",
        exitStatus: .unavailable,
        explanation: """
            `plan --resolve` asks the workspace for what a manifest leaves to the moment of sending: the default
            deployment of an endpoint, and the version behind `azureml:NAME@latest`. The endpoint has no default, or
            the workspace has no such asset. Without `--resolve` the job would be refused when it is sent.

            Wrong: `uri: azureml:patient@latest` where the asset is called `patients`

            Right: `uri: azureml:patients@latest`, or a version: `azureml:patients:3`
            """
    )

    /// The codes of execution.
    public static let executionCodes = [
        nothingToPin,
        jobFailed, jobCancelled, jobRejected, identityRefused, jobNotSent, outcomeUnknown, jobUnfinished,
        jobLost, endpointNotLocated, cannotCancel, cancelRefused,
    ]
}

extension JobResult {
    /// What is to be said about the job, when it is not as it is wanted.
    ///
    /// - Parameter place: Where the job, or one of its parts by path, stands in the manifest.
    /// - Returns: A diagnostic; `nil` for a job that is as it is wanted.
    public func diagnostic(place: (_ path: String?) -> SourceSpan?) -> Diagnostic? {
        guard let (code, message, help) = wording else { return nil }
        var labels = findings.compactMap { finding in
            place(finding.path).map { Diagnostic.Label($0, finding.message) }
        }
        let primary =
            labels.isEmpty ? place(nil).map { Diagnostic.Label($0, "this job") } : labels.removeFirst()
        var notes = reason.map { [$0] } ?? []
        if let remoteID { notes.append("the endpoint's id for the job is `\(remoteID)`") }
        if let link { notes.append("look at it at \(link)") }
        return Diagnostic(code, message, at: primary, secondary: labels, notes: notes, help: help)
    }

    private var wording: (code: Diagnostic.Code, message: String, help: String?)? {
        let job = "job `\(address)`"
        if let goesOn { return wording(of: job, goesOn) }
        return switch ending {
        // The job that it needs has an error already.
        case .upToDate, .succeeded, .skipped: nil
        case .notBegun: (.jobNotSent, "\(job) was not begun", "run `apply` again: nothing was sent for it")
        case .failed:
            (.jobFailed, "\(job) failed", "mend the cause and run `apply` again: it makes a new attempt")
        case .cancelled:
            (.jobCancelled, "\(job) was cancelled", "to run it again, give `--rerun \(address)`")
        case .rejected: (.jobRejected, "the endpoint refused \(job)", nil)
        case .denied:
            (
                .identityRefused, "the endpoint refuses the identity of \(job)",
                "give the identity the role AzureML Data Scientist on the workspace"
            )
        case .notSent:
            (.jobNotSent, "\(job) could not be sent", "nothing was created: run `apply` again later")
        case .unknown:
            (
                .outcomeUnknown, "it cannot be known whether \(job) was created",
                "look for it in the workspace, then `runner resolve \(address) --adopt ID` or `--absent`"
            )
        case .unfinished: (.jobUnfinished, "\(job) is not finished", "run `apply` again: it takes the job up")
        case .lost:
            (
                .jobLost, "the endpoint no longer knows \(job)",
                "when it should run again: `runner resolve \(address) --absent`, then `apply`"
            )
        }
    }

    /// What is to be said about a job that an interrupt was to end.
    private func wording(
        of job: String,
        _ goesOn: GoingOn
    ) -> (code: Diagnostic.Code, message: String, help: String?) {
        switch goesOn {
        case .notCancellable:
            (
                .cannotCancel, "\(job) goes on: it cannot be cancelled from here",
                "cancel it in the workspace's studio, or follow it with `runner resume`; an endpoint named by "
                    + "`workspace` and `name` can be asked"
            )
        case .refused:
            (
                .cancelRefused, "\(job) goes on: the request to cancel it was not taken",
                "`runner cancel` asks again, `runner resume` follows the job"
            )
        case .notOwn:
            (.jobUnfinished, "\(job) goes on: this run does not cancel it", "`runner cancel` does")
        case .asked:
            (
                .jobUnfinished, "\(job) is not finished",
                "`runner resume` follows it to its end; `runner cancel` asks again"
            )
        }
    }
}
