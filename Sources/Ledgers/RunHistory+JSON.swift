public import JSONValues

extension RunHistory {
    /// The run for `ledger list --runs -o json` and `ledger show -o json`.
    ///
    /// Members, in this order: `runID`, `command`, `startedAt`, `finishedAt` (RFC 3339), `exitStatus` (integer), `user`,
    /// `machine`, `toolVersion`, `ci`, `source` (objects), `parent`, `given` (object), `manifests`, `identities`,
    /// `problems` (arrays). What is not known is `null`. The members of objects are those of the ledger's entries.
    public var json: JSONValue {
        let payload = record.payload
        return .object([
            .init("runID", .string(record.runID)), .init("command", .string(record.command)),
            .init("startedAt", .string(startedAt)),
            .init("finishedAt", finishedAt.map { .string($0) } ?? .null),
            .init("exitStatus", exitStatus.map { .number(JSONNumber(Int($0))) } ?? .null),
            .init("user", .string(record.user)), .init("machine", .string(record.machine)),
            .init("toolVersion", .string(record.toolVersion)), .init("ci", payload["ci"] ?? .null),
            .init("source", payload["source"] ?? .null),
            .init("parent", record.parent.map { .string($0) } ?? .null),
            .init("given", payload["given"] ?? .null),
            .init("manifests", payload["manifests"] ?? .array([])),
            .init("identities", .array(identities.map(\.payload))),
            .init("problems", .array(problems.map(\.payload))),
        ])
    }
}
