import HTTPExchange
import HTTPTypes
import Secrets

/// The endpoint of Azure Machine Learning's compute, by the protocol that App Service had in 2017.
///
/// Chooses by client id only. Where just a user-assigned identity exists, the machine names it in
/// `DEFAULT_IDENTITY_CLIENT_ID`, and without it the service fails or picks another.
struct MachineLearningIdentity: IdentityService {
    let source = ManagedIdentitySource.azureMachineLearning
    let names = SelectorNames(clientID: "clientid")
    let address: WebAddress
    /// The value of `MSI_SECRET`.
    let header: Secret

    var proof: Secret? { header }

    func request(for audience: Audience, as selector: IdentitySelector, key: Secret?) -> OutgoingRequest {
        query(
            version: "2017-09-01",
            audience,
            selector,
            fields: [.secretInLowerCase: header.expose { $0 }]
        )
    }
}
