/// Where the jobs of a plan are to run: each in its endpoint's own cloud, or all in one emulator.
public enum RealmContext: Hashable, Sendable {
    /// In the cloud that each endpoint's host belongs to.
    case cloud
    /// In the emulator of that `metadata.name`; the manifest's hosts are played.
    case emulator(id: String)

    /// Whether a realm, as a ledger names it, can be one of this context.
    ///
    /// - Parameter realm: ``Realm/description``.
    /// - Returns: Whether its attempts concern a plan of this context.
    func covers(_ realm: String) -> Bool {
        switch self {
        case .cloud: !realm.hasPrefix("emulator:")
        case .emulator: realm == emulatorRealm?.description
        }
    }

    /// The realm of everything, when there is one.
    var emulatorRealm: Realm? {
        guard case .emulator(let id) = self else { return nil }
        return .emulator(id: id)
    }
}
