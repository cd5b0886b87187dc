import Diagnostics
import Manifests

/// Holds the jobs of a plan against a policy: where they read and write, how much they ask for, what they say.
struct JobPolicyReview {
    private let policy: Policy

    init(_ policy: Policy) { self.policy = policy }

    /// How many URIs of one job are told; its combinations mostly have the same fault.
    private static let uriLimit = 5

    /// Reports everything about the jobs that the policy forbids.
    ///
    /// - Parameters:
    ///   - plan: The plan.
    ///   - manifest: The manifest that it is of.
    ///   - problems: Where findings are added: RN0387 … RN0394.
    func check(_ plan: Plan, of manifest: Manifest, into problems: inout [Diagnostic]) {
        for (job, group) in zip(manifest.jobs, plan.groups) {
            checkURIs(job, plan.jobs[group.jobs], into: &problems)
            checkTimeouts(job, into: &problems)
            checkInstances(job, into: &problems)
            if let limit = policy.limits.attemptsPerRun, let retry = job.retry, retry.attempts > limit.value {
                problems.append(
                    finding(.tooManyAttempts, job, "makes up to \(retry.attempts) attempts in a run", limit)
                )
            }
            if let rule = policy.labels {
                for label in rule.patterns
                where job.labels[label.value] == nil && manifest.labels[label.value] == nil {
                    problems.append(.labelMissing(label, job, rule, policy))
                }
            }
            if let rule = policy.reruns, !rule.patterns.contains(where: { $0.value == job.rerun.name }) {
                problems.append(.rerunBlocked(job, rule, policy))
            }
        }
        checkTotals(plan, of: manifest, into: &problems)
    }

    // MARK: Amounts

    private func checkTotals(_ plan: Plan, of manifest: Manifest, into problems: inout [Diagnostic]) {
        var jobs = 0
        var instances = 0
        var isTold = (jobs: false, instances: false)
        for job in manifest.jobs {
            let count = job.combinationCount
            let sum = jobs.addingReportingOverflow(count)
            jobs = sum.overflow ? .max : sum.partialValue
            let (product, isLarge) = (job.settings.instanceCount?.value ?? 0).multipliedReportingOverflow(
                by: count
            )
            let (total, isLarger) = instances.addingReportingOverflow(max(product, 0))
            instances = isLarge || isLarger ? .max : total
            // Told once, at the job with which it is too much.
            if let limit = policy.limits.jobs, jobs > limit.value, !isTold.jobs {
                isTold.jobs = true
                problems.append(
                    finding(
                        .tooManyJobs,
                        job,
                        "is one of \(plan.jobs.count) jobs of `\(plan.manifest)`",
                        limit
                    )
                )
            }
            if let limit = policy.limits.instances, instances > limit.value, !isTold.instances {
                isTold.instances = true
                let words = "brings the instances of `\(plan.manifest)` to \(instances)"
                problems.append(finding(.tooManyInstances, job, words, limit))
            }
        }
    }

    private func checkInstances(_ job: Job, into problems: inout [Diagnostic]) {
        guard let limit = policy.limits.instancesPerJob ?? policy.limits.instances else { return }
        guard let count = job.settings.instanceCount else {
            problems.append(
                finding(.tooManyInstances, job, "does not say how many instances it takes", limit)
            )
            return
        }
        if let limit = policy.limits.instancesPerJob, count.value > limit.value {
            problems.append(
                finding(.tooManyInstances, job, "takes \(count.value) instances", limit, at: count.span)
            )
        }
    }

    private func checkTimeouts(_ job: Job, into problems: inout [Diagnostic]) {
        let timeouts = [
            ("execution", job.executionTimeout, policy.limits.executionTimeout),
            ("queue", job.queueTimeout, policy.limits.queueTimeout),
        ]
        for case (let name, let timeout, let limit?) in timeouts {
            guard let timeout else {
                problems.append(finding(.timeoutBlocked, job, "has no `timeouts.\(name)`", limit))
                continue
            }
            guard timeout.value > .seconds(limit.value) else { continue }
            let words = "has a `timeouts.\(name)` of \(timeout.value.components.seconds) s"
            problems.append(finding(.timeoutBlocked, job, words, limit, at: timeout.span))
        }
    }

    private func finding(
        _ code: Diagnostic.Code,
        _ job: Job,
        _ words: String,
        _ limit: Policy.Limit,
        at span: SourceSpan? = nil
    ) -> Diagnostic {
        Diagnostic(
            code,
            "job `\(job.name.value)` \(words)",
            at: Diagnostic.Label(span ?? job.name.span, "more than the policy allows, or not said"),
            secondary: [Diagnostic.Label(limit.span, "at most \(limit.text)")],
            notes: ["`\(limit.path)` of the policy `\(policy.name.value)` says so"]
        )
    }

    // MARK: URIs

    private func checkURIs(
        _ job: Job,
        _ planned: ArraySlice<PlannedJob>,
        into problems: inout [Diagnostic]
    ) {
        var told: Set<String> = []
        for submission in planned.lazy.map(\.submission) where told.count < Self.uriLimit {
            if let rule = policy.inputURIs {
                for (input, declared) in zip(submission.specification.inputs, job.inputs) {
                    guard case .data(_, let uri) = input.value, case .data(_, let place) = declared.value,
                        !Self.allows(uri, rule), told.insert("i" + uri.text).inserted
                    else { continue }
                    problems.append(
                        .uriBlocked(.inputBlocked, uri.text, "read", at: place.span, rule, policy)
                    )
                }
            }
            guard let rule = policy.outputURIs else { continue }
            for (output, declared) in zip(submission.specification.outputs, job.outputs) {
                guard let uri = output.uri, let place = declared.uri, !Self.allows(uri, rule),
                    told.insert("o" + uri.text).inserted
                else { continue }
                problems.append(
                    .uriBlocked(.outputBlocked, uri.text, "written", at: place.span, rule, policy)
                )
            }
        }
    }

    /// Whether a URI fits; what another job writes is held against the policy there.
    static func allows(_ uri: LateText, _ rule: Policy.Rule) -> Bool {
        guard !hasDotSegment(uri.text) else { return false }
        let isOutput = uri.text.utf8.starts(with: "${{ jobs.".utf8)
        if isOutput, uri.text.split(separator: "${{ jobs.", omittingEmptySubsequences: true).count == 1 {
            return true
        }
        return rule.allows(uri.text)
    }

    /// Whether there is a `.` or `..` between slashes, written plainly or by `%2E`: it would lead elsewhere.
    private static func hasDotSegment(_ uri: String) -> Bool {
        let path = uri.lowercased().split(separator: "%2e", omittingEmptySubsequences: false).joined(
            separator: "."
        )
        let slashes = path.split(separator: "%2f", omittingEmptySubsequences: false).joined(separator: "/")
        return slashes.utf8.split(omittingEmptySubsequences: true) {
            $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\")
        }.contains { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }
    }
}

extension Job.Rerun {
    /// Its name in policies.
    fileprivate var name: String {
        switch self {
        case .once: "once"
        case .always: "always"
        case .per: "per"
        }
    }
}

extension Diagnostic {
    fileprivate static func uriBlocked(
        _ code: Code,
        _ uri: String,
        _ verb: String,
        at span: SourceSpan,
        _ rule: Policy.Rule,
        _ policy: Policy
    ) -> Diagnostic {
        Diagnostic(
            code,
            "the policy `\(policy.name.value)` does not let `\(uri.shortened)` be \(verb)",
            at: Label(span, "none of the policy's patterns fits it"),
            secondary: [rule.label],
            help: "if this URI is right, add it to `\(rule.path)` of the policy"
        )
    }

    fileprivate static func labelMissing(
        _ label: Located<String>,
        _ job: Job,
        _ rule: Policy.Rule,
        _ policy: Policy
    ) -> Diagnostic {
        Diagnostic(
            .labelMissing,
            "job `\(job.name.value)` has no label `\(label.value.shortened)`, which the policy "
                + "`\(policy.name.value)` requires",
            at: Label(job.name.span, "neither the job nor its manifest has it"),
            secondary: [Label(label.span, "required")],
            help: "add it to `labels` of the job, or to `metadata.labels`"
        )
    }

    fileprivate static func rerunBlocked(_ job: Job, _ rule: Policy.Rule, _ policy: Policy) -> Diagnostic {
        Diagnostic(
            .rerunBlocked,
            "the policy `\(policy.name.value)` lets no job have `rerun: \(job.rerun.name)`",
            at: Label(job.name.span, "it has"),
            secondary: [rule.label]
        )
    }
}
