public import Diagnostics
public import JSONValues

extension LedgerEntry {
    /// The entry for `ledger show -o json`.
    ///
    /// Members, in this order: `sequence` (integer), `time` (RFC 3339), `kind`, `payload` (object; a string when the
    /// stored text is not JSON), `previousHash`, `hash`.
    public var json: JSONValue {
        let value = try? JSONReader().read(Array(payload.utf8))
        return .object([
            .init("sequence", .number(JSONNumber(sequence))), .init("time", .string(time)),
            .init("kind", .string(kind)), .init("payload", value ?? .string(payload)),
            .init("previousHash", .string(previousHash)), .init("hash", .string(hash)),
        ])
    }

    /// The event that the entry holds.
    ///
    /// - Returns: The event.
    /// - Throws: RN0605 when it cannot be understood.
    public func readEvent() throws(Diagnostic) -> LedgerEvent {
        do throws(LedgerEvent.Unreadable) {
            return try decodedEvent()
        } catch {
            throw .unreadableEntry(sequence, reason: error.reason)
        }
    }

    func decodedEvent() throws(LedgerEvent.Unreadable) -> LedgerEvent {
        let value: JSONValue
        do throws(JSONReader.Failure) {
            value = try JSONReader(depthLimit: 8).read(Array(payload.utf8))
        } catch {
            throw LedgerEvent.Unreadable(reason: "the payload is not JSON: \(error.reason)")
        }
        return try LedgerEvent(kind: kind, payload: value)
    }
}

extension Diagnostic {
    static func unreadableEntry(_ sequence: Int, reason: String) -> Diagnostic {
        Diagnostic(
            .ledgerUnreadable,
            "entry \(sequence) of the ledger cannot be understood: \(reason)",
            help: "run `runner ledger verify` to see whether the ledger was changed"
        )
    }
}
