import HTTPExchange
import HTTPTypes
import Secrets

/// The endpoint that App Service, Functions, Container Apps and Automation run beside an app.
///
/// - SeeAlso: https://learn.microsoft.com/azure/app-service/overview-managed-identity
struct AppServiceIdentity: IdentityService {
    let source = ManagedIdentitySource.appService
    let names = SelectorNames(clientID: "client_id", objectID: "object_id", resourceID: "mi_res_id")
    let address: WebAddress
    /// The value of `IDENTITY_HEADER`.
    let header: Secret

    var proof: Secret? { header }

    func request(for audience: Audience, as selector: IdentitySelector, key: Secret?) -> OutgoingRequest {
        // Automation wants `Metadata` as well; the others pass it over.
        query(
            version: "2019-08-01",
            audience,
            selector,
            fields: [.identityHeader: header.expose { $0 }, .metadata: "true"]
        )
    }
}
