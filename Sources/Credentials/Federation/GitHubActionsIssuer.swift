import Diagnostics
import HTTPExchange
import HTTPTypes
import Host
import Secrets

/// GitHub Actions: a token about the job that lives five minutes, asked for each time that Entra is.
///
/// - SeeAlso: https://docs.github.com/actions/reference/security/oidc
struct GitHubActionsIssuer: FederatedTokenIssuer {
    let call: TokenIssuerCall

    var origin: String { "the token came from GitHub Actions (`\(call.request.address.host)`)" }

    var adviceOnAge: String { "it was made just before it was sent: set the clock of whoever is wrong" }

    func token() async throws(Diagnostic) -> FederatedToken { try await call.token() }
}

extension GitHubActionsIssuer {
    /// What the job says about its issuer.
    struct Settings: PreparedTokenIssuer {
        let credential: String
        let span: SourceSpan
        let address: WebAddress
        let bearer: Secret

        /// Looks at the job's variables.
        ///
        /// - Parameters:
        ///   - credential: The credential's name.
        ///   - audience: What the token is to be for.
        ///   - span: Where the credential is declared.
        ///   - workplace: Where variables are.
        ///   - problems: Where faults are added: RN0440, RN0443.
        init?(
            credential: String,
            audience: String,
            at span: SourceSpan,
            in workplace: CredentialWorkplace,
            into problems: inout [Diagnostic]
        ) {
            let environment = workplace.environment
            let names = ["ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"]
            let missing = names.filter { environment.nonEmpty($0) == nil }
            guard missing.isEmpty, let text = environment.nonEmpty(names[0]),
                let bearer = environment.nonEmpty(names[1])
            else {
                let isJob = environment.nonEmpty("GITHUB_ACTIONS") == "true"
                problems.append(
                    .issuerVariablesMissing(
                        missing,
                        credential,
                        at: span,
                        help: isJob
                            ? "give the job `permissions: { id-token: write }`; pull requests of forks never have it"
                            : "this credential works in jobs of GitHub Actions with `permissions: { id-token: write }`"
                    )
                )
                return nil
            }
            let server = environment.nonEmpty("GITHUB_SERVER_URL")
            switch TokenIssuerCall.address(text, in: ["actions.githubusercontent.com"], or: server) {
            case .fault(let fault):
                problems.append(
                    .issuerNotTrusted(names[0], by: "GITHUB_SERVER_URL", fault, credential, at: span)
                )
                return nil
            case .address(let address): self.address = address.adding([("audience", audience)])
            }
            self.credential = credential
            self.span = span
            self.bearer = Secret(bearer)
        }

        var secrets: [Secret] { [bearer] }

        func issuer(with tools: TokenSourceTools) -> any FederatedTokenIssuer {
            GitHubActionsIssuer(
                call: TokenIssuerCall(
                    credential: credential,
                    span: span,
                    request: OutgoingRequest(
                        method: .get,
                        address: address,
                        fields: [.accept: "application/json"]
                    ),
                    bearer: bearer,
                    member: "value",
                    adviceOnRefusal:
                        "give the job `permissions: { id-token: write }`; its right ends with the job",
                    tools: tools
                )
            )
        }
    }
}

extension WebAddress {
    /// The address with more in its query.
    func adding(_ fields: [(name: String, value: String)]) -> WebAddress {
        let added = String(decoding: FormText.encode(fields), as: UTF8.self)
        return WebAddress(
            scheme: scheme,
            host: host,
            port: explicitPort,
            path: path,
            query: query.map { $0.isEmpty ? added : $0 + "&" + added } ?? added
        )
    }
}

extension Diagnostic {
    static func issuerVariablesMissing(
        _ names: [String],
        _ credential: String,
        at span: SourceSpan,
        help: String
    ) -> Diagnostic {
        let list = names.map { "`\($0)`" }.joined(separator: " and ")
        return Diagnostic(
            .federatedTokenMissing,
            "`credentials.\(credential)` needs \(list), which \(names.count == 1 ? "is" : "are") not set",
            at: Label(span, "no token"),
            help: help
        )
    }

    static func issuerNotTrusted(
        _ variable: String,
        by server: String,
        _ fault: String,
        _ credential: String,
        at span: SourceSpan
    ) -> Diagnostic {
        Diagnostic(
            .issuerNotTrusted,
            "`\(variable)`, needed by `credentials.\(credential)`, \(fault)",
            at: Label(span, "the job's token would be sent there"),
            help:
                "look for the step of the job that changed the variable; on a server of your own, `\(server)` must "
                + "name it"
        )
    }
}
