public import Diagnostics
public import HTTPExchange
import HTTPTypes
import Host
import Secrets

/// Gets tokens from Entra as an application that proves itself: OAuth's client credentials grant.
///
/// One request, without discovery. While the answer is 408, 429 or 5xx, says that Entra is unavailable, or does not
/// come, it is asked again by its ``TokenRetrySchedule``: asking twice does no harm. Every request has a proof of its
/// own; one that is refused as too old is replaced once.
///
/// - SeeAlso: RFC 6749 §4.4.
public struct EntraTokenSource: TokenSource {
    let client: EntraClient
    let proof: any ClientProof
    private let tools: TokenSourceTools
    private let patience: TokenPatience

    /// What tells it from others.
    public let fingerprint: CredentialFingerprint

    /// Makes a source for a service principal with a client secret.
    ///
    /// - Parameters:
    ///   - principal: Who asks.
    ///   - tools: What it sends and waits with.
    ///   - retry: How often is asked.
    public init(
        principal: ServicePrincipal,
        tools: TokenSourceTools,
        retry: TokenRetrySchedule = TokenRetrySchedule()
    ) {
        self.init(client: principal.client, proof: principal.proof, tools: tools, retry: retry)
    }

    /// Makes a source.
    ///
    /// - Parameters:
    ///   - client: Who asks.
    ///   - proof: What proves it.
    ///   - tools: What it sends and waits with.
    ///   - retry: How often is asked.
    init(
        client: EntraClient,
        proof: any ClientProof,
        tools: TokenSourceTools,
        retry: TokenRetrySchedule = TokenRetrySchedule()
    ) {
        self.client = client
        self.proof = proof
        self.tools = tools
        self.patience = TokenPatience(tools: tools, schedule: retry, subject: "`credentials.\(client.name)`")
        self.fingerprint = CredentialFingerprint(
            authority: client.authority.authority,
            tenant: client.tenant,
            identity: client.client,
            proof: proof.identity,
            salt: tools.salt
        )
    }

    /// The client and the tenant.
    public var identity: String { "service principal \(client.client) of tenant \(client.tenant)" }

    /// Asks for a token, several times if that can help.
    ///
    /// - Parameter audience: What it is for; no trailing slash.
    /// - Returns: A token that lives.
    /// - Throws: RN0410 for an audience that cannot be one, RN0420 … RN0425, and what hinders the proof.
    public func token(for audience: Audience) async throws(Diagnostic) -> AccessToken {
        try await token(for: audience, answering: nil)
    }

    /// Asks for a token that answers a challenge, several times if that can help.
    ///
    /// - Parameters:
    ///   - audience: What it is for; no trailing slash.
    ///   - challenge: What the service that refused the last one wants.
    /// - Returns: A token that lives.
    /// - Throws: As without a challenge.
    public func token(
        for audience: Audience,
        answering challenge: ClaimsChallenge?
    ) async throws(Diagnostic) -> AccessToken {
        let id = UUIDText.text(high: tools.random(), low: tools.random(), version: 4)
        let request = try EntraTokenRequest(
            client: client,
            audience: audience,
            challenge: challenge,
            id: id,
            at: proof.span
        )
        var mayRenew = true
        return try await patience.ask { timeout in
            await self.ask(request, timeout: timeout, mayRenew: &mayRenew)
        } exhausted: {
            .authorityUnavailable(request, $0)
        } cancelled: {
            .tokenRequestCancelled(client)
        }
    }

    /// Asks once, or twice when a fresh proof may do what the first did not.
    private func ask(
        _ request: EntraTokenRequest,
        timeout: Duration,
        mayRenew: inout Bool
    ) async -> TokenPatience.Try<AccessToken> {
        while true {
            let presented: PresentedProof
            do throws(Diagnostic) {
                presented = try await proof.present(at: client.tokenAddress)
            } catch {
                return .over(error)
            }
            var redactor = Redactor()
            for field in presented.fields where field.name != "client_assertion_type" {
                redactor.register(field.value)
                tools.register(field.value)
            }
            let answer: HTTPAnswer
            do throws(TransportFailure) {
                answer = try await tools.transport.send(request.outgoing(with: presented), timeout: timeout)
            } catch {
                switch error.reason {
                case .cancelled: return .over(.tokenRequestCancelled(client))
                case .hostRefused: return .over(.authorityOutOfReach(client))
                case let reason where reason.isLasting:
                    return .over(
                        .wayToAuthorityBarred(
                            client.name,
                            to: client.authority.authority,
                            error,
                            notes: [error.words(redact: redactor.redact), client.whereAsked()]
                        )
                    )
                default: return .trouble(notes: [error.words(redact: redactor.redact)], retryAfter: nil)
                }
            }
            switch EntraTokenAnswer(answer, now: tools.time.now, redact: redactor.redact) {
            case .token(let token): return .got(token)
            case .unexpected(let facts): return .over(.unexpectedTokenAnswer(facts, request))
            case .later(let notes):
                return .trouble(notes: notes, retryAfter: answer.retryAfter)
            case .refused(let refusal):
                guard mayRenew, await proof.maySucceedAnew(after: refusal) else {
                    let skew = ClockSkew(answer.fields[.date], now: tools.time.now)
                    return .over(.tokenRefused(refusal, request, proof, presented, skew: skew))
                }
                mayRenew = false
            }
        }
    }
}

extension Diagnostic {
    static func tokenRefused(
        _ refusal: EntraRefusal,
        _ request: EntraTokenRequest,
        _ proof: any ClientProof,
        _ presented: PresentedProof,
        skew: ClockSkew?
    ) -> Diagnostic {
        let client = request.client
        let advice =
            proof.advice(on: refusal, to: client, presented: presented)
            ?? EntraAdvice.advice(on: refusal, to: request, proof: proof.words)
        let number = refusal.code.map { " (AADSTS\($0))" } ?? ""
        let span: SourceSpan =
            switch advice.subject {
            case .proof, .other: proof.span
            case .client: client.clientSpan
            case .tenant: client.tenantSpan
            }
        return Diagnostic(
            .tokenRefused,
            "`credentials.\(client.name)` gets no token: \(advice.what)\(number)",
            at: Label(span, advice.subject == .other ? "" : advice.what),
            notes: refusal.notes + advice.notes + presented.facts
                + [client.whereAsked(request: refusal.correlationID == nil ? request.id : nil)]
                + (skew.map { [$0.words] } ?? []),
            help: advice.help
        )
    }

    static func authorityUnavailable(
        _ request: EntraTokenRequest,
        _ end: TokenPatience.Exhaustion
    ) -> Diagnostic {
        let client = request.client
        return Diagnostic(
            .authorityUnavailable,
            "`credentials.\(client.name)` gets no token now: `\(client.authority.authority)` gives none",
            notes: end.notes + [end.effort, client.whereAsked(request: request.id)],
            help: "nothing was submitted: run it again later; check network, DNS and proxy if it stays so"
        )
    }

    static func unexpectedTokenAnswer(_ facts: [String], _ request: EntraTokenRequest) -> Diagnostic {
        let client = request.client
        return Diagnostic(
            .unexpectedTokenAnswer,
            "`credentials.\(client.name)` gets no token: the answer is not Entra's",
            notes: facts + [client.whereAsked(request: request.id)],
            help: "a proxy or a sign-in page may stand in between: check the network"
        )
    }

    static func authorityOutOfReach(_ client: EntraClient) -> Diagnostic {
        Diagnostic(
            .authorityOutOfReach,
            "`credentials.\(client.name)` gets no token: "
                + "`\(client.authority.authority)` must not be called in this run",
            notes: [client.whereAsked()],
            help:
                "in a rehearsal every host must be played: check the tenant and the cloud in the emulator's document"
        )
    }

    static func tokenRequestCancelled(_ client: EntraClient) -> Diagnostic {
        Diagnostic(.tokenRequestCancelled, "the request for a token of `\(client.name)` was cancelled")
    }
}
