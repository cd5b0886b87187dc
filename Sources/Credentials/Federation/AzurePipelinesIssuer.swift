import Diagnostics
import HTTPExchange
import HTTPTypes
import Host
import Secrets

/// Azure Pipelines: a token about a service connection, asked for each time that Entra is.
///
/// - SeeAlso: https://learn.microsoft.com/rest/api/azure/devops/distributedtask/oidctoken/create
struct AzurePipelinesIssuer: FederatedTokenIssuer {
    let call: TokenIssuerCall

    var origin: String { "the token came from Azure Pipelines (`\(call.request.address.host)`)" }

    var adviceOnAge: String { "it was made just before it was sent: set the clock of whoever is wrong" }

    func token() async throws(Diagnostic) -> FederatedToken { try await call.token() }
}

extension AzurePipelinesIssuer {
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
        ///   - connection: The service connection's id.
        ///   - accessToken: Where the job's own token is; by default `SYSTEM_ACCESSTOKEN`.
        ///   - span: Where the credential is declared.
        ///   - workplace: Where variables and values are.
        ///   - problems: Where faults are added: RN0410, RN0440, RN0443.
        init?(
            credential: String,
            connection: ServicePrincipalDescription.Setting,
            accessToken: LocatedSecretReference?,
            at span: SourceSpan,
            in workplace: CredentialWorkplace,
            into problems: inout [Diagnostic]
        ) {
            let environment = workplace.environment
            let uri = environment.nonEmpty("SYSTEM_OIDCREQUESTURI")
            let bearer =
                accessToken.map { workplace.secrets[$0] }
                ?? environment.nonEmpty("SYSTEM_ACCESSTOKEN").map { Secret($0) }
            if uri == nil {
                problems.append(
                    .issuerVariablesMissing(
                        ["SYSTEM_OIDCREQUESTURI"],
                        credential,
                        at: span,
                        help: "this credential works in jobs of Azure Pipelines"
                    )
                )
            }
            if bearer == nil, accessToken == nil {
                problems.append(
                    .issuerVariablesMissing(
                        ["SYSTEM_ACCESSTOKEN"],
                        credential,
                        at: span,
                        help: "map it into the step: `env: { SYSTEM_ACCESSTOKEN: $(System.AccessToken) }`"
                    )
                )
            }
            // What is missing of references was reported already.
            guard let id = workplace.secrets.value(of: connection) else { return nil }
            guard Self.isIdentifier(id) else {
                problems.append(
                    .malformedSetting(
                        "credentials.\(credential).federatedToken.serviceConnectionId",
                        "is not an id of 8-4-4-4-12 hexadecimal digits",
                        connection,
                        help: "copy it from the service connection's address in the browser: `resourceId=…`"
                    )
                )
                return nil
            }
            guard let uri, let bearer else { return nil }
            let server =
                environment.nonEmpty("SYSTEM_COLLECTIONURI")
                ?? environment.nonEmpty("SYSTEM_TEAMFOUNDATIONCOLLECTIONURI")
            switch TokenIssuerCall.address(uri, in: ["dev.azure.com", "visualstudio.com"], or: server) {
            case .fault(let fault):
                problems.append(
                    .issuerNotTrusted(
                        "SYSTEM_OIDCREQUESTURI",
                        by: "SYSTEM_COLLECTIONURI",
                        fault,
                        credential,
                        at: span
                    )
                )
                return nil
            case .address(let address):
                self.address = address.adding([("api-version", "7.1"), ("serviceConnectionId", id)])
            }
            self.credential = credential
            self.span = span
            self.bearer = bearer
        }

        var secrets: [Secret] { [bearer] }

        func issuer(with tools: TokenSourceTools) -> any FederatedTokenIssuer {
            var fields: HTTPFields = [.accept: "application/json", .contentType: "application/json"]
            // Without it the answer to a bad token is a redirection to a page for people.
            if let name = HTTPField.Name("X-TFS-FedAuthRedirect") { fields[name] = "Suppress" }
            return AzurePipelinesIssuer(
                call: TokenIssuerCall(
                    credential: credential,
                    span: span,
                    request: OutgoingRequest(method: .post, address: address, fields: fields),
                    bearer: bearer,
                    member: "oidcToken",
                    adviceOnRefusal:
                        "check that the pipeline may use the service connection, and that the step maps "
                        + "`env: { SYSTEM_ACCESSTOKEN: $(System.AccessToken) }`",
                    tools: tools
                )
            )
        }

        private static func isIdentifier(_ text: String) -> Bool {
            let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            return groups.map(\.count) == [8, 4, 4, 4, 12]
                && groups.joined().allSatisfy { 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 | 0x20 }
        }
    }
}
