import HTTPExchange
import HTTPTypes
import Secrets

/// The metadata service of virtual machines, at an address of the local link.
///
/// - SeeAlso: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
struct MetadataService: IdentityService {
    let source = ManagedIdentitySource.imds
    let names = SelectorNames.metadataService
    let address: WebAddress

    /// The service's path below its host.
    static let path = "/metadata/identity/oauth2/token"

    /// Where the service is on every machine of Azure.
    static let usualAddress = WebAddress(scheme: .http, host: "169.254.169.254", path: path)

    init(address: WebAddress = usualAddress) { self.address = address }

    func request(for audience: Audience, as selector: IdentitySelector, key: Secret?) -> OutgoingRequest {
        query(version: "2018-02-01", audience, selector, fields: [.metadata: "true"])
    }

    /// The same request without the field that makes it valid: any answer to it shows that the service is there.
    func probe(for audience: Audience, as selector: IdentitySelector) -> OutgoingRequest {
        query(version: "2018-02-01", audience, selector, fields: [:])
    }
}
