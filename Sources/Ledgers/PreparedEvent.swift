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

    /// The claim to send an attempt once more, which must not stand yet: the detail tells the times apart.
    var claim: LedgerClaim? {
        guard case .noted(let key, .resent, let detail) = event else { return nil }
        return LedgerClaim(key: Array(key.utf8), detail: Array(detail.utf8))
    }

    /// The attempt that must be in doubt still: it is settled here what became of it.
    var doubtedKey: String? {
        switch event {
        case .noted(let key, .resent, _), .noted(let key, .adopted, _): key
        default: nil
        }
    }

    /// The attempt's number among those of its job, which must not stand yet.
    var intendedNumber: IntendedNumber? {
        guard case .intent(let record) = event else { return nil }
        return IntendedNumber(
            address: record.address,
            realm: record.realm,
            occurrence: record.occurrence,
            number: record.number
        )
    }

    /// The key that must not stand yet.
    var intendedKey: String? {
        guard case .intent(let record) = event else { return nil }
        return record.key
    }
}

/// Which attempt of a job one is to be; addresses and realms are ASCII.
struct IntendedNumber: Hashable, Sendable {
    let address: String
    let realm: String
    let occurrence: String?
    let number: Int
}

/// Who may send an attempt once more, by bytes.
struct LedgerClaim: Hashable, Sendable {
    let key: [UInt8]
    let detail: [UInt8]
}
