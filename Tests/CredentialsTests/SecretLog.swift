import Secrets
import Synchronization

/// Keeps every secret that it is told of.
final class SecretLog: Sendable {
    private let secrets = Mutex<[String]>([])

    func add(_ secret: Secret) { secrets.withLock { $0.append(secret.expose { $0 }) } }

    var all: [String] { secrets.withLock { $0 } }
}
