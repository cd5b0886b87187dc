import ArgumentParser
import JSONValues
import Manifests

/// A type of credential, as a first manifest has it.
enum CredentialSketch: String, CaseIterable, ExpressibleByArgument, Sendable {
    case servicePrincipal = "azure-service-principal"
    case managedIdentity = "azure-managed-identity"
    case workloadIdentity = "azure-workload-identity"
    case environment = "azure-environment"
    case cli = "azure-cli"

    /// What this version would have to have to use it; `nil` when it does.
    var missing: String? {
        // The path is in the schema: a test compares these types with the schema's.
        let path = SchemaPath([.key("credentials"), .anyName, .key("type")])
        let values = try? SchemaExplainer(.jobManifest).explain(path).forms.flatMap(\.shape.values)
        return values?.first { $0.value == .string(rawValue) }?.missing
    }

    /// The variables that must be set, with what they hold.
    var variables: [(name: String, meaning: String)] {
        switch self {
        case .servicePrincipal:
            [
                ("AZURE_TENANT_ID", "the tenant's id"), ("AZURE_CLIENT_ID", "the application's (client) id"),
                ("AZURE_CLIENT_SECRET", "the client secret's value, not its id"),
            ]
        case .managedIdentity, .cli: []
        case .workloadIdentity:
            [
                ("AZURE_TENANT_ID", "the tenant's id"), ("AZURE_CLIENT_ID", "the application's (client) id"),
                ("AZURE_FEDERATED_TOKEN_FILE", "the file with the token; Kubernetes sets it"),
            ]
        case .environment:
            [
                ("AZURE_TENANT_ID", "the tenant's id"), ("AZURE_CLIENT_ID", "the application's (client) id"),
                ("AZURE_CLIENT_SECRET", "the client secret, or AZURE_CLIENT_CERTIFICATE_PATH"),
            ]
        }
    }

    /// The entry under `credentials`, with comments.
    var lines: [String] {
        let type = "type: \(rawValue)"
        switch self {
        case .servicePrincipal:
            return [
                "# An application of Entra. Secrets are referred to, never written here: { env: NAME }, or { file: PATH }",
                "# for a file below this one's folder. A literal secret is an error.", type,
                "tenantId: { env: AZURE_TENANT_ID }", "clientId: { env: AZURE_CLIENT_ID }",
                "clientSecret: { env: AZURE_CLIENT_SECRET }",
            ]
        case .managedIdentity:
            return [
                "# The machine's own, system-assigned identity; name a user-assigned one by its client id:",
                type,
                "# clientId: { env: AZURE_CLIENT_ID }",
            ]
        case .workloadIdentity:
            return [
                "# An application of Entra that trusts another issuer's tokens. They come from the file that",
                "# AZURE_FEDERATED_TOKEN_FILE names, unless another source is given.", type,
                "tenantId: { env: AZURE_TENANT_ID }", "clientId: { env: AZURE_CLIENT_ID }",
                "# federatedToken: { source: githubActions }",
            ]
        case .environment:
            return ["# Whatever the variables of Azure's EnvironmentCredential describe.", type]
        case .cli:
            return ["# Whoever is signed in with `az login`: for people at their own machine.", type]
        }
    }
}
