import JSONValues
import Manifests
import Secrets

/// A credential in the plan digest: everything that decides who submits, and no value of a reference.
enum CredentialDigest {
    /// The canonical form; what is left out of the manifest is left out here.
    static func value(_ use: CredentialUse) -> JSONValue {
        var object = ObjectText()
        object.add("authority", use.authority)
        object.add("type", use.credential.typeName)
        switch use.credential.kind {
        case .azureServicePrincipal(let principal):
            object.add("clientId", value(principal.clientID))
            object.add("tenantId", value(principal.tenantID))
            object.add("tokenEndpoint", principal.tokenEndpoint.rawValue)
            switch principal.proof {
            case .secret(let secret): object.add("clientSecret", value(secret.reference))
            case .certificate(let certificate):
                object.add("certificate", value(certificate.content.reference))
                if let password = certificate.password {
                    object.add("certificatePassword", value(password.reference))
                }
                object.add("sendCertificateChain", .bool(certificate.sendsChain))
                object.add("signatureAlgorithm", certificate.algorithm.rawValue)
            }
        case .azureManagedIdentity(let identity):
            object.add("source", identity.source.rawValue)
            switch identity.selector {
            case .systemAssigned: break
            case .clientID(let id): object.add("clientId", value(id))
            case .objectID(let id): object.add("objectId", value(id))
            case .resourceID(let id): object.add("resourceId", value(id))
            }
        case .azureWorkloadIdentity(let identity):
            object.add("clientId", value(identity.clientID))
            object.add("tenantId", value(identity.tenantID))
            object.add("federatedToken", value(identity.token))
        case .azureEnvironment(let environment):
            object.add("tokenEndpoint", environment.tokenEndpoint.rawValue)
        case .azureCLI(let sign):
            if let tenant = sign.tenantID { object.add("tenantId", value(tenant)) }
            if let subscription = sign.subscriptionID { object.add("subscriptionId", value(subscription)) }
        }
        return object.value
    }

    private static func value(_ token: Credential.AzureWorkloadIdentity.FederatedToken) -> JSONValue {
        switch token {
        case .file(let reference):
            guard let reference else { return ["source": "file"] }
            return ["source": "file", "token": value(reference.reference)]
        case .gitHubActions(let audience):
            guard let audience else { return ["source": "githubActions"] }
            return ["audience": .string(audience.value), "source": "githubActions"]
        case .azurePipelines(let connection, let token):
            guard let token else {
                return ["serviceConnectionId": value(connection), "source": "azurePipelines"]
            }
            return [
                "accessToken": value(token.reference), "serviceConnectionId": value(connection),
                "source": "azurePipelines",
            ]
        }
    }

    private static func value(_ source: Credential.ValueSource) -> JSONValue {
        switch source {
        case .literal(let text): .string(text.value)
        case .reference(let reference): value(reference.reference)
        }
    }

    private static func value(_ reference: SecretReference) -> JSONValue {
        switch reference {
        case .environment(let name): ["env": .string(name)]
        case .file(let path): ["file": .string(path)]
        }
    }
}
