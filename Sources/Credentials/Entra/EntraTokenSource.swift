public import Diagnostics
public import HTTPExchange
import HTTPTypes
public import Host
import Secrets

/// Gets tokens from Entra as a service principal with a client secret: OAuth's client credentials grant.
///
/// One request, without discovery. While the answer is 408, 429 or 5xx, says that Entra is unavailable, or does not
/// come, it is asked again by its ``TokenRetrySchedule``: asking twice does no harm.
///
/// - SeeAlso: RFC 6749 §4.4.
public struct EntraTokenSource: TokenSource {
    let principal: ServicePrincipal
    private let transport: any HTTPTransport
    private let time: any Timekeeper
    private let random: @Sendable () -> UInt64
    private let retry: TokenRetrySchedule
    private let redactor: Redactor

    /// What tells it from others.
    public let fingerprint: CredentialFingerprint

    /// Makes a source.
    ///
    /// - Parameters:
    ///   - principal: Who asks.
    ///   - transport: Sends.
    ///   - time: Waits.
    ///   - random: Eight random bytes at a time, for request ids and for jitter.
    ///   - salt: Salts the fingerprint; one for all sources of a process.
    ///   - retry: How often is asked.
    public init(
        principal: ServicePrincipal,
        transport: any HTTPTransport,
        time: any Timekeeper,
        random: @escaping @Sendable () -> UInt64,
        salt: CredentialFingerprint.Salt,
        retry: TokenRetrySchedule = TokenRetrySchedule()
    ) {
        self.principal = principal
        self.transport = transport
        self.time = time
        self.random = random
        self.retry = retry
        var redactor = Redactor()
        redactor.register(principal.secret)
        self.redactor = redactor
        self.fingerprint = CredentialFingerprint(
            authority: principal.authority.authority,
            tenant: principal.tenant,
            identity: principal.client,
            proof: principal.secret,
            salt: salt
        )
    }

    /// The client and the tenant.
    public var identity: String { "service principal \(principal.client) of tenant \(principal.tenant)" }

    /// Asks for a token, several times if that can help.
    ///
    /// - Parameter audience: What it is for; no trailing slash.
    /// - Returns: A token that lives.
    /// - Throws: RN0410 for an audience that cannot be one, RN0420 … RN0424.
    public func token(for audience: Audience) async throws(Diagnostic) -> AccessToken {
        let id = UUIDText.text(high: random(), low: random(), version: 4)
        let request = try EntraTokenRequest(principal: principal, audience: audience, id: id).outgoing()
        let began = time.monotonic
        var tries = 0
        while true {
            tries += 1
            let left = max(retry.budget - (time.monotonic - began), .seconds(1))
            switch await exchange(request, timeout: min(retry.requestTimeout, left)) {
            case .token(let token): return token
            case .over(let diagnostic): throw diagnostic
            case .trouble(let notes, let retryAfter):
                let wait = retry.wait(failures: tries, retryAfter: retryAfter, random: fraction())
                let passed = time.monotonic - began
                guard tries < retry.attempts, passed + wait < retry.budget else {
                    throw .authorityUnavailable(principal, notes: notes, tries: tries, passed: passed)
                }
                do throws(CancellationError) {
                    try await time.sleep(for: wait)
                } catch {
                    throw .tokenRequestCancelled(principal)
                }
            }
        }
    }

    /// How one request ended.
    private enum Exchange {
        case token(AccessToken)
        case over(Diagnostic)
        case trouble(notes: [String], retryAfter: String?)
    }

    private func exchange(_ request: OutgoingRequest, timeout: Duration) async -> Exchange {
        let answer: HTTPAnswer
        do throws(TransportFailure) {
            answer = try await transport.send(request, timeout: timeout)
        } catch {
            switch error.reason {
            case .cancelled: return .over(.tokenRequestCancelled(principal))
            case .hostRefused: return .over(.authorityOutOfReach(principal))
            default: return .trouble(notes: [words(of: error)], retryAfter: nil)
            }
        }
        return switch EntraTokenAnswer(answer, now: time.now, redact: redactor.redact) {
        case .token(let token): .token(token)
        case .refused(let refusal): .over(.tokenRefused(refusal, principal))
        case .unexpected(let facts): .over(.unexpectedTokenAnswer(facts, principal))
        case .later(let notes): .trouble(notes: notes, retryAfter: answer.fields[.retryAfter])
        }
    }

    /// A number in `0..<1`.
    private func fraction() -> Double { Double(random() >> 11) / Double(1 << 53) }

    private func words(of failure: TransportFailure) -> String {
        let what =
            switch failure.reason {
            case .nameNotFound: "the host's name is not known"
            case .connectionRefused: "nothing listens there"
            case .connectTimeout: "no connection came about in time"
            case .tlsFailure: "TLS did not come about"
            case .deadlineExceeded: "no answer came in time"
            case .connectionLost: "the connection was lost"
            case .bodyTooLarge: "the answer is too large"
            case .protocolError: "the answer is not HTTP"
            case .hostRefused: "the host must not be called from here"
            case .cancelled: "the request was cancelled"
            }
        let detail = EntraRefusal.shown(failure.detail, limit: 200, redactor.redact)
        return detail.isEmpty ? what : "\(what): \(detail)"
    }
}

extension Diagnostic {
    static func tokenRefused(_ refusal: EntraRefusal, _ principal: ServicePrincipal) -> Diagnostic {
        let advice = EntraAdvice.advice(on: refusal, to: principal)
        let description = principal.description
        let number = refusal.code.map { " (AADSTS\($0))" } ?? ""
        let reference = description.clientSecret.reference
        var facts = "the secret came from `\(reference)` and has \(principal.secret.count) bytes"
        if advice.subject == .secret, let words = principal.secret.expose({ ValueAppearance(of: $0) })?.words
        {
            facts += "; it " + words
        }
        let span: SourceSpan =
            switch advice.subject {
            case .secret, .other: description.clientSecret.span
            case .client: description.clientID.span
            case .tenant: description.tenantID.span
            }
        return Diagnostic(
            .tokenRefused,
            "`credentials.\(description.name)` gets no token: \(advice.what)\(number)",
            at: Label(span, advice.subject == .other ? "" : advice.what),
            notes: refusal.notes + [facts, principal.whereAsked],
            help: advice.help
        )
    }

    static func authorityUnavailable(
        _ principal: ServicePrincipal,
        notes: [String],
        tries: Int,
        passed: Duration
    ) -> Diagnostic {
        let tenths = passed.components.seconds * 10 + passed.components.attoseconds / 100_000_000_000_000_000
        let times = tries == 1 ? "one request" : "\(tries) requests"
        return Diagnostic(
            .authorityUnavailable,
            "`credentials.\(principal.description.name)` gets no token now: "
                + "`\(principal.authority.authority)` gives none",
            notes: notes + ["\(times) in \(tenths / 10).\(tenths % 10) s", principal.whereAsked],
            help: "nothing was submitted: run it again later; check network, DNS and proxy if it stays so"
        )
    }

    static func unexpectedTokenAnswer(_ facts: [String], _ principal: ServicePrincipal) -> Diagnostic {
        Diagnostic(
            .unexpectedTokenAnswer,
            "`credentials.\(principal.description.name)` gets no token: the answer is not Entra's",
            notes: facts + [principal.whereAsked],
            help: "a proxy or a sign-in page may stand in between: check the network"
        )
    }

    static func authorityOutOfReach(_ principal: ServicePrincipal) -> Diagnostic {
        Diagnostic(
            .authorityOutOfReach,
            "`credentials.\(principal.description.name)` gets no token: "
                + "`\(principal.authority.authority)` must not be called in this run",
            notes: [principal.whereAsked],
            help:
                "in a rehearsal every host must be played: check the tenant and the cloud in the emulator's document"
        )
    }

    static func tokenRequestCancelled(_ principal: ServicePrincipal) -> Diagnostic {
        Diagnostic(
            .tokenRequestCancelled,
            "the request for a token of `\(principal.description.name)` was cancelled"
        )
    }
}

extension ServicePrincipal {
    /// A note on who asked where.
    var whereAsked: String { "asked at `\(authority.authority)` as client `\(client)` of tenant `\(tenant)`" }
}
