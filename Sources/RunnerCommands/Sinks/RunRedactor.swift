import Secrets
import Synchronization

/// The one redactor of a run: everything that is shown or recorded goes through it.
///
/// It learns secrets as they are read and tokens as they are got, so that a far side that sends one back is not able
/// to have it written down.
final class RunRedactor: Sendable {
    private struct Knowledge {
        var redactor = Redactor()
        var known: Set<[UInt8]> = []

        mutating func learn(_ secret: Secret) {
            guard secret.expose({ known.insert(Array($0.utf8)).inserted }) else { return }
            redactor.register(secret)
        }
    }

    private let knowledge: Mutex<Knowledge>

    /// Makes a redactor that knows some secrets.
    ///
    /// - Parameter secrets: What must not be seen.
    init(_ secrets: [Secret] = []) {
        var knowledge = Knowledge()
        for secret in secrets { knowledge.learn(secret) }
        self.knowledge = Mutex(knowledge)
    }

    /// Learns another secret; one that is known already costs next to nothing.
    ///
    /// - Parameter secret: What must not be seen.
    func register(_ secret: Secret) { knowledge.withLock { $0.learn(secret) } }

    /// Takes every secret out of a text.
    ///
    /// - Parameter text: The text.
    /// - Returns: The text without them.
    func redact(_ text: String) -> String { knowledge.withLock { $0.redactor }.redact(text) }

    /// Takes out the secrets that it was told, and nothing that only looks like one.
    ///
    /// - Parameter bytes: Text that a program reads.
    /// - Returns: The text without them; `nil` when there is none in it.
    func redactTold(_ bytes: [UInt8]) -> [UInt8]? {
        knowledge.withLock { $0.redactor }.redactTold(bytes)
    }
}
