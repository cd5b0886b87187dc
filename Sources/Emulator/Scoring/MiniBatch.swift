/// Some files of a job's input that one call of `run()` gets.
struct MiniBatch: Hashable, Sendable {
    /// Its place among the job's mini-batches, from 0.
    let index: Int
    /// The files.
    let files: [String]

    /// The files' names, for people; the first few.
    var names: String {
        let names = files.prefix(3).map { "`" + ($0.split(separator: "/").last.map(String.init) ?? $0) + "`" }
        return names.joined(separator: ", ") + (files.count > 3 ? " and \(files.count - 3) more" : "")
    }

    /// Cuts files into mini-batches, in order.
    static func all(of files: [String], size: Int) -> [MiniBatch] {
        var batches: [MiniBatch] = []
        var rest = files[...]
        while !rest.isEmpty {
            batches.append(MiniBatch(index: batches.count, files: Array(rest.prefix(size))))
            rest = rest.dropFirst(size)
        }
        return batches
    }
}
