import Manifests
import Plans

/// A credential as azure-identity has it.
struct PythonCredential {
    let credential: EquivalentCredential

    /// The class.
    static func className(of use: CredentialUse) -> String {
        switch use.credential.kind {
        case .azureServicePrincipal(let principal):
            switch principal.proof {
            case .secret: "ClientSecretCredential"
            case .certificate: "CertificateCredential"
            }
        case .azureManagedIdentity: "ManagedIdentityCredential"
        case .azureWorkloadIdentity(let identity):
            switch identity.token {
            case .file: "WorkloadIdentityCredential"
            case .gitHubActions: "ClientAssertionCredential"
            case .azurePipelines: "AzurePipelinesCredential"
            }
        case .azureEnvironment: "EnvironmentCredential"
        case .azureCLI: "AzureCliCredential"
        }
    }

    /// The call that makes it.
    var expression: String {
        let arguments = arguments.map { name, value in name.isEmpty ? value : "\(name)=\(value)" }
        return Self.className(of: credential.use) + "(" + arguments.joined(separator: ", ") + ")"
    }

    private var arguments: [(name: String, value: String)] {
        func value(_ source: Credential.ValueSource) -> String {
            PythonText.expression(credential.value(source))
        }
        let authority = [("authority", PythonText.literal(credential.use.authority))]
        switch credential.use.credential.kind {
        case .azureServicePrincipal(let principal):
            let who = [("tenant_id", value(principal.tenantID)), ("client_id", value(principal.clientID))]
            switch principal.proof {
            case .secret(let secret):
                return who + [("client_secret", PythonText.expression(credential.value(secret)))] + authority
            case .certificate(let certificate):
                var proof = [
                    (
                        "certificate_data",
                        PythonText.expression(credential.value(certificate.content)) + ".encode()"
                    )
                ]
                if let password = certificate.password {
                    proof.append(("password", PythonText.expression(credential.value(password))))
                }
                if certificate.sendsChain { proof.append(("send_certificate_chain", "True")) }
                return who + proof + authority
            }
        case .azureManagedIdentity(let identity):
            switch identity.selector {
            case .systemAssigned: return []
            case .clientID(let id): return [("client_id", value(id))]
            case .objectID(let id): return [("identity_config", "{\"object_id\": \(value(id))}")]
            case .resourceID(let id): return [("identity_config", "{\"resource_id\": \(value(id))}")]
            }
        case .azureWorkloadIdentity(let identity):
            let who = [("tenant_id", value(identity.tenantID)), ("client_id", value(identity.clientID))]
            switch identity.token {
            case .file(let reference):
                guard let reference else { return who + authority }
                // The class wants a file; what it is named by is whoever runs the script's to say.
                let name = PythonText.expression(credential.value(reference))
                return who + [("token_file_path", name)] + authority
            case .gitHubActions:
                return who + [("func", "lambda: os.environ[\"FEDERATED_TOKEN\"]")] + authority
            case .azurePipelines(let connection, let token):
                let access = token.map { credential.value($0) } ?? .hole("SYSTEM_ACCESSTOKEN")
                return who + [
                    ("service_connection_id", value(connection)),
                    ("system_access_token", PythonText.expression(access)),
                ] + authority
            }
        case .azureEnvironment: return authority
        case .azureCLI(let sign):
            return (sign.tenantID.map { [("tenant_id", value($0))] } ?? [])
                + (sign.subscriptionID.map { [("subscription", value($0))] } ?? [])
        }
    }
}
