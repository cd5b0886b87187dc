import Credentials
import Diagnostics
import Host
import RunnerTestSupport
import Secrets

/// Service principals as a manifest would declare them.
enum PrincipalFixture {
    static let tenant = "11111111-1111-4111-8111-111111111111"
    static let client = "22222222-2222-4222-8222-222222222222"
    static let secret = "fake~client.secret_not-real"

    static func reference(_ name: String, _ field: String) -> LocatedSecretReference {
        LocatedSecretReference(
            .environment(name: name),
            at: SourceSpan(file: "manifests/nightly.yaml", start: 10, end: 20),
            for: "credentials.scoring." + field
        )
    }

    static func description(
        endpoint: ServicePrincipalDescription.TokenEndpoint = .v2,
        authority: String = "login.microsoftonline.com",
        name: String = "scoring"
    ) -> ServicePrincipalDescription {
        ServicePrincipalDescription(
            name: name,
            tenantID: .reference(reference("AZURE_TENANT_ID", "tenantId")),
            clientID: .reference(reference("AZURE_CLIENT_ID", "clientId")),
            clientSecret: reference("AZURE_CLIENT_SECRET", "clientSecret"),
            authorityHost: authority,
            endpoint: endpoint
        )
    }

    /// A service principal whose values stand in the environment.
    static func principal(
        tenant: String = tenant,
        client: String = client,
        secret: String = secret,
        description: ServicePrincipalDescription = description(),
        problems: inout [Diagnostic]
    ) -> ServicePrincipal? {
        let resolver = SecretResolver(
            files: MemoryFileSystem(),
            environment: ProcessEnvironment([
                "AZURE_TENANT_ID": tenant, "AZURE_CLIENT_ID": client, "AZURE_CLIENT_SECRET": secret,
            ])
        )
        let secrets = resolver.resolve(description.references, into: &problems)
        return ServicePrincipal(description, secrets: secrets, into: &problems)
    }
}
