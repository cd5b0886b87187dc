import HTTPExchange
import HTTPTypes
import JSONValues
import Plans

/// Finds out who lists an endpoint's jobs: the workspace names its discovery, discovery names the front end.
///
/// Discovery is asked without a token: it gives the same answer to everybody.
struct AzureMLFrontEnd: EngineInquiry {
    let endpoint: AzureMLNamedEndpoint
    let place: EndpointPlace
    private var stage = Stage.begin

    private enum Stage { case begin, workspace, discovery }

    init(endpoint: AzureMLNamedEndpoint, place: EndpointPlace) {
        self.endpoint = endpoint
        self.place = place
    }

    mutating func next(_ answer: HTTPAnswer?) -> InquiryStep<WebAddress> {
        do throws(InquiryFailure) {
            switch (stage, answer) {
            case (.begin, _):
                stage = .workspace
                let management = AzureMLManagement(endpoint: endpoint, manager: place.manager)
                return .send(
                    management.request(.get, management.root, .workspace),
                    audience: place.managerAudience
                )
            case (.workspace, let answer?):
                let answer = AzureMLAnswer(answer)
                let text = try answer.documentOrFailure()["properties"]?["discoveryUrl"]?.string
                let address = try admitted(text, answer, "discoveryUrl")
                stage = .discovery
                return .send(
                    OutgoingRequest(method: .get, address: address, fields: [.accept: "application/json"]),
                    audience: nil
                )
            case (.discovery, let answer?):
                let answer = AzureMLAnswer(answer)
                return .done(try admitted(try answer.documentOrFailure()["api"]?.string, answer, "api"))
            default:
                preconditionFailure("an inquiry goes on with an answer")
            }
        } catch {
            return .failed(error)
        }
    }

    private func admitted(
        _ text: String?,
        _ answer: AzureMLAnswer,
        _ name: String
    ) throws(InquiryFailure) -> WebAddress {
        guard let text, let address = try? WebAddress.parse(text), address.query == nil else {
            throw .refused(answer.refusal(saying: "the answer has no usable `\(name)`"))
        }
        guard endpoint.rules.admitsFrontEnd(address) else { throw .hostNotAllowed(address.authority) }
        return address
    }
}
