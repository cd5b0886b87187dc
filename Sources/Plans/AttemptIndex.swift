/// A ledger's attempts, found in one step each.
struct AttemptIndex {
    /// One row of the table of convergence: realm, address and occurrence.
    struct Slot: Hashable {
        let realm: String
        let address: String
        let occurrence: Occurrence?
    }

    /// An occurrence by its bytes: Swift would hold two spellings of an accented letter for equal.
    struct Occurrence: Hashable {
        let text: String
        static func == (left: Self, right: Self) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }
        func hash(into hasher: inout Hasher) {
            for byte in text.utf8 { hasher.combine(byte) }
        }
    }

    /// A place that was written to.
    private struct Place: Hashable {
        let realm: String
        let uri: String
    }

    /// A job in a realm, whatever the occurrence.
    private struct Seat: Hashable {
        let realm: String
        let address: String
    }

    private var latestBySlot: [Slot: (record: AttemptRecord, place: Int)] = [:]
    private var writers: [Place: AttemptRecord] = [:]
    private var latestBySeat: [Seat: AttemptRecord] = [:]
    private var seats: [Seat] = []

    /// Indexes the attempts of one manifest.
    ///
    /// - Parameters:
    ///   - attempts: Attempts, oldest first; those of other manifests or outside the context are passed over.
    ///   - manifest: The manifest's name.
    ///   - context: Where the plan's jobs run.
    /// - Complexity: O(attempts and their outputs).
    init(_ attempts: [AttemptRecord], manifest: String, context: RealmContext) {
        let prefix = manifest + "/"
        for (place, attempt) in attempts.enumerated()
        where attempt.address.hasPrefix(prefix) && context.covers(attempt.realm) {
            let slot = Slot(
                realm: attempt.realm,
                address: attempt.address,
                occurrence: attempt.occurrence.map(Occurrence.init)
            )
            if (latestBySlot[slot]?.record.number ?? .min) <= attempt.number {
                latestBySlot[slot] = (attempt, place)
            }
            let seat = Seat(realm: attempt.realm, address: attempt.address)
            if latestBySeat.updateValue(attempt, forKey: seat) == nil { seats.append(seat) }
            guard attempt.state != .rejected, attempt.state != .skipped else { continue }
            for uri in attempt.outputs.values { writers[Place(realm: attempt.realm, uri: uri)] = attempt }
        }
    }

    /// The attempt with the highest number of a submission's realm, address and occurrence.
    ///
    /// With its place among all attempts by their age.
    func latest(of submission: Submission) -> (record: AttemptRecord, place: Int)? {
        latestBySlot[
            Slot(
                realm: submission.realm.description,
                address: submission.address.description,
                occurrence: submission.occurrence.map(Occurrence.init)
            )
        ]
    }

    /// The newest attempt in a realm that may have written to a place.
    func writer(of uri: String, in realm: Realm) -> AttemptRecord? {
        writers[Place(realm: realm.description, uri: uri)]
    }

    /// The newest attempts of jobs that a plan does not have, one for each realm and address, oldest first.
    func departed(from jobs: [PlannedJob]) -> [AttemptRecord] {
        guard !seats.isEmpty else { return [] }
        let present = Set(
            jobs.lazy.map(\.submission).map {
                Seat(realm: $0.realm.description, address: $0.address.description)
            }
        )
        return seats.filter { !present.contains($0) }.compactMap { latestBySeat[$0] }
    }
}
