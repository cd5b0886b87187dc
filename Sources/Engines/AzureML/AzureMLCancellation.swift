import HTTPExchange
import HTTPTypes
import Plans

/// Cancels a job at the resource manager: `POST`, then the `Location` of a 202 until it is something else.
///
/// May be asked for twice: a job that is cancelled already stays so. A `Location` at another host than the resource
/// manager's sees no token: the request was taken, and the job's own state tells the rest.
struct AzureMLCancellation: EngineInquiry {
    let endpoint: AzureMLNamedEndpoint
    let place: EndpointPlace
    let remoteID: String
    private var polls = 0
    private var location: WebAddress?

    /// How often a 202 is asked about.
    static let pollLimit = 60

    init(endpoint: AzureMLNamedEndpoint, place: EndpointPlace, remoteID: String) {
        self.endpoint = endpoint
        self.place = place
        self.remoteID = remoteID
    }

    mutating func next(_ answer: HTTPAnswer?) -> InquiryStep<Cancellation> {
        guard let answer else { return begin() }
        let read = AzureMLAnswer(answer)
        switch read.status {
        case 200, 204: return .done(.accepted)
        case 202: return follow(answer, read)
        case 401, 403: return .failed(.denied(read.refusal()))
        case 404:
            // What was to be polled may be gone once it is done.
            return location == nil ? .failed(.notFound(read.refusal())) : .done(.accepted)
        case 400, 409: return .done(.tooLate(read.refusal()))
        default: return .failed(.refused(read.refusal()))
        }
    }

    private func begin() -> InquiryStep<Cancellation> {
        guard AzureMLJobName.isUsable(remoteID) else {
            return .failed(.refused(.unusableJobName))
        }
        let management = AzureMLManagement(endpoint: endpoint, manager: place.manager)
        let path = management.root + "/jobs/" + AzureMLJobName.segment(remoteID) + "/cancel"
        return .send(management.request(.post, path, .cancellation), audience: place.managerAudience)
    }

    private mutating func follow(_ answer: HTTPAnswer, _ read: AzureMLAnswer) -> InquiryStep<Cancellation> {
        if let text = answer.fields[.location] {
            guard let address = try? WebAddress.parse(text), address.host == place.manager.host,
                address.port == place.manager.port, address.scheme == place.manager.scheme
            else { return .done(.accepted) }
            location = address
        }
        polls += 1
        // Taken and not said where it stands: the job's own state will tell.
        guard let location, polls <= Self.pollLimit else { return .done(.accepted) }
        let request = OutgoingRequest(method: .get, address: location, fields: [.accept: "application/json"])
        return .wait(retryAfter: read.retryAfter, request, audience: place.managerAudience)
    }
}
