import JSONValues
import Manifests
import Secrets

/// Everything that a plan says of a manifest, as one digest, to see whether it is still the plan that was
/// reviewed.
///
/// `p1:` and the SHA-256 of the RFC 8785 text of this object; what has no value is left out:
///
/// ```
/// credentials   { NAME: { authority, type, … } }   what decides who submits, references as { env } or { file },
///               literals as texts; only credentials that a job uses
/// jobs          { ADDRESS: { credential, endpoint, labels, occurrence, realm, rerun, run, timeouts } }
///               run: the object of ``RunDigest``; rerun: only "always"
/// labels        the manifest's
/// manifest      its name
/// ```
///
/// Not what a ledger says, so that it is the same before and after a run.
struct PlanDigest {
    /// The digest: `p1:` and 64 hex digits.
    let text: String
    /// The RFC 8785 text that the digest is of.
    let canonicalText: String

    /// Digests a plan.
    ///
    /// - Parameters:
    ///   - manifest: The manifest.
    ///   - submissions: Its jobs, filled in, in order.
    ///   - credentials: The credentials in use.
    init(_ manifest: Manifest, _ submissions: [Submission], _ credentials: [CredentialUse]) {
        var plan = ObjectText()
        plan.add(
            "credentials",
            .object(
                credentials.map { JSONValue.Member($0.credential.name.value, CredentialDigest.value($0)) }
            )
        )
        plan.add(
            "jobs",
            .object(
                zip(manifest.jobs, submissions).map { job, submission in
                    JSONValue.Member(submission.address.description, Self.value(job, submission))
                }
            )
        )
        plan.add("labels", Self.value(manifest.labels))
        plan.add("manifest", manifest.name.value)
        self.canonicalText = JSONWriter.text(plan.value, .canonical)
        self.text = "p1:" + RunDigest.hex(of: canonicalText)
    }

    private static func value(_ job: Job, _ submission: Submission) -> JSONValue {
        var object = ObjectText()
        object.add("credential", submission.credential)
        object.add("endpoint", submission.endpoint)
        object.add("labels", value(submission.labels))
        object.add("occurrence", submission.occurrence)
        object.add("realm", submission.realm.description)
        if case .always = job.rerun { object.add("rerun", "always") }
        object.add("run", RunDigest.value(submission.target, submission.specification))
        if let timeout = submission.executionTimeout {
            object.add("timeouts", ["execution": .string("PT\(timeout.components.seconds)S")])
        }
        return object.value
    }

    private static func value(_ labels: [String: String]) -> JSONValue {
        .object(labels.map { JSONValue.Member($0.key, .string($0.value)) })
    }
}
