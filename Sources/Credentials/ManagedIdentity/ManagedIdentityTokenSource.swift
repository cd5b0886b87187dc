import Diagnostics
import HTTPExchange
import HTTPTypes
import Host
import Secrets
import Synchronization

/// Gets tokens of a managed identity from the service of the machine that hands them out.
///
/// A service that was only guessed is looked for first, for a second and once; one that is named is waited for.
struct ManagedIdentityTokenSource: TokenSource {
    private let managed: ManagedIdentity
    private let tools: TokenSourceTools
    private let redactor: Redactor
    private let sighting = Sighting()

    let fingerprint: CredentialFingerprint

    /// How long a service that was only guessed is looked for.
    static let probeTimeout = Duration.seconds(1)

    /// Whether the service was seen.
    private final class Sighting: Sendable {
        private let state = Mutex(false)

        var isSeen: Bool { state.withLock { $0 } }

        func note() { state.withLock { $0 = true } }
    }

    init(identity: ManagedIdentity, tools: TokenSourceTools) {
        self.managed = identity
        self.tools = tools
        var redactor = Redactor()
        for secret in identity.secrets { _ = redactor.register(secret) }
        self.redactor = redactor
        let service = identity.choice.service
        self.fingerprint = CredentialFingerprint(
            authority: "\(service.source.rawValue) \(service.address)",
            tenant: "",
            identity: identity.selector.words,
            proof: service.proof,
            salt: tools.salt
        )
    }

    var identity: String {
        "\(managed.selector.words) from \(managed.service.source.words): \(managed.choice.reason)"
    }

    func token(for audience: Audience) async throws(Diagnostic) -> AccessToken {
        let audience = try checked(audience)
        try await lookForTheService(audience)
        let patience = TokenPatience(
            tools: tools,
            schedule: TokenRetrySchedule(),
            subject: "`credentials.\(managed.description.name)` from \(managed.service.source.words)"
        )
        return try await patience.ask { timeout in
            await attempt(audience, timeout: timeout)
        } exhausted: {
            .identityServiceUnavailable(managed, $0)
        } cancelled: {
            .identityRequestCancelled(managed)
        }
    }

    /// The audience as these services take it: without one `/.default` at its end.
    private func checked(_ audience: Audience) throws(Diagnostic) -> Audience {
        let suffix = "/.default"
        let value = audience.value
        let isSound =
            !value.isEmpty
            && value.utf8.allSatisfy { ValueAppearance.isLetterOrDigit($0) || "_.:/-".utf8.contains($0) }
        guard isSound else { throw .malformedIdentityAudience(audience, managed) }
        return value.hasSuffix(suffix) ? Audience(String(value.dropLast(suffix.count))) : audience
    }

    /// Where nothing speaks for the metadata service, a machine outside Azure should not have to wait to learn it.
    private func lookForTheService(_ audience: Audience) async throws(Diagnostic) {
        guard managed.choice.isGuess, !sighting.isSeen, let service = managed.service as? MetadataService
        else {
            return
        }
        let probe = service.probe(for: audience, as: managed.selector)
        do throws(TransportFailure) {
            let timeout = managed.choice.isPointedAt ? TokenRetrySchedule().requestTimeout : Self.probeTimeout
            _ = try await tools.transport.send(probe, timeout: timeout)
            sighting.note()
        } catch {
            switch error.reason {
            case .cancelled: throw .identityRequestCancelled(managed)
            case .hostRefused: throw .identityServiceOutOfReach(managed)
            default: throw .noManagedIdentity(managed, error.words(redact: redactor.redact))
            }
        }
    }

    /// Asks once; twice where the first answer asks for a key.
    private func attempt(_ audience: Audience, timeout: Duration) async -> TokenPatience.Try<AccessToken> {
        let began = tools.time.monotonic
        let service = managed.service
        do throws(Interlude) {
            let first = try await send(
                service.request(for: audience, as: managed.selector, key: nil),
                timeout
            )
            guard let key = try key(askedForBy: first) else { return read(first, redactor) }
            tools.register(key)
            var redactor = redactor
            _ = redactor.register(key)
            let left = max(timeout - (tools.time.monotonic - began), .seconds(1))
            let second = try await send(service.request(for: audience, as: managed.selector, key: key), left)
            return read(second, redactor)
        } catch {
            return error.outcome
        }
    }

    /// Carries an outcome out of the middle of an attempt.
    private struct Interlude: Error {
        let outcome: TokenPatience.Try<AccessToken>
    }

    private func send(_ request: OutgoingRequest, _ timeout: Duration) async throws(Interlude) -> HTTPAnswer {
        do throws(TransportFailure) {
            return try await tools.transport.send(request, timeout: timeout)
        } catch {
            let outcome: TokenPatience.Try<AccessToken> =
                switch error.reason {
                case .cancelled: .over(.identityRequestCancelled(managed))
                case .hostRefused: .over(.identityServiceOutOfReach(managed))
                case let reason where reason.isLasting:
                    .over(.unexpectedIdentityAnswer([error.words(redact: redactor.redact)], managed))
                default: .trouble(notes: [error.words(redact: redactor.redact)])
                }
            throw Interlude(outcome: outcome)
        }
    }

    private func key(askedForBy answer: HTTPAnswer) throws(Interlude) -> Secret? {
        do throws(KeyFault) {
            return try managed.service.key(askedForBy: answer)
        } catch {
            switch error {
            case .unexpected(let fact):
                throw Interlude(outcome: .over(.unexpectedIdentityAnswer([fact], managed)))
            case .unreadable(let path, let reason):
                throw Interlude(outcome: .over(.identityKeyUnreadable(path, reason, managed)))
            }
        }
    }

    private func read(_ answer: HTTPAnswer, _ redactor: Redactor) -> TokenPatience.Try<AccessToken> {
        switch IdentityAnswer(answer, of: managed.service, now: tools.time.now, redact: redactor.redact) {
        case .token(let token, let claims):
            if let other = managed.contradiction(in: claims) { return .over(.otherIdentity(managed, other)) }
            return .got(token)
        case .refused(let refusal): return .over(.identityRefused(refusal, managed))
        case .unexpected(let facts): return .over(.unexpectedIdentityAnswer(facts, managed))
        case .later(let notes):
            let isUpdating = managed.service.source == .imds && answer.status == 410
            return .trouble(
                notes: notes,
                retryAfter: answer.retryAfter,
                pace: isUpdating ? .updating : .usual
            )
        }
    }
}

extension ManagedIdentity {
    /// Who is asked.
    var service: any IdentityService { choice.service }

    /// What an answer says that is not what was asked for, as the end of a sentence; `nil` when nothing is.
    ///
    /// Ids are compared without case. An answer that repeats nothing is believed, except where the service may have
    /// passed the choice over.
    func contradiction(in claims: IdentityAnswer.Claims) -> String? {
        let answered: String?
        switch selector {
        case .systemAssigned: return nil
        case .clientID: answered = claims.clientID
        case .objectID: answered = claims.objectID
        case .resourceID: answered = claims.resourceID
        }
        guard let answered else { return service.mustConfirm ? "an identity that it does not name" : nil }
        guard answered.lowercased() != selector.value?.lowercased() else { return nil }
        return "\(selector.kindWords) \(Sanitizer.line(answered, limit: 300))"
    }
}
