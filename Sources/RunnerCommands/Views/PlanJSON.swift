import JSONValues

/// Plans as JSON, described by `schemas/reports/plan.v1.schema.json`.
enum PlanJSON {
    /// One plan, or several in one object.
    ///
    /// - Parameters:
    ///   - plans: The plans.
    ///   - difference: How they differ from another commit's.
    /// - Returns: An object of kind `Plan`, or of kind `Plans`.
    static func value(for plans: [PlanDocument], against difference: PlanDifference? = nil) -> JSONValue {
        let values = plans.map(value)
        let whole: JSONValue =
            values.count == 1
            ? values[0] : ["format_version": "1.0", "kind": "Plans", "plans": .array(values)]
        guard let difference, case .object(let members) = whole else { return whole }
        return .object(members + [.init("against", difference.value)])
    }

    /// One plan.
    ///
    /// - Parameter plan: The plan.
    /// - Returns: An object of kind `Plan`.
    static func value(for plan: PlanDocument) -> JSONValue {
        .object([
            .init("format_version", "1.0"),
            .init("kind", "Plan"),
            .init("manifest", .string(plan.manifest)),
            .init("file", .string(plan.file)),
            .init("ledgerLineage", .optional(plan.lineage)),
            .init("planDigest", .string(plan.planDigest)),
            .init("labels", plan.labels),
            .init("jobs", .array(plan.jobs.map(value))),
            .init("credentials", .array(plan.credentials)),
            .init("departed", .array(plan.departed.map { .string($0.address) })),
            .init(
                "departedAttempts",
                .array(
                    plan.departed.map {
                        [
                            "address": .string($0.address), "state": .string($0.state),
                            "attempt": .number(JSONNumber($0.attempt)),
                        ]
                    }
                )
            ),
            .init("summary", PlanSummary([plan]).value),
        ])
    }

    private static func value(_ job: PlanDocument.Job) -> JSONValue {
        .object([
            .init("address", .string(job.address)),
            .init("job", .string(job.entry)),
            .init("isMatrix", .bool(job.isMatrix)),
            .init("decision", .string(job.decision.rawValue)),
            .init("why", .string(job.why)),
            .init("details", .array(job.details.map(JSONValue.string))),
            .init("needs", .array(job.needs.map(JSONValue.string))),
            .init("changes", .array(job.changes.map(\.value))),
            .init("previous", job.previous),
            .init("attempt", job.attempt.map { .number(JSONNumber($0)) } ?? .null),
            .init("realm", .string(job.realm)),
            .init("occurrence", .optional(job.occurrence)),
            .init("endpoint", .string(job.endpoint)),
            .init("credential", .string(job.credential)),
            .init("credentialHosts", .array(job.credentialHosts.map { .string($0) })),
            .init("runDigest", .string(job.runDigest)),
            .init("terms", job.terms),
            .init("run", job.run()),
            .init("request", job.request().map(value) ?? .null),
            .init("warnings", .array(job.warnings.map(JSONValue.string))),
        ])
    }

    private static func value(_ request: PlanDocument.Request) -> JSONValue {
        .object([
            .init("method", .string(request.method)),
            .init("url", .string(request.url)),
            .init("headers", .object(request.headers.map { .init($0.name, .string($0.value)) })),
            .init("body", request.body),
        ])
    }
}
