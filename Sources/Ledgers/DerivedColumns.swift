/// What is copied out of a payload so that it can be looked up; `ledger verify` compares it with the payload.
struct DerivedColumns: Hashable, Sendable {
    var attempt: String?
    var run: String?
    var manifest: String?
    var realm: String?
    var address: String?
    var occurrence: String?

    init(_ event: LedgerEvent) {
        attempt = event.key
        switch event {
        case .runStarted(let record):
            run = record.runID
            if record.manifests.count == 1 { manifest = record.manifests[0].name }
        case .authenticated(let runID, _), .runFinished(let runID, _, _): run = runID
        case .intent(let record):
            run = record.runID
            manifest = record.manifest
            realm = record.realm
            address = record.address
            occurrence = record.occurrence
        case .answered, .submitted, .observed, .settled, .unknown, .noted: break
        }
    }

    /// The columns in the order of ``LedgerSchema``.
    var texts: [String?] { [attempt, run, manifest, realm, address, occurrence] }
}
