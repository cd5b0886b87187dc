import JSONValues

/// Plans as JSON, described by `schemas/reports/plan.v1.schema.json`.
enum PlanJSON {
    /// Writes one plan, or several in one object, laid out for people; piece by piece, since a plan may have very many
    /// jobs.
    ///
    /// - Parameters:
    ///   - plans: The plans.
    ///   - difference: How they differ from another commit's.
    ///   - put: Takes the pieces: an object of kind `Plan`, or of kind `Plans`, and a line break.
    static func write(
        _ plans: [PlanDocument],
        against difference: PlanDifference?,
        _ put: (String) -> Void
    ) {
        let last = difference.map { [JSONValue.Member("against", $0.value)] } ?? []
        if plans.count == 1 {
            write(plans[0], depth: 0, and: last, put)
        } else {
            let head: [JSONValue.Member] = [.init("format_version", "1.0"), .init("kind", "Plans")]
            put("{" + lines(of: head, depth: 1) + ",\n  \"plans\": [")
            for (number, plan) in plans.enumerated() {
                put((number > 0 ? "," : "") + "\n    ")
                write(plan, depth: 2, and: [], put)
            }
            put(plans.isEmpty ? "]" : "\n  ]")
            put((last.isEmpty ? "" : ",") + lines(of: last, depth: 1) + "\n}")
        }
        put("\n")
    }

    private static func write(
        _ plan: PlanDocument,
        depth: Int,
        and last: [JSONValue.Member],
        _ put: (String) -> Void
    ) {
        let blanks = String(repeating: "  ", count: depth + 1)
        put("{" + lines(of: head(of: plan), depth: depth + 1) + ",\n" + blanks + "\"jobs\": [")
        for (number, job) in plan.jobs.enumerated() {
            put((number > 0 ? ",\n  " : "\n  ") + blanks)
            put(JSONWriter.text(value(job), .indented, depth: depth + 2))
        }
        put((plan.jobs.isEmpty ? "]" : "\n" + blanks + "]") + ",")
        put(lines(of: tail(of: plan) + last, depth: depth + 1) + "\n" + blanks.dropLast(2) + "}")
    }

    /// Members of an object, each on lines of its own.
    private static func lines(of members: [JSONValue.Member], depth: Int) -> String {
        let blanks = "\n" + String(repeating: "  ", count: depth)
        return members.map { member in
            blanks + JSONWriter.text(.string(member.name)) + ": "
                + JSONWriter.text(member.value, .indented, depth: depth)
        }
        .joined(separator: ",")
    }

    /// One plan.
    ///
    /// - Parameter plan: The plan.
    /// - Returns: An object of kind `Plan`.
    static func value(for plan: PlanDocument) -> JSONValue {
        .object(head(of: plan) + [.init("jobs", .array(plan.jobs.map(value)))] + tail(of: plan))
    }

    /// What stands before the jobs.
    private static func head(of plan: PlanDocument) -> [JSONValue.Member] {
        [
            .init("format_version", "1.0"),
            .init("kind", "Plan"),
            .init("manifest", .string(plan.manifest)),
            .init("file", .string(plan.file)),
            .init("ledgerLineage", .optional(plan.lineage)),
            .init("planDigest", .string(plan.planDigest)),
            .init("labels", plan.labels),
        ]
    }

    /// What stands behind the jobs.
    private static func tail(of plan: PlanDocument) -> [JSONValue.Member] {
        [
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
        ]
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
