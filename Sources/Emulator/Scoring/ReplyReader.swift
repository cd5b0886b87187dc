import Subprocess

/// Reads the scoring process's answers from its standard output.
struct ReplyReader {
    private var buffers: SubprocessOutputSequence.Iterator
    private var held: [UInt8] = []

    init(_ output: SubprocessOutputSequence) { self.buffers = output.makeAsyncIterator() }

    /// The next answer; `nil` when the process has ended or broken the protocol.
    mutating func next() async -> ScoringReply? {
        guard let line = await line(), let header = ScoringReply.Header(line) else { return nil }
        switch header {
        case .raised(let fault):
            return .raised(fault)
        case .done(let count, let bytes):
            while held.count < bytes { guard await more() else { return nil } }
            let rows = Array(held.prefix(bytes))
            held.removeFirst(bytes)
            return .done(count: count, rows: rows)
        }
    }

    /// Reads until the process has nothing more to say.
    mutating func drain() async {
        repeat { held = [] } while await more()
    }

    private mutating func line() async -> [UInt8]? {
        var searched = 0
        while true {
            if let end = held[searched...].firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(held[..<end])
                held.removeFirst(end + 1)
                return line
            }
            searched = held.count
            guard held.count <= EmulatorLimits.messageLine, await more() else { return nil }
        }
    }

    private mutating func more() async -> Bool {
        guard let buffer = try? await buffers.next(isolation: #isolation) else { return false }
        unsafe buffer.withUnsafeBytes { unsafe held.append(contentsOf: $0) }
        return true
    }
}
