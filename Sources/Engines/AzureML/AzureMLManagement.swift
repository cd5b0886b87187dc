import HTTPExchange
import HTTPTypes
import JSONValues
import Plans

/// Addresses and requests of Azure's resource manager for one workspace.
struct AzureMLManagement {
    let endpoint: AzureMLNamedEndpoint
    let manager: WebAddress

    /// Versions of the interface, each the one that Microsoft's client asks for.
    enum Version: String {
        case batchEndpoint = "2023-10-01"
        case workspace = "2024-10-01-preview"
        case cancellation = "2023-04-01-preview"
        case job = "2024-01-01-preview"

        /// Assets are asked for by the same version as cancellations.
        static let asset = Version.cancellation
    }

    /// The workspace as a path.
    var root: String {
        "/subscriptions/" + AzureMLJobName.segment(endpoint.subscriptionID)
            + "/resourceGroups/" + AzureMLJobName.segment(endpoint.resourceGroup)
            + "/providers/Microsoft.MachineLearningServices/workspaces/"
            + AzureMLJobName.segment(endpoint.workspace)
    }

    /// The endpoint as a path.
    var endpointPath: String { root + "/batchEndpoints/" + AzureMLJobName.segment(endpoint.name) }

    /// A request to the resource manager.
    func request(
        _ method: HTTPRequest.Method = .get,
        _ path: String,
        _ version: Version
    ) -> OutgoingRequest {
        OutgoingRequest(
            method: method,
            address: WebAddress(
                scheme: manager.scheme,
                host: manager.host,
                port: manager.explicitPort,
                path: path,
                query: "api-version=" + version.rawValue
            ),
            fields: [.accept: "application/json"]
        )
    }
}

extension AzureMLAnswer {
    /// The body, when the answer is 200 and a JSON object.
    ///
    /// - Parameter allowsArray: Whether it may be an array too.
    /// - Returns: The body.
    /// - Throws: ``InquiryFailure`` for every other answer.
    func documentOrFailure(allowsArray: Bool = false) throws(InquiryFailure) -> JSONValue {
        switch status {
        case 200:
            guard let document, document.members != nil || allowsArray && document.array != nil else {
                throw .unreachable("the answer is not JSON that can be trusted")
            }
            return document
        case 408, 425, 429, 500...599: throw .unreachable(refusal().words)
        case 401, 403: throw .denied(refusal())
        case 404: throw .notFound(refusal())
        default: throw .refused(refusal())
        }
    }
}
