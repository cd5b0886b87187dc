import Diagnostics
import HTTPExchange
import Plans

/// What was looked up of endpoints: once for each in a run, whoever asks.
public actor EndpointBook {
    private struct Key: Hashable {
        let endpoint: AzureMLNamedEndpoint
        let credential: String
    }

    private var places: [Key: EndpointPlace] = [:]
    private var frontEnds: [Key: WebAddress] = [:]

    /// Makes an empty book.
    public init() {}

    /// The place of an endpoint, looked up when it is not known.
    func place(
        of target: EndpointTarget,
        as credential: String,
        with engine: any Engine,
        _ inquirer: Inquirer
    ) async throws(InquiryFailure) -> EndpointPlace? {
        guard let named = target.named, let inquiry = engine.location(of: target) else { return nil }
        let key = Key(endpoint: named, credential: credential)
        if let place = named.place ?? places[key] { return place }
        let place = try await inquirer.perform(inquiry, as: credential)
        places[key] = place
        return place
    }

    /// Who lists an endpoint's jobs, looked up when it is not known.
    func frontEnd(
        of target: EndpointTarget,
        as credential: String,
        with engine: any Engine,
        _ inquirer: Inquirer
    ) async throws(InquiryFailure) -> WebAddress? {
        guard let named = target.named, let inquiry = engine.frontEnd(of: target) else { return nil }
        let key = Key(endpoint: named, credential: credential)
        if let known = frontEnds[key] { return known }
        let found = try await inquirer.perform(inquiry, as: credential)
        frontEnds[key] = found
        return found
    }
}
