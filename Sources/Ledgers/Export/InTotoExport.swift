public import JSONValues
import Plans

/// Attempts as in-toto Statements, version 1: what was asked for, by whom, and what became of it.
///
/// The subject is the request: its digest is the run digest, which is the SHA-256 of `predicate.request.canonicalText`,
/// so whoever has the statement can check it. What a job wrote cannot be the subject: its content was not read. Not
/// signed: put it into an envelope with a tool that has a key.
///
/// - SeeAlso: https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
public struct InTotoExport: Sendable {
    /// The type of the predicate.
    public static let predicateType = "https://runner.invalid/attestation/attempt/v1"

    private let toolVersion: String

    /// Makes an export.
    ///
    /// - Parameter toolVersion: The tool's version.
    public init(toolVersion: String) { self.toolVersion = toolVersion }

    /// The statement of an attempt.
    ///
    /// - Parameter attempt: The attempt.
    /// - Returns: The statement.
    public func statement(of attempt: ExportedAttempt) -> JSONValue {
        .object([
            .init("_type", "https://in-toto.io/Statement/v1"),
            .init(
                "subject",
                .array([
                    .object([
                        .init("name", .string(attempt.record.address)),
                        .init("digest", .object([.init("sha256", .string(attempt.digest))])),
                    ])
                ])
            ), .init("predicateType", .string(Self.predicateType)),
            .init("predicate", predicate(attempt)),
        ])
    }

    private func predicate(_ attempt: ExportedAttempt) -> JSONValue {
        let record = attempt.record
        return .object([
            .init(
                "request",
                .members([
                    ("canonicalText", record.canonicalText), ("target", attempt.intent.target),
                    ("key", record.key), ("realm", record.realm), ("occurrence", record.occurrence),
                ])
            ), .init("attempt", .number(JSONNumber(record.number))),
            .init(
                "result",
                .members([
                    ("state", record.state.rawValue), ("reason", record.reason),
                    ("remoteID", record.remoteID), ("link", record.link), ("intendedAt", record.intendedAt),
                    ("submittedAt", attempt.submittedAt), ("settledAt", attempt.settledAt),
                ])
            ), .init("inputs", Self.places(attempt.inputs)), .init("outputs", Self.places(attempt.outputs)),
            .init("run", run(attempt)),
            .init(
                "ledger",
                JSONValue.members([("lineage", attempt.lineage)])
                    .adding("entry", attempt.lastEntry.sequence)
                    .adding("hash", .string(attempt.lastEntry.hash))
            ),
        ])
    }

    private func run(_ attempt: ExportedAttempt) -> JSONValue {
        let run = attempt.run?.record
        var value = JSONValue.members([
            ("id", attempt.record.runID), ("command", run?.command), ("user", run?.user),
            ("machine", run?.machine), ("toolVersion", run?.toolVersion ?? toolVersion),
            ("ciJobURL", run?.ci?.jobURL), ("commit", run?.source?.commit),
        ])
        if let isDirty = run?.source?.isDirty { value = value.adding("dirty", .bool(isDirty)) }
        if let identity = attempt.identity { value = value.adding("identity", identity.payload) }
        return value
    }

    private static func places(_ list: [(name: String, uri: String)]) -> JSONValue {
        .object(list.map { .init($0.name, .string($0.uri)) })
    }
}
