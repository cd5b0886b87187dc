import HTTPExchange
import HTTPTypes
import Secrets

/// Service Fabric's endpoint on the cluster's node, which shows a certificate that only its thumbprint vouches for.
///
/// The identity is part of the application's deployment and cannot be chosen here.
struct ServiceFabricIdentity: IdentityService {
    let source = ManagedIdentitySource.serviceFabric
    let names = SelectorNames()
    let address: WebAddress
    /// The value of `IDENTITY_HEADER`.
    let header: Secret
    /// The value of `IDENTITY_SERVER_THUMBPRINT`.
    let thumbprint: CertificateThumbprint

    var proof: Secret? { header }

    func request(for audience: Audience, as selector: IdentitySelector, key: Secret?) -> OutgoingRequest {
        var request = query(
            version: "2019-07-01-preview",
            audience,
            selector,
            fields: [.secret: header.expose { $0 }]
        )
        request.pinnedCertificate = thumbprint
        return request
    }
}
