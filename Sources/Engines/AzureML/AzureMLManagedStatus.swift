import HTTPExchange
import HTTPTypes
import Plans

/// Asks the resource manager how a job stands: one request, to the workspace's own host.
struct AzureMLManagedStatus: EngineInquiry {
    let endpoint: AzureMLNamedEndpoint
    let place: EndpointPlace
    let remoteID: String

    mutating func next(_ answer: HTTPAnswer?) -> InquiryStep<RemoteStatus> {
        guard let answer else {
            guard AzureMLJobName.isUsable(remoteID) else { return .failed(.refused(.unusableJobName)) }
            let management = AzureMLManagement(endpoint: endpoint, manager: place.manager)
            let path = management.root + "/jobs/" + AzureMLJobName.segment(remoteID)
            return .send(management.request(.get, path, .job), audience: place.managerAudience)
        }
        let read = AzureMLAnswer(answer)
        do throws(InquiryFailure) {
            _ = try read.documentOrFailure()
        } catch {
            return .failed(error)
        }
        switch read.job() {
        case .failure(let fault): return .failed(.refused(read.refusal(saying: fault.words)))
        case .success(let job):
            guard job.name.utf8.elementsEqual(remoteID.utf8) else {
                return .failed(.refused(read.refusal(saying: "the answer is about another job")))
            }
            guard let status = job.status else {
                return .failed(.refused(read.refusal(saying: "the answer has no `properties.status`")))
            }
            return .done(status)
        }
    }
}

extension Refusal {
    /// A job's name that can be no part of an address.
    static let unusableJobName = Refusal(
        httpStatus: 0,
        code: nil,
        message: "the recorded job id cannot be asked for",
        requestID: nil
    )
}
