import Diagnostics

/// `retry`, whether axes are used, and keys that this version does not obey yet: what is wrong with them is wrong in
/// every version.
extension ManifestReading {
    /// Checks whether a job's axes are used.
    ///
    /// - Parameters:
    ///   - job: The job, as far as it could be read.
    ///   - isSound: Whether all of it could be read.
    ///   - texts: Its texts outside inputs, outputs and `rerun`.
    mutating func checkAxes(of job: Job, isSound: Bool, _ texts: [Template]) {
        guard isSound, !job.matrix.isEmpty else { return }
        let used = Set((job.templates + texts).flatMap(\.lookups))
        for axis in job.matrix where !used.contains(.matrix(axis.name.value)) {
            let name = Located(axis.name.value.shortened, at: axis.name.span)
            unusedAxes.append(.unused("axis", name, by: "no look-up"))
        }
    }

    /// The job's concurrency group.
    mutating func concurrency(_ node: Node?, _ scope: LookupScope) -> Job.Concurrency? {
        guard let node, let name = node["group"],
            let group = templates.template(
                name,
                in: .early(name: "concurrency.group"),
                of: scope,
                into: &problems
            )
        else { return nil }
        let rule = node["onConflict"]?.string.flatMap(Job.Concurrency.Rule.init)
        return Job.Concurrency(group: group, rule: rule ?? .queue, ruleSpan: node["onConflict"]?.span)
    }

    /// Reads `retry`; a second attempt must not write where the first one may have written.
    mutating func retry(_ retry: Node.Entry?, of job: Job) -> Job.Retry? {
        guard let retry else { return nil }
        let initial = duration(retry.value["backoff"]?["initial"])
        let maximum = duration(retry.value["backoff"]?["maximum"])
        guard let attempts = retry.value["attempts"]?.integer, attempts > 1 else { return nil }
        let ends = retry.value["on"]?.items.compactMap { $0.string.flatMap(Job.Retry.End.init) }
        for output in job.outputs {
            guard let uri = output.uri, !uri.lookups.contains(.attemptNumber) else { continue }
            problems.append(.retryOverwrites(output.name.value, uri, attempts, at: retry.key.span))
        }
        return Job.Retry(
            attempts: attempts,
            ends: Set(ends ?? [.failed]),
            initial: initial?.value ?? .seconds(60),
            maximum: maximum?.value ?? .seconds(3600)
        )
    }
}

extension Diagnostic {
    static func retryOverwrites(_ output: String, _ uri: Template, _ attempts: Int, at retry: SourceSpan)
        -> Diagnostic
    {
        Diagnostic(
            .retryOverwrites,
            "a second attempt would write output `\(output.shortened)` where the first one did",
            at: Label(uri.span, "the same for every attempt"),
            secondary: [Label(retry, "up to \(attempts) attempts")],
            notes: ["Azure ML fails a job whose output file exists"],
            help: "put `${{ attempt.number }}` into the URI, such as `…/attempt-${{ attempt.number }}/…`"
        )
    }
}
