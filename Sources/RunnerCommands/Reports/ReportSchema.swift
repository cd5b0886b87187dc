/// What runner writes for machines, with the schema that describes it.
enum ReportSchema: String, CaseIterable, Sendable {
    /// What `validate --format json` finds.
    case validation = "ValidationReport"
    /// What `apply --report json=FILE` writes.
    case run = "RunReport"
    /// A line of what `apply -o jsonl` writes.
    case event = "RunEvent"
    /// What `plan -o json` and `plan --out FILE` write.
    case plan = "Plan"
    /// What `secrets check -o json` writes.
    case secrets = "SecretReport"

    /// The schema of this kind, as it stands in `schemas/reports/`.
    var text: String {
        switch self {
        case .validation: Self.validationReportV1
        case .run: Self.runReportV1
        case .event: Self.runEventV1
        case .plan: Self.planV1
        case .secrets: Self.secretReportV1
        }
    }
}
