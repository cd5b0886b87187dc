public import Diagnostics
import HTTPExchange
public import Manifests

/// The rules of hosts, held against endpoints that need not be whole: for `validate`, which plans nothing.
public struct EndpointReview: Sendable {
    private let resolver: EndpointResolver

    /// Makes a review.
    ///
    /// - Parameter allowance: Hosts that the operator allows.
    public init(allowance: HostAllowance) {
        resolver = EndpointResolver(allowance: allowance, realm: .cloud)
    }

    /// Reports what a plan of this endpoint would be refused for.
    ///
    /// - Parameters:
    ///   - endpoint: The endpoint.
    ///   - credential: Its credential; `nil` when it could not be read: the endpoint may then be in any cloud.
    ///   - problems: Where faults are added: RN0360 … RN0364.
    public func check(_ endpoint: Endpoint, _ credential: Credential?, into problems: inout [Diagnostic]) {
        switch endpoint.kind {
        case .azureMLBatch(let batch):
            let cloud = credential.map { AzureCloud($0.cloud) }
            guard case .scoringURI(let uri) = batch.place else { return }
            _ = resolver.scoringAddress(uri, in: cloud, into: &problems)
        }
    }

    /// Reports a host that must not see the credential.
    ///
    /// - Parameters:
    ///   - credential: The credential, used or not.
    ///   - problems: Where faults are added: RN0365.
    public func check(_ credential: Credential, into problems: inout [Diagnostic]) {
        _ = resolver.authority(credential.authorityHost, of: AzureCloud(credential.cloud), into: &problems)
    }
}
