import Host
import JSONValues
import Secrets

/// The requests that arrived, oldest first; bounded.
actor RequestLog {
    /// How many are kept.
    private static let limit = 10_000
    /// How much of a path is kept, in characters.
    private static let pathLimit = 300

    private let time: any Timekeeper
    private var records: [RequestRecord] = []
    private var count = 0

    init(time: any Timekeeper) { self.time = time }

    /// Adds a request with what was answered.
    func add(_ request: EmulatedRequest, status: Int) -> RequestRecord {
        count += 1
        let record = RequestRecord(
            number: count,
            time: time.now,
            method: request.method,
            host: Sanitizer.clean(request.host, limit: Self.pathLimit),
            path: Sanitizer.clean(request.path, limit: Self.pathLimit),
            status: status
        )
        if records.count == Self.limit { records.removeFirst(Self.limit / 2) }
        records.append(record)
        return record
    }

    /// All that are kept.
    var all: [RequestRecord] { records }

    /// How many arrived, and what is kept of them.
    var document: JSONValue {
        let requests = records.map { record -> JSONValue in
            [
                "number": .number(JSONNumber(record.number)),
                "time": .string(record.time.description),
                "method": .string(record.method),
                "host": .string(record.host),
                "path": .string(record.path),
                "status": .number(JSONNumber(record.status)),
            ]
        }
        return ["count": .number(JSONNumber(count)), "requests": .array(requests)]
    }
}
