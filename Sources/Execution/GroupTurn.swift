import Ledgers
import Plans

/// A job that waits for its turn in a concurrency group.
struct GroupTurn: Sendable {
    let job: PlannedJob
    let group: ConcurrencyGroup
    /// Who has the group, or comes first.
    let holder: LeaseRecord
    /// How many stand before it in the line.
    let ahead: Int

    /// What it waits for, in words.
    var words: String {
        let line = ahead > 0 ? ", and \(ahead) before this one" : ""
        guard let attempt = holder.attempt, holder.expires == nil else {
            return "the concurrency group `\(group.name)` is held by \(holder.owner.words)\(line)"
        }
        let job = holder.owner.address.map { "`\($0)`" } ?? "attempt \(attempt)"
        return "\(job) of the concurrency group `\(group.name)` goes on and nobody follows it\(line)"
    }
}
