import HTTPExchange
import HTTPTypes
import JSONValues
import Plans

/// Asks a workspace for the latest version of an asset, by the call that Microsoft's client makes for `@latest`.
struct AzureMLAssetVersion: EngineInquiry {
    let asset: PlanPins.Asset
    let endpoint: AzureMLNamedEndpoint
    let place: EndpointPlace

    mutating func next(_ answer: HTTPAnswer?) -> InquiryStep<String> {
        guard let answer else {
            let management = AzureMLManagement(endpoint: endpoint, manager: place.manager)
            let path = "\(management.root)/\(asset.kind.rawValue)/\(AzureMLJobName.segment(asset.name))"
            return .send(management.request(.get, path, .asset), audience: place.managerAudience)
        }
        do throws(InquiryFailure) {
            let answer = AzureMLAnswer(answer)
            let version = try answer.documentOrFailure()["properties"]?["latestVersion"]?.string
            guard let version, PlanPins.isVersion(version) else {
                throw .refused(answer.refusal(saying: "the asset has no usable `latestVersion`"))
            }
            return .done(version)
        } catch {
            return .failed(error)
        }
    }
}
