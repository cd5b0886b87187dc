public import Diagnostics
import Host
public import Secrets

/// An application that trusts another issuer's tokens, as it is declared: nothing looked up yet.
public struct WorkloadIdentityDescription: Sendable {
    /// The credential's name in the manifest.
    public let name: String
    /// Where it is declared.
    public let span: SourceSpan
    /// The Entra tenant.
    public let tenantID: ServicePrincipalDescription.Setting
    /// The application's client id.
    public let clientID: ServicePrincipalDescription.Setting
    /// Where the other issuer's token comes from.
    public let token: Token
    /// What the other issuer's token must be for; each cloud has its own.
    public let audience: String
    /// The host that gives tokens, with a port when it is not 443.
    public let authorityHost: String

    /// Where the other issuer's token comes from.
    public enum Token: Hashable, Sendable {
        /// A file or variable; without a reference the file that `AZURE_FEDERATED_TOKEN_FILE` names.
        case file(LocatedSecretReference?)
        /// GitHub Actions.
        case gitHubActions
        /// Azure Pipelines; without a reference the variable `SYSTEM_ACCESSTOKEN`.
        case azurePipelines(
            serviceConnectionID: ServicePrincipalDescription.Setting,
            accessToken: LocatedSecretReference?
        )
    }

    /// Describes an application.
    ///
    /// - Parameters:
    ///   - name: The credential's name in the manifest.
    ///   - span: Where it is declared.
    ///   - tenantID: The Entra tenant.
    ///   - clientID: The application's client id.
    ///   - token: Where the other issuer's token comes from.
    ///   - audience: What the other issuer's token must be for.
    ///   - authorityHost: The host that gives tokens.
    public init(
        name: String,
        at span: SourceSpan,
        tenantID: ServicePrincipalDescription.Setting,
        clientID: ServicePrincipalDescription.Setting,
        token: Token,
        audience: String = CloudEnvironment.publicCloud.tokenExchange,
        authorityHost: String = CloudEnvironment.publicCloud.authorityHost
    ) {
        self.name = name
        self.span = span
        self.tenantID = tenantID
        self.clientID = clientID
        self.token = token
        self.audience = audience
        self.authorityHost = authorityHost
    }

    /// Where its token is declared.
    var tokenSpan: SourceSpan {
        switch token {
        case .file(let reference): reference?.span ?? span
        case .gitHubActions: span
        case .azurePipelines(let connection, let reference): reference?.span ?? connection.span
        }
    }

    /// All of it but the token.
    var application: EntraClient.Declaration {
        EntraClient.Declaration(
            name: name,
            tenantID: tenantID,
            clientID: clientID,
            authorityHost: authorityHost,
            endpoint: .v2,
            proofSpan: tokenSpan
        )
    }
}

extension WorkloadIdentityDescription: DeclaredCredential {
    /// Every reference in it, in the order that a person reads them.
    public var references: [LocatedSecretReference] {
        let settings: [ServicePrincipalDescription.Setting]
        let last: LocatedSecretReference?
        switch token {
        case .file(let reference): (settings, last) = ([tenantID, clientID], reference)
        case .gitHubActions: (settings, last) = ([tenantID, clientID], nil)
        case .azurePipelines(let connection, let reference):
            (settings, last) = ([tenantID, clientID, connection], reference)
        }
        return settings.compactMap(\.reference) + (last.map { [$0] } ?? [])
    }

    /// The application, and its issuer with all that it needs.
    public func prepared(
        in workplace: CredentialWorkplace,
        into problems: inout [Diagnostic]
    ) -> (any PreparedCredential)? {
        let before = problems.count { $0.severity == .error }
        let client = EntraClient(application, secrets: workplace.secrets, into: &problems)
        let issuer = preparedIssuer(in: workplace, into: &problems)
        lookForAProxy(workplace.environment, into: &problems)
        guard problems.count(where: { $0.severity == .error }) == before, let client, let issuer else {
            return nil
        }
        return WorkloadIdentity(client: client, issuer: issuer, span: tokenSpan, audience: audience)
    }

    private func lookForAProxy(_ environment: ProcessEnvironment, into problems: inout [Diagnostic]) {
        let variable = "AZURE_KUBERNETES_TOKEN_PROXY"
        guard case .file(nil) = token, environment.nonEmpty(variable) != nil else { return }
        problems.append(
            Diagnostic(
                .tokenProxyPassedOver,
                severity: .warning,
                "`credentials.\(name)` asks Entra itself, not the proxy that `\(variable)` names",
                at: .init(span),
                help: "give the identity a federated credential for the cluster's issuer too"
            )
        )
    }

    private func preparedIssuer(
        in workplace: CredentialWorkplace,
        into problems: inout [Diagnostic]
    ) -> (any PreparedTokenIssuer)? {
        switch token {
        case .file(let reference?):
            FederatedTokenReference(credential: name, reference: reference, in: workplace, into: &problems)
        case .file(nil):
            FederatedTokenFile(credential: name, at: span, in: workplace, into: &problems)
        case .gitHubActions:
            GitHubActionsIssuer.Settings(
                credential: name,
                audience: audience,
                at: span,
                in: workplace,
                into: &problems
            )
        case .azurePipelines(let connection, let reference):
            AzurePipelinesIssuer.Settings(
                credential: name,
                connection: connection,
                accessToken: reference,
                at: span,
                in: workplace,
                into: &problems
            )
        }
    }
}

extension ServicePrincipalDescription.Setting {
    /// Where the value is to be found, when it is referred to.
    var reference: LocatedSecretReference? {
        switch self {
        case .literal: nil
        case .reference(let reference): reference
        }
    }
}

/// An issuer with all its values, that only lacks what sends and waits.
protocol PreparedTokenIssuer: Sendable {
    /// What of it must not be seen.
    var secrets: [Secret] { get }

    /// The issuer, ready to be asked.
    ///
    /// - Parameter tools: What sends and waits.
    /// - Returns: The issuer.
    func issuer(with tools: TokenSourceTools) -> any FederatedTokenIssuer
}
