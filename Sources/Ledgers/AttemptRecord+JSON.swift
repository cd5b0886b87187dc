public import JSONValues
public import Plans

extension AttemptRecord {
    /// The attempt for `list -o json`.
    ///
    /// Members, in this order: `address`, `realm`, `occurrence`, `number` (integer), `key`, `runID`, `runDigest`,
    /// `state`, `remoteID`, `link`, `reason`, `intendedAt`, `changedAt` (RFC 3339), `outputs` (object of URIs by
    /// name, in byte order). What is not known is `null`. The text of the digest is in `ledger show`.
    public var json: JSONValue {
        func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
        let places = outputs.sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }
        return .object([
            .init("address", .string(address)), .init("realm", .string(realm)),
            .init("occurrence", optional(occurrence)), .init("number", .number(JSONNumber(number))),
            .init("key", .string(key)), .init("runID", .string(runID)),
            .init("runDigest", .string(runDigest)),
            .init("state", .string(state.rawValue)), .init("remoteID", optional(remoteID)),
            .init("link", optional(link)), .init("reason", optional(reason)),
            .init("intendedAt", .string(intendedAt)), .init("changedAt", .string(changedAt)),
            .init("outputs", .object(places.map { .init($0.key, .string($0.value)) })),
        ])
    }
}
