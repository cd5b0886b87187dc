import Manifests
import Plans
import Secrets

/// A plan as other programs would carry it out.
struct EquivalentPlan: Sendable {
    /// The plan.
    let plan: Plan
    /// The jobs that would be sent.
    let jobs: [EquivalentJob]
    /// The jobs that nothing would be sent for, each with why.
    let others: [(address: String, why: String)]
    /// What the script needs to be told: variables, each with what it is.
    let blanks: [(name: String, meaning: String)]
    /// Names for variables.
    let names: ScriptNames

    /// Makes it of a plan.
    ///
    /// - Parameters:
    ///   - plan: The plan.
    ///   - manifest: The manifest that it is of.
    init(_ plan: Plan, of manifest: Manifest) {
        let redactor = Redactor()
        var lineage: String?
        if case .compared(let id) = plan.comparison { lineage = id }
        let names = ScriptNames(
            taken: Set(plan.credentials.flatMap(\.credential.references).compactMap { $0.reference.variable })
        )
        let sending = plan.jobs.filter { $0.isSelected && $0.sends }
        var blanks = ScriptBlanks(absentFrom: sending.lazy.map(\.submission.canonicalText))
        let declared = Dictionary(
            manifest.jobs.map { ($0.name.value, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let known = Self.outputs(neededBy: sending, in: plan)
        self.plan = plan
        self.jobs = sending.map { job in
            EquivalentJob(
                job,
                lineage: lineage,
                outputs: known,
                terms: declared[job.submission.address.job].map(Self.terms) ?? [],
                blanks: &blanks,
                names: names,
                redact: redactor.redact
            )
        }
        self.others = plan.jobs.filter { $0.isSelected && !$0.sends }.map {
            ($0.submission.displayAddress, DecisionWording($0).headline)
        }
        self.blanks = blanks.variables
        self.names = names
    }

    /// The outputs that are known before anything runs: those of attempts that succeeded, and those that are planned.
    private static func outputs(neededBy jobs: [PlannedJob], in plan: Plan) -> [NeededOutput: String] {
        let needed = Set(jobs.flatMap(\.submission.neededOutputs))
        guard !needed.isEmpty else { return [:] }
        let writers = Dictionary(
            plan.jobs.map { ($0.submission.address, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        return needed.reduce(into: [:]) { known, output in
            guard let writer = writers[output.address] else { return }
            if writer.sends {
                let place = writer.submission.specification.outputs.first { $0.name == output.output }?.uri
                let uri = place.map {
                    LateText($0.filled(attemptNumber: writer.nextAttemptNumber, runID: ""))
                }
                if let uri, place?.holdsRunID != true, !uri.holdsOutput { known[output] = uri.text }
            } else if case .upToDate(let record) = writer.decision {
                known[output] = record.outputs[output.output]
            }
        }
    }

    /// What the manifest says of a job that no other program does.
    private static func terms(of job: Job) -> [String] {
        var terms: [String] = []
        if !job.needs.isEmpty {
            let names = job.needs.map(\.value).joined(separator: ", ")
            terms.append("needs \(names): wait until these have succeeded")
        }
        if job.queueTimeout != nil || job.executionTimeout != nil { terms.append("timeouts") }
        if job.retry != nil { terms.append("retry: another attempt is another line, with another number") }
        if job.concurrency != nil { terms.append("concurrency: nothing keeps another job of the group away") }
        switch job.rerun {
        case .once: break
        case .always: terms.append("rerun: always")
        case .per: terms.append("rerun: once for each occurrence")
        }
        if job.onUnknown != nil { terms.append("onUnknown") }
        if !job.labels.isEmpty { terms.append("labels") }
        return terms
    }
}

extension SecretReference {
    /// The variable, for a reference to one that a shell can name.
    var variable: String? {
        guard case .environment(let name) = self, let first = name.utf8.first, !(0x30...0x39 ~= first),
            name.utf8.allSatisfy(ShellScript.isNameByte)
        else { return nil }
        return name
    }
}
