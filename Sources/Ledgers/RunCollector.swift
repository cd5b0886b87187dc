/// Puts the events of runs together, run by run.
struct RunCollector {
    private var runs: [RunHistory] = []
    /// By the id's bytes: `String` would take canonically equivalent ids for one.
    private var places: [[UInt8]: Int] = [:]

    /// Takes an event; what is of no run that began is passed over.
    mutating func take(_ event: LedgerEvent, at time: String) {
        guard let id = event.runID.map({ Array($0.utf8) }) else { return }
        if let place = places[id] {
            runs[place].take(event, at: time)
        } else if case .runStarted(let record) = event {
            places[id] = runs.count
            runs.append(RunHistory(record, at: time))
        }
    }

    /// The runs that match, oldest first.
    func runs(matching query: RunQuery) -> [RunHistory] {
        let found = runs.filter(query.matches)
        return Array(found.suffix(max(query.limit ?? found.count, 0)))
    }
}

extension LedgerEvent {
    /// The kinds of events that are about a run.
    static let kindsOfRuns: Set<String> = ["runStarted", "authenticated", "runFinished"]

    /// The run that the event is about.
    fileprivate var runID: String? {
        switch self {
        case .runStarted(let record): record.runID
        case .authenticated(let runID, _), .runFinished(let runID, _, _): runID
        case .intent, .answered, .submitted, .observed, .settled, .unknown, .noted: nil
        }
    }
}
