import Emulator

/// How often each address of an emulator was called, with ids in paths folded to `*`.
struct RequestTally {
    /// One line, the requests that make jobs first.
    let text: String

    /// Counts requests.
    ///
    /// - Parameter requests: What arrived.
    init(_ requests: [RequestRecord]) {
        var counts: [String: Int] = [:]
        for request in requests {
            let path = request.path.split(separator: "/").map { $0.utf8.count >= 32 ? "*" : String($0) }
            counts["\(request.method) \(request.host)/\(path.joined(separator: "/"))", default: 0] += 1
        }
        let posts = counts.keys.filter { $0.hasPrefix("POST") }.sorted()
        let others = counts.keys.filter { !$0.hasPrefix("POST") }.sorted()
        let parts = (posts + others).map { "\($0) \(counts[$0] ?? 0)" }
        text = parts.isEmpty ? "no requests" : parts.joined(separator: ", ")
    }
}
