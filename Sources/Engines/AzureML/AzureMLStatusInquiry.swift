import HTTPExchange
import HTTPTypes
import Plans

/// Asks how a job stands: one request.
struct AzureMLStatusInquiry: EngineConversation {
    let remoteID: String
    let target: EndpointTarget
    let audience: Audience

    mutating func next(_ answer: HTTPAnswer?) -> ConversationStep {
        guard let answer else {
            guard let request else { return .done(.unclear(.unusableJobName)) }
            return .send(request, audience: audience)
        }
        return .done(result(of: answer))
    }

    /// `nil` when the id cannot be one segment of a path.
    private var request: OutgoingRequest? {
        guard AzureMLJobName.isUsable(remoteID) else { return nil }
        let base = target.address
        return OutgoingRequest(
            method: .get,
            address: WebAddress(
                scheme: base.scheme,
                host: base.host,
                port: base.explicitPort,
                path: base.path + "/" + AzureMLJobName.segment(remoteID),
                query: base.query
            ),
            fields: [.accept: "application/json"]
        )
    }

    private func result(of answer: HTTPAnswer) -> EngineResult {
        let answer = AzureMLAnswer(answer)
        switch answer.status {
        case 200:
            switch answer.job() {
            case .success(let job):
                guard job.name.utf8.elementsEqual(remoteID.utf8) else {
                    return .unclear(answer.refusal(saying: "the answer is about another job"))
                }
                guard let status = job.status else {
                    return .unclear(answer.refusal(saying: "the answer has no `properties.status`"))
                }
                return .status(status)
            case .failure(let fault):
                return .unclear(answer.refusal(saying: fault.words))
            }
        case 401, 403: return .denied(answer.refusal())
        case 404: return .notFound(answer.refusal())
        case 429: return .throttled(answer.refusal(), retryAfter: answer.retryAfter)
        default: return .unclear(answer.refusal())
        }
    }
}
