public import Diagnostics
public import HTTPExchange
public import Host

/// Keeps tokens and shares them: one request at a time for each credential and audience, however many ask.
///
/// A token is replaced by whoever asks first after it began to age, see ``KeptToken``; others use the old one
/// meanwhile, and who asks first waits for two tries and ten seconds at most. When that fails, the old token serves on
/// while it lives, and no other try is made for 30 s. Lifetimes are measured with the monotonic clock. Nothing is
/// written to disk, and no failure is remembered.
public actor TokenCache {
    private let time: any Timekeeper
    private var tokens: [Key: KeptToken] = [:]
    private var flights: [Key: TokenFlight] = [:]
    /// What services want the next token to say.
    private var challenges: [Key: ClaimsChallenge] = [:]

    /// What a token is kept under: the fingerprint covers authority, tenant, identity and proof.
    private struct Key: Hashable {
        let fingerprint: CredentialFingerprint
        let audience: Audience
    }

    /// How long after a failed replacement the next is tried.
    static let pauseAfterFailure = Duration.seconds(30)

    /// Makes an empty cache.
    ///
    /// - Parameter time: Measures lifetimes.
    public init(time: any Timekeeper) { self.time = time }

    /// Gets a token, kept or new.
    ///
    /// - Parameters:
    ///   - audience: What it is for.
    ///   - source: Who is asked when none is kept.
    /// - Returns: A token that lives.
    /// - Throws: What the source throws; RN0424 when the calling task is cancelled while it waits.
    public func token(for audience: Audience, from source: any TokenSource) async throws(Diagnostic)
        -> AccessToken
    {
        let key = Key(fingerprint: source.fingerprint, audience: audience)
        while true {
            let worth = tokens[key].map { $0.worth(at: time.monotonic) } ?? .spent
            if let kept = tokens[key], worth == .fresh { return kept.token }
            guard let flight = flights[key] else {
                return try await fetch(key, from: source, isEarly: worth == .ageing)
            }
            // Somebody is at it already: what still serves need not wait for that.
            if let kept = tokens[key], worth == .ageing { return kept.token }
            switch await flight.news() {
            case .ended(let result): return try result.get()
            case .cancelled: throw .tokenWaitCancelled(source.identity)
            case .abandoned: continue
            }
        }
    }

    /// Forgets a token that the far side refused, unless another has taken its place since.
    ///
    /// - Parameters:
    ///   - token: The refused one.
    ///   - audience: What it was for.
    ///   - source: Where it came from.
    ///   - challenge: What the far side wants another token to say.
    public func invalidate(
        _ token: AccessToken,
        for audience: Audience,
        from source: any TokenSource,
        challenge: ClaimsChallenge? = nil
    ) {
        let key = Key(fingerprint: source.fingerprint, audience: audience)
        guard let kept = tokens[key], kept.token.isSame(as: token) else { return }
        tokens[key] = nil
        challenges[key] = challenge
    }

    /// Makes the request for everybody who waits.
    private func fetch(
        _ key: Key,
        from source: any TokenSource,
        isEarly: Bool
    ) async throws(Diagnostic) -> AccessToken {
        let flight = TokenFlight()
        flights[key] = flight
        let since = time.monotonic
        let challenge = challenges.removeValue(forKey: key)
        let result = await TokenHaste.$isEarly.withValue(isEarly) {
            await Self.ask(source, for: key.audience, answering: challenge)
        }
        flights[key] = nil
        switch result {
        case .success(let token):
            tokens[key] = KeptToken(token: token, since: since)
            flight.tell(.ended(result))
            return token
        case .failure(let diagnostic):
            let now = time.monotonic
            if var kept = tokens[key], kept.worth(at: now) != .spent {
                if !Task.isCancelled { kept.nextTry = now + Self.pauseAfterFailure }
                tokens[key] = kept
                flight.tell(.ended(.success(kept.token)))
                return kept.token
            }
            tokens[key] = nil
            if challenges[key] == nil { challenges[key] = challenge }
            // A failure that only this task's end brought about is not the others'.
            flight.tell(Task.isCancelled ? .abandoned : .ended(result))
            throw diagnostic
        }
    }

    private static func ask(
        _ source: any TokenSource,
        for audience: Audience,
        answering challenge: ClaimsChallenge?
    ) async -> Result<AccessToken, Diagnostic> {
        do throws(Diagnostic) {
            let token = try await source.token(for: audience, answering: challenge)
            try token.check(for: audience, source.identity)
            return .success(token)
        } catch {
            return .failure(error)
        }
    }
}

extension AccessToken {
    /// Recognises a token that is for somebody else before it is sent anywhere.
    ///
    /// - Parameters:
    ///   - audience: What was asked for.
    ///   - identity: Who asked.
    /// - Throws: RN0444.
    fileprivate func check(for audience: Audience, _ identity: String) throws(Diagnostic) {
        guard let claims = TokenClaims(of: secret), claims.isSurelyNot(for: audience) else { return }
        throw Diagnostic(
            .wrongAudience,
            "the token of \(identity) is not for `\(audience.value)`",
            notes: ["it says that it is for " + claims.audiences.map { "`\($0)`" }.joined(separator: ", ")]
                + (claims.issuer.map { ["it says that `\($0)` made it"] } ?? []),
            help: "it was not sent; check who gives out the tokens, and the credential's `cloud`"
        )
    }
}

extension Diagnostic {
    static func tokenWaitCancelled(_ identity: String) -> Diagnostic {
        Diagnostic(.tokenRequestCancelled, "the wait for a token of \(identity) was cancelled")
    }
}
