import HTTPExchange
import Plans

/// Creates a job: one request.
struct AzureMLSubmission: EngineConversation {
    let request: OutgoingRequest
    let specification: JobSpecification
    let audience: Audience

    mutating func next(_ answer: HTTPAnswer?) -> ConversationStep {
        guard let answer else { return .send(request, audience: audience) }
        return .done(result(of: answer))
    }

    private func result(of answer: HTTPAnswer) -> EngineResult {
        let answer = AzureMLAnswer(answer)
        switch answer.status {
        case 200, 201:
            switch answer.job() {
            case .success(let job):
                return .accepted(
                    Receipt(
                        remoteID: job.name,
                        status: job.status ?? RemoteStatus(state: .submitted, word: ""),
                        deployment: answer.deployment,
                        requestID: answer.requestID
                    )
                )
            case .failure(let fault):
                return .unclear(answer.refusal(saying: fault.words))
            }
        case 401, 403:
            return .denied(answer.refusal())
        case 429:
            return .throttled(answer.refusal(), retryAfter: answer.retryAfter)
        // 409 may mean that an earlier sending of the same attempt created the job; 408 and 425 prove nothing.
        case 408, 409, 425:
            return .unclear(answer.refusal())
        case 400..<500:
            return .rejected(answer.refusal(for: specification))
        default:
            return .unclear(answer.refusal())
        }
    }
}
