import Crypto
import JSONValues
import Manifests

/// Everything that a plan says of a manifest, as one text, to see by its digest whether it is still the plan that was
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
struct PlanText: Sendable {
    /// The members beside `jobs`.
    private let rest: JSONValue
    /// The entries of the manifest's `jobs`, and whether they run whenever they are applied.
    private let groups: [(jobs: Range<Int>, isAlways: Bool)]

    /// Prepares the text of a plan.
    ///
    /// - Parameters:
    ///   - manifest: The manifest.
    ///   - groups: Which jobs each entry of its `jobs` comes to.
    ///   - credentials: The credentials in use.
    init(_ manifest: Manifest, _ groups: [Plan.JobGroup], _ credentials: [CredentialUse]) {
        var plan = ObjectText()
        plan.add(
            "credentials",
            .object(
                credentials.map { JSONValue.Member($0.credential.name.value, CredentialDigest.value($0)) }
            )
        )
        plan.add("labels", Self.value(manifest.labels))
        plan.add("manifest", manifest.name.value)
        self.rest = plan.value
        self.groups = zip(manifest.jobs, groups).map { job, group in
            guard case .always = job.rerun else { return (group.jobs, false) }
            return (group.jobs, true)
        }
    }

    /// The digest of the text: `p1:` and 64 hex digits.
    ///
    /// - Parameter jobs: The plan's jobs.
    /// - Returns: The digest; the text is never there as a whole.
    func digest(of jobs: [PlannedJob]) -> String {
        var hash = SHA256()
        write(jobs) { hash.update(data: Array($0.utf8)) }
        return "p1:" + Hexadecimal.text(hash.finalize())
    }

    /// The text.
    ///
    /// - Parameter jobs: The plan's jobs.
    /// - Returns: RFC 8785 text.
    func text(of jobs: [PlannedJob]) -> String {
        var text = ""
        write(jobs) { text += $0 }
        return text
    }

    /// Writes the text piece by piece.
    private func write(_ jobs: [PlannedJob], _ put: (String) -> Void) {
        var members: [(address: String, job: Int, isAlways: Bool)] = []
        members.reserveCapacity(jobs.count)
        for group in groups {
            for job in group.jobs {
                members.append((jobs[job].submission.address.description, job, group.isAlways))
            }
        }
        // Addresses are ASCII, so this is RFC 8785's order.
        members.sort { $0.address < $1.address }
        Self.write(rest, with: "jobs", put) {
            var opening = "{"
            for member in members {
                let submission = jobs[member.job].submission
                put(opening + JSONWriter.text(.string(member.address), .canonical) + ":")
                opening = ","
                Self.write(Self.value(submission, isAlways: member.isAlways), with: "run", put) {
                    put(submission.canonicalText)
                }
            }
            put(opening == "{" ? "{}" : "}")
        }
    }

    /// Writes the canonical text of an object with one member more, whose text is written by itself.
    private static func write(
        _ value: JSONValue,
        with name: String,
        _ put: (String) -> Void,
        _ putMember: () -> Void
    ) {
        guard case .object(let members) = value else { return }
        let before = JSONWriter.text(.object(members.filter { $0.name < name }), .canonical).utf8.dropLast()
        let after = JSONWriter.text(.object(members.filter { $0.name > name }), .canonical).utf8.dropFirst()
        put(String(Substring(before)) + (before.count > 1 ? "," : "") + "\"" + name + "\":")
        putMember()
        put((after.count > 1 ? "," : "") + String(Substring(after)))
    }

    /// What the plan says of one job but for `run`.
    private static func value(_ submission: Submission, isAlways: Bool) -> JSONValue {
        var object = ObjectText()
        object.add("credential", submission.credential)
        object.add("endpoint", submission.endpoint)
        object.add("labels", value(submission.labels))
        object.add("occurrence", submission.occurrence)
        object.add("realm", submission.realm.description)
        if isAlways { object.add("rerun", "always") }
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
