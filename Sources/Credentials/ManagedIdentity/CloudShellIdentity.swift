import HTTPExchange
import HTTPTypes
import Secrets

/// Cloud Shell, whose tokens are those of the user who opened it.
struct CloudShellIdentity: IdentityService {
    let source = ManagedIdentitySource.cloudShell
    let names = SelectorNames()
    let address: WebAddress

    func request(for audience: Audience, as selector: IdentitySelector, key: Secret?) -> OutgoingRequest {
        OutgoingRequest(
            method: .post,
            address: address,
            fields: [.metadata: "true", .contentType: "application/x-www-form-urlencoded"],
            body: FormText.encode([("resource", audience.value)]),
            reach: .machine
        )
    }
}
