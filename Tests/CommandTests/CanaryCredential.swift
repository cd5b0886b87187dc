import Host
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// A type of credential with marked secrets: how it is written in a manifest, and what it needs around it.
struct CanaryCredential: Sendable, CustomTestStringConvertible {
    /// What it is.
    let name: String
    /// Its body in the manifest.
    let manifest: String
    /// Its variables, where the gossiping server plays its hosts.
    let environment: @Sendable (GossipServer) -> [String: String]
    /// What must be found nowhere.
    let secrets: [String]
    /// Files of the workplace: those that `openssl` made by name, others by their text.
    var files: [String: Content] = [:]
    /// How the server behaves in turn.
    var modes: [GossipServer.Mode] = [.refuseToken, .failJob]
    /// Whether it is refused before any token is given.
    var isRefused = false

    enum Content: Sendable {
        case text(String)
        case made(String)
        /// A program that plays `az`.
        case commandLine(fails: Bool)
    }

    var testDescription: String { name }

    private static let ids = [
        "AZURE_TENANT_ID": "11111111-1111-4111-8111-111111111111",
        "AZURE_CLIENT_ID": "22222222-2222-4222-8222-222222222222",
        "PATH": ProcessEnvironment.current["PATH"] ?? "/usr/bin:/bin",
    ]
    private static let principal = """
        type: azure-service-principal
        tenantId: { env: AZURE_TENANT_ID }
        clientId: { env: AZURE_CLIENT_ID }

        """
    private static let workload = """
        type: azure-workload-identity
        tenantId: { env: AZURE_TENANT_ID }
        clientId: { env: AZURE_CLIENT_ID }

        """
    private static let header = "marked-identity-header+/=with.signs"
    private static let jobToken = "marked~job~token+/=with.signs"

    private static func with(_ variables: [String: String]) -> @Sendable (GossipServer) -> [String: String] {
        { server in
            let told = variables.mapValues {
                $0.replacingOccurrences("SECURE_PORT", "\(server.securePort)")
                    .replacingOccurrences("PORT", "\(server.port)")
                    .replacingOccurrences("THUMBPRINT", server.thumbprint)
            }
            return ids.merging(told) { $1 }
        }
    }

    /// Where the agent of Azure Arc puts its keys; here, a folder of the workplace.
    static let arcKeys = "/var/opt/azcmagent/tokens"
    private static func arc(_ path: String) -> [String: String] {
        [
            "IDENTITY_ENDPOINT": "http://127.0.0.1:PORT/\(path)/identity/oauth2/token",
            "IMDS_ENDPOINT": "http://127.0.0.1:PORT",
        ]
    }
    private static func fabric(_ thumbprint: String) -> [String: String] {
        [
            "IDENTITY_ENDPOINT": "https://127.0.0.1:SECURE_PORT/fabric/identity/oauth2/token",
            "IDENTITY_HEADER": header, "IDENTITY_SERVER_THUMBPRINT": thumbprint,
        ]
    }

    /// All of them; a new type of credential is a new row, which ``everyTypeIsThere`` asks for.
    static let all = [
        CanaryCredential(
            name: "secret of the environment",
            manifest: principal + "clientSecret: { env: AZURE_CLIENT_SECRET }",
            environment: with(["AZURE_CLIENT_SECRET": Workplace.secret]),
            secrets: [Workplace.secret],
            modes: GossipServer.Mode.allCases
        ),
        CanaryCredential(
            name: "secret of a file",
            manifest: principal + "clientSecret: { file: secrets/canary }",
            environment: with([:]),
            secrets: [Workplace.secret],
            files: ["secrets/canary": .text(Workplace.secret + "\n")]
        ),
        CanaryCredential(
            name: "secret, version 1",
            manifest: principal + "clientSecret: { env: AZURE_CLIENT_SECRET }\ntokenEndpoint: v1",
            environment: with(["AZURE_CLIENT_SECRET": Workplace.secret]),
            secrets: [Workplace.secret]
        ),
        CanaryCredential(
            name: "certificate in PEM",
            manifest: principal + "certificate: { file: secrets/key.pem }",
            environment: with([:]),
            secrets: [],
            files: ["secrets/key.pem": .made("combined.pem")]
        ),
        CanaryCredential(
            name: "certificate in PKCS#12",
            manifest: principal
                + "certificate: { file: secrets/key.pfx }\ncertificatePassword: { env: PASSWORD }",
            environment: with(["PASSWORD": ThrowAwayKeys.password]),
            secrets: [ThrowAwayKeys.password],
            files: ["secrets/key.pfx": .made("runner.pfx")]
        ),
        CanaryCredential(
            name: "metadata service",
            manifest: "type: azure-managed-identity",
            environment: with(["AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://127.0.0.1:PORT"]),
            secrets: []
        ),
        CanaryCredential(
            name: "App Service",
            manifest: "type: azure-managed-identity",
            environment: with([
                "IDENTITY_ENDPOINT": "http://127.0.0.1:PORT/msi/token", "IDENTITY_HEADER": header,
            ]),
            secrets: [header]
        ),
        CanaryCredential(
            name: "Azure Machine Learning compute",
            manifest: "type: azure-managed-identity",
            environment: with(["MSI_ENDPOINT": "http://127.0.0.1:PORT/msi/token", "MSI_SECRET": header]),
            secrets: [header]
        ),
        CanaryCredential(
            name: "Azure Arc",
            manifest: "type: azure-managed-identity",
            environment: with(arc("arc")),
            secrets: [jobToken],
            files: ["arc/canary.key": .text(jobToken)]
        ),
        CanaryCredential(
            name: "Azure Arc whose port somebody else has",
            manifest: "type: azure-managed-identity",
            environment: with(arc("thief")),
            secrets: [jobToken],
            files: ["arc/canary.key": .text(jobToken)],
            modes: [.take],
            isRefused: true
        ),
        CanaryCredential(
            name: "Service Fabric",
            manifest: "type: azure-managed-identity",
            environment: with(fabric("THUMBPRINT")),
            secrets: [header]
        ),
        CanaryCredential(
            name: "Service Fabric whose certificate is another",
            manifest: "type: azure-managed-identity",
            environment: with(fabric(String(repeating: "0", count: 40))),
            secrets: [header],
            modes: [.take],
            isRefused: true
        ),
        CanaryCredential(
            name: "Cloud Shell",
            manifest: "type: azure-managed-identity",
            environment: with(["MSI_ENDPOINT": "http://127.0.0.1:PORT/cloudshell/token"]),
            secrets: []
        ),
        CanaryCredential(
            name: "token file",
            manifest: workload + "federatedToken: { source: file, token: { file: secrets/token } }",
            environment: with([:]),
            secrets: [GossipServer.statementSecret],
            files: [
                "secrets/token": .text(
                    "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIiwiZXhwIjo0MTAyNDQ0ODAwfQ.\(GossipServer.statementSecret)"
                )
            ]
        ),
        CanaryCredential(
            name: "GitHub Actions",
            manifest: workload + "federatedToken: { source: githubActions }",
            environment: with([
                "ACTIONS_ID_TOKEN_REQUEST_URL":
                    "https://run.actions.githubusercontent.com/idtoken?api-version=2.0",
                "ACTIONS_ID_TOKEN_REQUEST_TOKEN": jobToken,
            ]),
            secrets: [jobToken, GossipServer.statementSecret],
            modes: [.refuseIssuer, .denyJob]
        ),
        CanaryCredential(
            name: "Azure Pipelines",
            manifest: workload
                + "federatedToken: { source: azurePipelines, serviceConnectionId: 77777777-7777-4777-8777-777777777777 }",
            environment: with([
                "SYSTEM_OIDCREQUESTURI": "https://dev.azure.com/emulated/_apis/oidctoken",
                "SYSTEM_ACCESSTOKEN": jobToken,
            ]),
            secrets: [jobToken, GossipServer.statementSecret],
            modes: [.refuseIssuer, .denyJob]
        ),
        CanaryCredential(
            name: "variables of EnvironmentCredential",
            manifest: "type: azure-environment",
            environment: with(["AZURE_CLIENT_SECRET": Workplace.secret]),
            secrets: [Workplace.secret]
        ),
        CanaryCredential(
            name: "Azure CLI",
            manifest: "type: azure-cli",
            environment: with([:]),
            secrets: [],
            files: ["bin/az": .commandLine(fails: false)],
            modes: [.failJob]
        ),
        CanaryCredential(
            name: "Azure CLI that fails",
            manifest: "type: azure-cli",
            environment: with([:]),
            secrets: [],
            files: ["bin/az": .commandLine(fails: true)],
            modes: [.take],
            isRefused: true
        ),
    ]
}
