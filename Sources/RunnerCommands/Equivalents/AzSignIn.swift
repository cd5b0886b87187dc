import Manifests
import Plans

/// How somebody signs in with the Azure CLI as a credential does.
struct AzSignIn {
    let credential: EquivalentCredential

    /// Comments: signing in changes what other lines of the same person do.
    var lines: [String] {
        ["\(credential.name): \(command)"].map { ShellText.comment($0) }
            + (cloud.map { [ShellText.comment("  before: az cloud set --name \($0)")] } ?? [])
    }

    private var cloud: String? {
        switch credential.use.credential.cloud {
        case .publicCloud: nil
        case .usGovernment: "AzureUSGovernment"
        case .china: "AzureChinaCloud"
        }
    }

    private var command: String {
        func word(_ value: ShellValue) -> String { ShellText.word(value) ?? "?" }
        func principal(_ client: Credential.ValueSource, _ tenant: Credential.ValueSource) -> String {
            "az login --service-principal --username \(word(credential.value(client)))"
                + " --tenant \(word(credential.value(tenant)))"
        }
        switch credential.use.credential.kind {
        case .azureServicePrincipal(let application):
            let login = principal(application.clientID, application.tenantID)
            switch application.proof {
            case .secret(let secret): return login + " --password \(word(credential.value(secret)))"
            case .certificate(let certificate):
                return login
                    + " --certificate FILE (what is \(word(credential.value(certificate.content))) here)"
            }
        case .azureManagedIdentity(let identity):
            switch identity.selector {
            case .systemAssigned: return "az login --identity"
            case .clientID(let id): return "az login --identity --client-id \(word(credential.value(id)))"
            case .objectID(let id): return "az login --identity --object-id \(word(credential.value(id)))"
            case .resourceID(let id): return "az login --identity --resource-id \(word(credential.value(id)))"
            }
        case .azureWorkloadIdentity(let identity):
            return principal(identity.clientID, identity.tenantID) + " --federated-token TOKEN"
        case .azureEnvironment:
            return
                "az login --service-principal --username \"$AZURE_CLIENT_ID\" --tenant \"$AZURE_TENANT_ID\""
                + " --password \"$AZURE_CLIENT_SECRET\""
        case .azureCLI(let sign):
            return "az login" + (sign.tenantID.map { " --tenant \(word(credential.value($0)))" } ?? "")
        }
    }
}
