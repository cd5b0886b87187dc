import Diagnostics
import JSONValues

/// An event made ready to be written: cut to its limits, as canonical JSON, with the columns that look-ups use.
struct PreparedEvent: Sendable {
    let event: LedgerEvent
    let payload: String
    let columns: DerivedColumns

    init(_ event: LedgerEvent) throws(Diagnostic) {
        self.event = try event.bounded()
        self.payload = JSONWriter.text(self.event.payload, .canonical)
        self.columns = DerivedColumns(self.event)
        let size = payload.utf8.count
        guard size <= LedgerLimits.payloadSizeInBytes else {
            throw .entryTooLarge(
                kind: event.kind,
                member: "payload",
                size: size,
                limit: LedgerLimits.payloadSizeInBytes
            )
        }
    }

    static func all(_ events: [LedgerEvent]) throws(Diagnostic) -> [PreparedEvent] {
        var prepared: [PreparedEvent] = []
        prepared.reserveCapacity(events.count)
        for event in events { prepared.append(try PreparedEvent(event)) }
        return prepared
    }

    /// The key of an attempt that is about to be sent once more, which nobody may have done.
    var resentKey: String? {
        guard case .noted(let key, .resent, _) = event else { return nil }
        return key
    }

    /// The key that must not stand yet.
    var intendedKey: String? {
        guard case .intent(let record) = event else { return nil }
        return record.key
    }
}
