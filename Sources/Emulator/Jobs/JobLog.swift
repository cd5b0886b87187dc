import Secrets
import Synchronization

/// The end of what a scoring script printed; bounded.
final class JobLog: Sendable {
    private let bytes = Mutex<[UInt8]>([])

    /// Adds what was printed.
    func append(_ more: [UInt8]) {
        bytes.withLock { kept in
            kept += more.suffix(EmulatorLimits.log)
            // Cut seldom: the array may grow to twice the bound before it is moved.
            if kept.count > 2 * EmulatorLimits.log { kept.removeFirst(kept.count - EmulatorLimits.log) }
        }
    }

    /// Adds a line of the emulator's own.
    func note(_ line: String) { append(Array("[emulator] \(line)\n".utf8)) }

    /// What is kept, without control characters.
    var text: String { last(EmulatorLimits.log) }

    /// The last few lines, for a message.
    var end: String { last(4096) }

    private func last(_ count: Int) -> String {
        let kept = bytes.withLock { Array($0.suffix(count)) }
        return Sanitizer.clean(String(decoding: kept, as: UTF8.self), limit: count)
    }
}
