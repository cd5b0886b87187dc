import HTTPExchange
import HTTPTypes
import JSONValues
import Plans

/// Looks an endpoint up: in the operator's own cloud first that cloud's hosts, then the endpoint.
struct AzureMLLocation: EngineInquiry {
    let endpoint: AzureMLNamedEndpoint
    private var stage = Stage.begin

    private enum Stage {
        case begin
        case metadata(CloudMetadata)
        case endpoint(AzureMLCloud)
    }

    init(endpoint: AzureMLNamedEndpoint) { self.endpoint = endpoint }

    mutating func next(_ answer: HTTPAnswer?) -> InquiryStep<EndpointPlace> {
        do throws(InquiryFailure) {
            switch (stage, answer) {
            case (.begin, _):
                guard let metadata = endpoint.metadata else {
                    return try ask(AzureMLCloud(endpoint.rules.cloud))
                }
                stage = .metadata(metadata)
                return .send(
                    OutgoingRequest(
                        method: .get,
                        address: metadata.address,
                        fields: [.accept: "application/json"]
                    ),
                    audience: nil
                )
            case (.metadata(let metadata), let answer?):
                let document = try AzureMLAnswer(answer).documentOrFailure(allowsArray: true)
                return try ask(
                    AzureMLCloud(in: document, named: metadata.cloud ?? endpoint.rules.cloud.rawValue)
                )
            case (.endpoint(let cloud), let answer?):
                return .done(try place(AzureMLAnswer(answer), in: cloud))
            default:
                preconditionFailure("an inquiry goes on with an answer")
            }
        } catch {
            return .failed(error)
        }
    }

    private mutating func ask(_ cloud: AzureMLCloud) throws(InquiryFailure) -> InquiryStep<EndpointPlace> {
        guard endpoint.rules.admitsManager(cloud.manager) else {
            throw .hostNotAllowed(cloud.manager.authority)
        }
        for audience in [cloud.managerAudience, cloud.audience] where !endpoint.rules.admits(audience) {
            throw .audienceNotAllowed(audience.value)
        }
        stage = .endpoint(cloud)
        let management = AzureMLManagement(endpoint: endpoint, manager: cloud.manager)
        return .send(
            management.request(.get, management.endpointPath, .batchEndpoint),
            audience: cloud.managerAudience
        )
    }

    private func place(_ answer: AzureMLAnswer, in cloud: AzureMLCloud) throws(InquiryFailure)
        -> EndpointPlace
    {
        let document = try answer.documentOrFailure()
        let properties = document["properties"]
        guard let text = properties?["scoringUri"]?.string, !text.isEmpty else {
            let state = properties?["provisioningState"]?.string ?? "unknown"
            throw .refused(
                answer.refusal(saying: "the endpoint has no scoring URI yet; its state is \(state)")
            )
        }
        guard let address = try? WebAddress.parse(text) else {
            throw .refused(answer.refusal(saying: "the endpoint's scoring URI is not an address"))
        }
        guard endpoint.rules.admitsScoring(address) else { throw .hostNotAllowed(address.authority) }
        let deployment = properties?["defaults"]?["deploymentName"]?.string
        return EndpointPlace(
            manager: cloud.manager,
            managerAudience: cloud.managerAudience,
            audience: cloud.audience,
            scoringURI: address,
            defaultDeployment: deployment.flatMap { AzureMLNameCheck.isName($0) ? $0 : nil }
        )
    }
}
