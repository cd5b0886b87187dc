import Diagnostics
import HTTPExchange
import HTTPTypes
import JSONValues
import Secrets

/// Asks a CI system's issuer for a token about the job: one request, asked again while that can help.
struct TokenIssuerCall: Sendable {
    /// The credential's name in the manifest.
    let credential: String
    /// Where the credential is declared.
    let span: SourceSpan
    /// What is sent, without the job's own token.
    let request: OutgoingRequest
    /// The job's own token.
    let bearer: Secret
    /// The member of the answer that holds the token.
    let member: String
    /// What to do when the issuer refuses.
    let adviceOnRefusal: String
    let tools: TokenSourceTools

    /// Asks.
    ///
    /// - Returns: A token that was made just now.
    /// - Throws: RN0421 … RN0425, RN0441, RN0442.
    func token() async throws(Diagnostic) -> FederatedToken {
        var redactor = Redactor()
        redactor.register(bearer)
        let patience = TokenPatience(
            tools: tools,
            schedule: TokenRetrySchedule(),
            subject: "`credentials.\(credential)` from `\(host)`"
        )
        return try await patience.ask { timeout in
            await ask(timeout, redactor)
        } exhausted: { end in
            Diagnostic(
                .authorityUnavailable,
                "`credentials.\(credential)` gets no token now: `\(host)` gives none about the job",
                at: Diagnostic.Label(span),
                notes: end.notes + [end.effort],
                help: "nothing was submitted: run it again later"
            )
        } cancelled: {
            Diagnostic(.tokenRequestCancelled, "the request for a token of `\(credential)` was cancelled")
        }
    }

    private var host: String { request.address.authority }

    private func ask(_ timeout: Duration, _ redactor: Redactor) async -> TokenPatience.Try<FederatedToken> {
        var request = request
        bearer.expose { request.fields[.authorization] = "Bearer " + $0 }
        let answer: HTTPAnswer
        do throws(TransportFailure) {
            answer = try await tools.transport.send(request, timeout: timeout)
        } catch {
            switch error.reason {
            case .cancelled:
                return .over(
                    Diagnostic(
                        .tokenRequestCancelled,
                        "the request for a token of `\(credential)` was cancelled"
                    )
                )
            case .hostRefused:
                return .over(
                    Diagnostic(
                        .authorityOutOfReach,
                        "`credentials.\(credential)` gets no token: `\(host)` must not be called in this run",
                        at: Diagnostic.Label(span)
                    )
                )
            case let reason where reason.isLasting:
                return .over(
                    .wayToAuthorityBarred(
                        credential,
                        to: host,
                        error,
                        at: span,
                        notes: [error.words(redact: redactor.redact)]
                    )
                )
            default: return .trouble(notes: [error.words(redact: redactor.redact)], retryAfter: nil)
            }
        }
        return read(answer, redactor)
    }

    private func read(_ answer: HTTPAnswer, _ redactor: Redactor) -> TokenPatience.Try<FederatedToken> {
        guard answer.status == 200 else {
            let facts = EntraTokenAnswer.facts(of: answer, redactor.redact)
            if EntraRefusal.isTransient(answer.status) {
                return .trouble(notes: facts, retryAfter: answer.retryAfter)
            }
            guard 400...499 ~= answer.status else { return .over(unexpected(facts)) }
            return .over(
                Diagnostic(
                    .federatedTokenRefused,
                    "`credentials.\(credential)` gets no token: `\(host)` gives none about the job",
                    at: Diagnostic.Label(span),
                    notes: facts,
                    help: adviceOnRefusal
                )
            )
        }
        // The body may hold a token even when it cannot be read: it is never shown.
        guard let document = try? JSONReader().read(answer.body), let text = document[member]?.string else {
            return .over(unexpected(["HTTP 200, \(answer.body.count) bytes without a `\(member)`"]))
        }
        do throws(FederatedToken.Fault) {
            let token = try FederatedToken(text.utf8)
            tools.register(token.secret)
            return .got(token)
        } catch {
            return .over(.malformedFederatedToken("what `\(host)` gives", error, credential, at: span))
        }
    }

    private func unexpected(_ facts: [String]) -> Diagnostic {
        Diagnostic(
            .unexpectedTokenAnswer,
            "`credentials.\(credential)` gets no token: the answer of `\(host)` is not the issuer's",
            at: Diagnostic.Label(span),
            notes: facts,
            help: "a proxy or a sign-in page may stand in between: check the network"
        )
    }
}

extension TokenIssuerCall {
    /// The address of an issuer, when a job's own token may be sent there.
    ///
    /// The variables of a job are as trustworthy as its steps: one that runs foreign code may have changed them. So
    /// the address must be `https`, and a host of the CI system's own, or of the server that the job says it is of.
    ///
    /// - Parameters:
    ///   - text: What the variable says.
    ///   - domains: The domains of the public service, without a dot in front.
    ///   - server: The address of the job's own server, when it is not the public service.
    /// - Returns: The address; in words what is wrong with it otherwise.
    static func address(_ text: String, in domains: [String], or server: String?) -> AddressOrFault {
        let address: WebAddress
        do throws(WebAddress.Fault) {
            address = try WebAddress.parse(text)
        } catch {
            return .fault("is no address: \(error.reason)")
        }
        guard address.scheme == .https else {
            return .fault("is not `https`: the job's token would travel in clear text")
        }
        let own = server.flatMap { try? WebAddress.parse($0) }
        let allowed = domains + (own.map { $0.scheme == .https ? [$0.host] : [] } ?? [])
        guard allowed.contains(where: { address.host == $0 || address.host.hasSuffix("." + $0) }) else {
            return .fault("names the host `\(address.host)`, which is not the CI system's")
        }
        return .address(address)
    }

    /// An address, or what is wrong with it as the end of a sentence.
    enum AddressOrFault {
        case address(WebAddress)
        case fault(String)
    }
}
