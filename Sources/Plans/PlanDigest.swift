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
/// jobs          { ADDRESS: { concurrency, credential, endpoint, labels, occurrence, realm, rerun, run, timeouts } }
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
    ///   - submissions: Its jobs, filled in, in order: for each entry of `jobs` its combinations.
    ///   - credentials: The credentials in use.
    init(_ manifest: Manifest, _ submissions: [[Submission]], _ credentials: [CredentialUse]) {
        var plan = ObjectText()
        plan.add(
            "credentials",
            .object(
                credentials.map { JSONValue.Member($0.credential.name.value, CredentialDigest.value($0)) }
            )
        )
        plan.add("labels", Self.value(manifest.labels))
        plan.add("manifest", manifest.name.value)
        self.canonicalText = Self.text(of: plan.value, with: "jobs", as: Self.jobs(manifest, submissions))
        self.text = "p1:" + RunDigest.hex(of: canonicalText)
    }

    /// The text of `jobs`, put together from the texts of its jobs: of many thousands there is never a tree.
    private static func jobs(_ manifest: Manifest, _ submissions: [[Submission]]) -> String {
        var members: [(address: String, job: Int, combination: Int)] = []
        for (job, combinations) in submissions.enumerated() {
            for (combination, submission) in combinations.enumerated() {
                members.append((submission.address.description, job, combination))
            }
        }
        // Addresses are ASCII, so this is RFC 8785's order.
        members.sort { $0.address < $1.address }
        var text = "{"
        for member in members {
            if text.utf8.count > 1 { text += "," }
            let submission = submissions[member.job][member.combination]
            text += JSONWriter.text(.string(member.address), .canonical) + ":"
            text += Self.text(
                of: value(manifest.jobs[member.job], submission),
                with: "run",
                as: submission.canonicalText
            )
        }
        return text + "}"
    }

    /// The canonical text of an object with one member more, whose text is there already.
    private static func text(of value: JSONValue, with name: String, as text: String) -> String {
        guard case .object(let members) = value else { return text }
        let before = JSONWriter.text(.object(members.filter { $0.name < name }), .canonical).dropLast()
        let after = JSONWriter.text(.object(members.filter { $0.name > name }), .canonical).dropFirst()
        return before + (before.utf8.count > 1 ? "," : "") + "\"" + name + "\":" + text
            + (after.utf8.count > 1 ? "," : "") + after
    }

    /// What the plan says of one job but for `run`.
    private static func value(_ job: Job, _ submission: Submission) -> JSONValue {
        var object = ObjectText()
        object.add("credential", submission.credential)
        object.add("endpoint", submission.endpoint)
        object.add("labels", value(submission.labels))
        object.add("occurrence", submission.occurrence)
        object.add("realm", submission.realm.description)
        if case .always = job.rerun { object.add("rerun", "always") }
        var timeouts = ObjectText()
        timeouts.add("execution", submission.executionTimeout.map(text))
        timeouts.add("queue", submission.queueTimeout.map(text))
        object.add("timeouts", timeouts.value)
        if let retry = submission.retry {
            object.add(
                "retry",
                [
                    "attempts": .string(String(retry.attempts)), "initial": .string(text(retry.initial)),
                    "maximum": .string(text(retry.maximum)),
                    "on": .string(retry.states.map(\.rawValue).sorted().joined(separator: " ")),
                ]
            )
        }
        if let group = submission.concurrency {
            object.add(
                "concurrency",
                ["group": .string(group.name), "onConflict": .string(group.rule.rawValue)]
            )
        }
        return object.value
    }

    private static func text(_ duration: Duration) -> String { "PT\(duration.components.seconds)S" }

    private static func value(_ labels: [String: String]) -> JSONValue {
        .object(labels.map { JSONValue.Member($0.key, .string($0.value)) })
    }
}
