import Diagnostics
import HTTPExchange
import HTTPTypes
import JSONValues
import Manifests
import Plans

/// A plan as JSON, `format_version` 1.0.
struct PlanJSON {
    /// Takes secrets that may stand in a manifest, such as a SAS signature, out of what is shown.
    let redact: (String) -> String

    /// The plan.
    ///
    /// - Parameter plan: The plan.
    /// - Returns: An object.
    func value(for plan: Plan) -> JSONValue {
        let summary = PlanSummary(plan)
        var lineage = JSONValue.null
        if case .compared(let id) = plan.comparison { lineage = .string(id) }
        return .object([
            .init("format_version", "1.0"),
            .init("kind", "Plan"),
            .init("manifest", .string(plan.manifest)),
            .init("file", .string(plan.file)),
            .init("ledgerLineage", lineage),
            .init("planDigest", .string(plan.planDigest)),
            .init("jobs", .array(jobs(of: plan))),
            .init(
                "credentials",
                .array(
                    plan.credentials.map { use in
                        .object([
                            .init("name", .string(use.credential.name.value)),
                            .init("authority", .string(use.authority)),
                            .init("hosts", .array(use.hosts.map(JSONValue.string))),
                        ])
                    }
                )
            ),
            .init("departed", .array(plan.departed.map { .string($0.address) })),
            .init(
                "summary",
                [
                    "submit": .number(JSONNumber(summary.submits)),
                    "takeUp": .number(JSONNumber(summary.takesUp)),
                    "upToDate": .number(JSONNumber(summary.upToDate)),
                    "left": .number(JSONNumber(summary.left)),
                    "unsettled": .number(JSONNumber(summary.unsettled)),
                ]
            ),
        ])
    }

    private func jobs(of plan: Plan) -> [JSONValue] {
        plan.groups.flatMap { group in
            let needs = group.needs.map {
                JSONValue.string(JobAddress(manifest: plan.manifest, job: plan.groups[$0].name).description)
            }
            return plan.jobs[group.jobs].filter(\.isSelected).map { value($0, needs) }
        }
    }

    private func value(_ job: PlannedJob, _ needs: [JSONValue]) -> JSONValue {
        let submission = job.submission
        let wording = DecisionWording(job)
        return .object([
            .init("address", .string(submission.address.description)),
            .init("decision", .string(wording.name)),
            .init("why", .string(redact(wording.headline))),
            .init("needs", .array(needs)),
            .init("changes", changes(job)),
            .init("previous", previous(job)),
            .init("attempt", job.sends ? .number(JSONNumber(job.nextAttemptNumber)) : .null),
            .init("realm", .string(submission.realm.description)),
            .init("occurrence", submission.occurrence.map(JSONValue.string) ?? .null),
            .init("endpoint", .string(submission.endpoint)),
            .init("credential", .string(submission.credential)),
            .init("credentialHost", .string(submission.target.address.authority)),
            .init("runDigest", .string(submission.runDigest)),
            .init("request", job.sends ? request(job) : .null),
            .init("warnings", .array(job.warnings.map { .string(redact($0.message)) })),
        ])
    }

    private func changes(_ job: PlannedJob) -> JSONValue {
        guard case .changed(_, let changes) = job.decision else { return [] }
        return .array(
            changes.map { change in
                .object([
                    .init("path", .string(change.path)),
                    .init("before", change.before.map { .string(redact($0)) } ?? .null),
                    .init("after", change.after.map { .string(redact($0)) } ?? .null),
                ])
            }
        )
    }

    private func previous(_ job: PlannedJob) -> JSONValue {
        switch job.decision {
        case .notCompared, .new: .null
        case .changed(let record, _), .upToDate(let record), .takeUp(let record), .again(let record, _),
            .leave(let record), .unsettled(let record):
            .object([
                .init("attempt", .number(JSONNumber(record.number))),
                .init("state", .string(record.state.rawValue)),
                .init("remoteID", record.remoteID.map(JSONValue.string) ?? .null),
                .init("changedAt", .string(record.changedAt)),
            ])
        }
    }

    private func request(_ job: PlannedJob) -> JSONValue {
        let submission = job.submission
        let engine = Composition.engine(for: submission.target)
        let request = engine.preview(submission, key: "<key of attempt \(job.nextAttemptNumber)>")
        let audience = engine.audience(for: submission.target)
        var fields: [JSONValue.Member] = [
            .init("Authorization", .string("Bearer <token of \(submission.credential) for \(audience)>"))
        ]
        fields += request.fields.map { .init($0.name.rawName, .string(redact($0.value))) }
        let text = redact(String(decoding: request.body, as: UTF8.self))
        return .object([
            .init("method", .string(request.method.rawValue)),
            .init("url", .string(redact(request.address.description))),
            .init("headers", .object(fields)),
            .init("body", (try? JSONReader().read(Array(text.utf8))) ?? .string(text)),
        ])
    }
}
