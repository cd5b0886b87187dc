public import JSONValues
import Plans

/// Attempts as events of OpenLineage 2-0-2: one `START` for each, and one `COMPLETE`, `FAIL` or `ABORT` once it is
/// settled.
///
/// An attempt is a run of OpenLineage's: its key is the run's id, the job's realm is the namespace, and the invocation
/// of runner is its parent. URIs are data sets as OpenLineage's naming has them: the storage is the namespace, the
/// path the name.
///
/// - SeeAlso: https://openlineage.io/spec/2-0-2/OpenLineage.json
public struct OpenLineageExport: Sendable {
    private let producer: String
    private static let specification = "https://openlineage.io/spec/2-0-2/OpenLineage.json"
    private static let facets = "https://openlineage.io/spec/facets/"

    /// Makes an export.
    ///
    /// - Parameter toolVersion: The tool's version, for `producer`.
    public init(toolVersion: String) {
        self.producer = "https://runner.invalid/runner/" + toolVersion
    }

    /// The events of an attempt.
    ///
    /// - Parameter attempt: The attempt.
    /// - Returns: One or two events, in order.
    public func events(of attempt: ExportedAttempt) -> [JSONValue] {
        let start = event("START", at: attempt.record.intendedAt, attempt)
        guard let settledAt = attempt.settledAt, let type = Self.type(of: attempt.record.state) else {
            return [start]
        }
        return [start, event(type, at: settledAt, attempt)]
    }

    private static func type(of state: JobState) -> String? {
        switch state {
        case .succeeded: "COMPLETE"
        case .failed, .rejected: "FAIL"
        case .cancelled, .skipped: "ABORT"
        case .intent, .submitted, .queued, .running, .unknown, .lost: nil
        }
    }

    private func event(_ type: String, at time: String, _ attempt: ExportedAttempt) -> JSONValue {
        .object([
            .init("eventTime", .string(time)), .init("eventType", .string(type)),
            .init("producer", .string(producer)),
            .init("schemaURL", .string(Self.specification + "#/$defs/RunEvent")),
            .init(
                "run",
                .object([
                    .init("runId", .string(attempt.record.key)),
                    .init("facets", runFacets(attempt, isFailure: type == "FAIL")),
                ])
            ), .init("job", job(attempt)),
            .init("inputs", .array(attempt.inputs.map { Self.dataset($0.uri) })),
            .init("outputs", .array(attempt.outputs.map { Self.dataset($0.uri) })),
        ])
    }

    private func job(_ attempt: ExportedAttempt) -> JSONValue {
        let type = facet(
            "2-0-4/JobTypeJobFacet.json#/$defs/JobTypeJobFacet",
            [
                .init("processingType", "BATCH"), .init("integration", "RUNNER"), .init("jobType", "JOB"),
            ]
        )
        return .object([
            .init("namespace", .string(attempt.record.realm)), .init("name", .string(attempt.record.address)),
            .init("facets", .object([.init("jobType", type)])),
        ])
    }

    private func runFacets(_ attempt: ExportedAttempt, isFailure: Bool) -> JSONValue {
        let record = attempt.record
        let parent = facet(
            "1-2-0/ParentRunFacet.json#/$defs/ParentRunFacet",
            [
                .init("run", .object([.init("runId", .string(record.runID))])),
                .init(
                    "job",
                    .object([
                        .init("namespace", .string(record.realm)),
                        .init("name", .string(attempt.intent.manifest)),
                    ])
                ),
            ]
        )
        var members: [JSONValue.Member] = [
            .init("ledger", .string(attempt.lineage)), .init("attempt", .number(JSONNumber(record.number))),
            .init("state", .string(record.state.rawValue)), .init("runDigest", .string(record.runDigest)),
        ]
        let source = attempt.run?.record.source
        for (name, value) in [
            ("occurrence", record.occurrence), ("remoteID", record.remoteID), ("link", record.link),
            ("clientID", attempt.identity?.clientID), ("user", attempt.run?.record.user),
            ("ciJobURL", attempt.run?.record.ci?.jobURL), ("commit", source?.commit),
        ] {
            if let value { members.append(.init(name, .string(value))) }
        }
        var facets: [JSONValue.Member] = [
            .init("parent", parent),
            .init("runner_attempt", facet(url: Self.specification + "#/$defs/RunFacet", members)),
        ]
        if isFailure, let reason = record.reason {
            let error = facet(
                "1-0-1/ErrorMessageRunFacet.json#/$defs/ErrorMessageRunFacet",
                [.init("message", .string(reason)), .init("programmingLanguage", "unknown")]
            )
            facets.append(.init("errorMessage", error))
        }
        return .object(facets)
    }

    private func facet(_ schema: String, _ members: [JSONValue.Member]) -> JSONValue {
        facet(url: Self.facets + schema, members)
    }

    private func facet(url: String, _ members: [JSONValue.Member]) -> JSONValue {
        .object([.init("_producer", .string(producer)), .init("_schemaURL", .string(url))] + members)
    }

    /// A URI as a data set: `https://account.blob.core.windows.net` and `container/path`,
    /// `azureml://datastores/NAME` and the path in it.
    static func dataset(_ uri: String) -> JSONValue {
        let bytes = Array(uri.utf8)
        var (namespace, name) = ("", uri)
        if let mark = uri.utf8.endOfFirst("://") {
            var end = mark
            let parts = uri.utf8.starts(with: "azureml://datastores/".utf8) ? 2 : 1
            for _ in 0..<parts {
                end =
                    bytes[min(end, bytes.count)...].firstIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? bytes
                    .count + 1
            }
            if end <= bytes.count {
                namespace = String(decoding: bytes[..<(end - 1)], as: UTF8.self)
                name = String(decoding: bytes[end...], as: UTF8.self)
            } else {
                (namespace, name) = (uri, "/")
            }
        }
        return .object([
            .init("namespace", .string(namespace)), .init("name", .string(name.isEmpty ? "/" : name)),
        ])
    }
}

extension String.UTF8View {
    /// The place after the first occurrence of a text, counted in bytes.
    fileprivate func endOfFirst(_ text: String) -> Int? {
        let (bytes, wanted) = (Array(self), Array(text.utf8))
        guard bytes.count >= wanted.count else { return nil }
        let start = (0...(bytes.count - wanted.count)).first {
            bytes[$0..<($0 + wanted.count)].elementsEqual(wanted)
        }
        return start.map { $0 + wanted.count }
    }
}
