import Synchronization

/// What another thread has read.
final class Received: Sendable {
    private let value = Mutex<[UInt8]?>(nil)

    var bytes: [UInt8]? { value.withLock { $0 } }

    func set(_ bytes: [UInt8]?) { value.withLock { $0 = bytes } }
}
