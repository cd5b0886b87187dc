import Host
import JSONValues
import Ledgers
import Secrets

/// Shows leases with their owners.
struct LeaseList {
    let console: any Console
    let format: OutputFormat
    let now: Timestamp

    /// Shows them.
    ///
    /// - Parameters:
    ///   - records: The leases.
    ///   - areUnlocked: Whether they were just taken away.
    func show(_ records: [LeaseRecord], areUnlocked: Bool) {
        switch format {
        case .text:
            guard !records.isEmpty else {
                return console.writeOutput(areUnlocked ? "nothing was stale\n" : "nobody has a lease\n")
            }
            for record in records {
                let what = areUnlocked ? "unlocked  " : ""
                console.writeOutput(what + Sanitizer.line(words(record), limit: 4000) + "\n")
                for (place, waiter) in record.line.enumerated() {
                    console.writeOutput(
                        "    \(place + 1)  " + Sanitizer.line(waiter.words, limit: 4000) + "\n"
                    )
                }
            }
        case .json:
            let value = JSONValue.object([
                .init("format_version", "1.0"), .init("kind", "Leases"),
                .init("unlocked", .bool(areUnlocked)),
                .init("leases", .array(records.map(json))),
            ])
            console.writeOutput(ControlText.json(value, .indented) + "\n")
        }
    }

    private func words(_ record: LeaseRecord) -> String {
        let age = max(0, (now.milliseconds - record.heard.milliseconds) / 1000)
        let heard = record.expires == nil ? "left while its job went on" : "heard of \(age) s ago"
        let stale = record.isStale(at: now) ? ", stale" : ""
        return "\(record.name)  \(record.owner.words), \(heard)\(stale), fence \(record.fence)"
    }

    private func json(_ record: LeaseRecord) -> JSONValue {
        .object([
            .init("name", .string(record.name.description)),
            .init("fence", .number(JSONNumber(record.fence))), .init("owner", owner(record.owner)),
            .init("attempt", record.attempt.map { .string($0) } ?? .null),
            .init("taken", .string(record.taken.description)),
            .init("heard", .string(record.heard.description)),
            .init("expires", record.expires.map { .string($0.description) } ?? .null),
            .init("stale", .bool(record.isStale(at: now))), .init("line", .array(record.line.map(owner))),
        ])
    }

    private func owner(_ owner: LeaseOwner) -> JSONValue {
        .object([
            .init("runID", .string(owner.runID)), .init("machine", .string(owner.machine)),
            .init("processID", .number(JSONNumber(owner.processID))), .init("user", .string(owner.user)),
            .init("jobURL", owner.jobURL.map { .string($0) } ?? .null),
            .init("address", owner.address.map { .string($0) } ?? .null),
        ])
    }
}
