import Credentials
import Diagnostics
import HTTPExchange
import RunnerTestSupport
import Secrets
import Synchronization

/// A source whose requests wait at a gate, so that tests can look at what happens meanwhile.
final class GatedTokenSource: TokenSource {
    private struct State {
        var calls = 0
        var isOpen = false
        var replies: [Result<AccessToken, Diagnostic>] = []
    }

    private let state: Mutex<State>
    let identity = "gated source"
    let fingerprint: CredentialFingerprint

    init(_ replies: [Result<AccessToken, Diagnostic>] = [], isOpen: Bool = true, identity: String = "gated") {
        self.state = Mutex(State(isOpen: isOpen, replies: replies))
        self.fingerprint = CredentialFingerprint(
            authority: "authority",
            tenant: "tenant",
            identity: identity,
            proof: nil,
            salt: CredentialFingerprint.Salt(random: SeededRandom.shared(seed: 1))
        )
    }

    /// How often it was asked.
    var calls: Int { state.withLock { $0.calls } }

    func open() { state.withLock { $0.isOpen = true } }

    func add(_ reply: Result<AccessToken, Diagnostic>) { state.withLock { $0.replies.append(reply) } }

    func token(for audience: Audience) async throws(Diagnostic) -> AccessToken {
        let call = state.withLock { state in
            state.calls += 1
            return state.calls
        }
        while !state.withLock({ $0.isOpen }) {
            if Task.isCancelled { throw Diagnostic(.tokenRequestCancelled, "cancelled") }
            await Task.yield()
        }
        let reply = state.withLock { $0.replies.isEmpty ? nil : $0.replies.removeFirst() }
        return try (reply ?? .success(Self.token("token-\(call)"))).get()
    }

    static func token(_ text: String, lifetime: Int = 3600, refreshAfter: Int? = nil) -> AccessToken {
        AccessToken(
            secret: Secret(text),
            lifetime: .seconds(lifetime),
            refreshAfter: refreshAfter.map { .seconds($0) }
        )
    }

    static let trouble = Diagnostic(.authorityUnavailable, "down")
}
