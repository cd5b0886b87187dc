import Credentials
import Diagnostics
import HTTPExchange
import Host
import JSONValues
import RunnerTestSupport
import Secrets
import Synchronization
import Testing

/// A workload identity with a scripted issuer and authority, files in memory and a clock that stands still.
struct FederationLab {
    static let connection = "77777777-7777-4777-8777-777777777777"
    static let variables = [
        "AZURE_TENANT_ID": PrincipalFixture.tenant, "AZURE_CLIENT_ID": PrincipalFixture.client,
    ]
    static let tokenPath = "/var/run/secrets/azure/tokens/azure-identity-token"

    let transport = ScriptedTransport()
    let time = ManualTimekeeper()
    let files = MemoryFileSystem()
    /// Every secret that came up on the way.
    let registered = Collected()
    var environment = FederationLab.variables
    var token = WorkloadIdentityDescription.Token.file(nil)
    var audience = "api://AzureADTokenExchange"
    var authority = "login.microsoftonline.com"

    /// What was registered, kept across tasks.
    final class Collected: Sendable {
        private let texts = Mutex<[String]>([])
        func add(_ secret: Secret) { secret.expose { text in texts.withLock { $0.append(text) } } }
        var all: [String] { texts.withLock { $0 } }
    }

    /// The credential as a manifest would declare it.
    var description: WorkloadIdentityDescription {
        WorkloadIdentityDescription(
            name: "scoring",
            at: SourceSpan(file: "manifests/nightly.yaml", start: 1, end: 8),
            tenantID: .reference(PrincipalFixture.reference("AZURE_TENANT_ID", "tenantId")),
            clientID: .reference(PrincipalFixture.reference("AZURE_CLIENT_ID", "clientId")),
            token: token,
            audience: audience,
            authorityHost: authority
        )
    }

    /// The source of tokens, or what hinders it.
    func source(into problems: inout [Diagnostic]) -> (any TokenSource)? {
        let environment = ProcessEnvironment(environment)
        let resolver = SecretResolver(files: files, environment: environment, secretFolders: ["/run/secrets"])
        let workplace = CredentialWorkplace(
            secrets: resolver.resolve(description.references, into: &problems),
            environment: environment,
            files: files,
            resolver: resolver
        )
        let registered = registered
        return description.prepared(in: workplace, into: &problems)?.tokenSource(
            with: .lab(transport, time, random: SeededRandom.shared(seed: 5)) { registered.add($0) }
        )
    }

    /// What asking comes to.
    func ask(_ audience: Audience = EntraLab.audience) async -> Result<AccessToken, Diagnostic> {
        var problems: [Diagnostic] = []
        guard let source = source(into: &problems) else {
            return .failure(problems.first ?? Diagnostic(.malformedCredential, "nothing was prepared"))
        }
        do throws(Diagnostic) {
            return .success(try await source.token(for: audience))
        } catch {
            return .failure(error)
        }
    }

    /// The assertions that Entra got, in order.
    var assertions: [String] { transport.requests.compactMap { $0.form["client_assertion"] } }

    /// A token of another issuer that nobody signed.
    static func token(
        issuer: String = "https://oidc.fake.example/",
        subject: String = "system:serviceaccount:ns:sa",
        audience: String = "api://AzureADTokenExchange",
        number: Int = 1
    ) -> String {
        let payload: JSONValue = [
            "iss": .string(issuer), "sub": .string(subject), "aud": [.string(audience)],
            "exp": .number(JSONNumber(1_795_222_357)), "n": .number(JSONNumber(number)),
        ]
        return "eyJhbGciOiJSUzI1NiJ9." + base64(JSONWriter.text(payload)) + ".RkFLRQ"
    }

    /// Base64 for URLs.
    static func base64(_ text: String) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
        var bits = text.utf8.flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 } }
        while bits.count % 6 != 0 { bits.append(0) }
        return String(
            stride(from: 0, to: bits.count, by: 6).map { start in
                letters[bits[start..<(start + 6)].reduce(0) { $0 << 1 | Int($1) }]
            }
        )
    }
}
