import Diagnostics
import Engines
import HTTPExchange
import HTTPTypes
import JSONValues
import Plans
import RunnerTestSupport
import Testing

/// What Microsoft's own client asked the resource manager, discovery and the front end, and was answered, recorded:
/// `runner` asks the same and understands the same.
@Suite(.enabled(if: SharedReference.isPresent, "needs the recorded traces beside the package"))
struct AzureMLManagementTraceTests {
    private static func exchanges(_ name: String) throws -> [JSONValue] {
        let trace = try JSONReader().read(try SharedReference.bytes("traces/azureml/\(name).json"))
        return try #require(trace["exchanges"]?.array)
    }

    private static let endpoint: AzureMLNamedEndpoint = {
        var problems: [Diagnostic] = []
        let allowance = HostAllowance(["localhost:18443"], into: &problems)
        return AzureMLNamedEndpoint(
            subscriptionID: "00000000-0000-0000-0000-000000000000",
            resourceGroup: "rg",
            workspace: "ws",
            name: "mnist-batch",
            rules: AzureMLHostRules(cloud: .publicCloud, allowance: allowance)
        )
    }()

    private static let target = EndpointTarget.azureMLNamed(endpoint, deployment: nil).located(
        at: EndpointPlace(
            manager: WebAddress(scheme: .https, host: "localhost", port: 18443),
            managerAudience: Audience("https://localhost:18443"),
            audience: Audience("https://ml.azure.com"),
            scoringURI: WebAddress(
                scheme: .https,
                host: "localhost",
                port: 18443,
                path: "/ep/mnist-batch/jobs"
            ),
            defaultDeployment: nil
        )
    )

    /// The request is the recorded one: method, path and query.
    private static func expectSame(_ request: OutgoingRequest, as exchange: JSONValue) throws {
        #expect(request.method.rawValue == exchange["method"]?.string)
        #expect(request.address.path == exchange["path"]?.string)
        var query: [String: String] = [:]
        for pair in (request.address.query ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            query[parts[0].replacing("%24", with: "$")] = parts.count > 1 ? parts[1] : ""
        }
        var recorded: [String: String] = [:]
        for member in exchange["query"]?.members ?? [] { recorded[member.name] = member.value.string }
        #expect(query == recorded)
    }

    private static func answer(_ exchange: JSONValue) throws -> HTTPAnswer {
        let response = try #require(exchange["response"])
        var more: [String: String] = [:]
        for header in response["headers"]?.members ?? [] { more[header.name] = header.value.string }
        let body = response["body"].map { $0 == .null ? "" : JSONWriter.text($0) } ?? ""
        return SubmissionFixture.answer(try #require(response["status"]?.integer), body, more)
    }

    /// Plays a trace against an inquiry: every request must be the next one that was recorded.
    private static func replay<Value: Sendable>(
        _ inquiry: (any EngineInquiry<Value>)?,
        _ exchanges: some Sequence<JSONValue>
    ) throws -> Result<Value, InquiryFailure>? {
        let exchanges = Array(exchanges)
        let run = try AzureMLWorkspaceTests.run(inquiry, try exchanges.map { try answer($0) })
        for ((request, audience), exchange) in zip(run.sent, exchanges) {
            try expectSame(request, as: exchange)
            #expect((audience != nil) == (exchange["headers"]?["Authorization"] != nil))
        }
        #expect(run.sent.count == exchanges.count)
        return run.result
    }

    @Test func listsAsWasRecorded() throws {
        let exchanges = try Self.exchanges("13_list_jobs_endpoint_paged")
        let engine = AzureMLBatchEngine()
        let front = try #require(try Self.replay(engine.frontEnd(of: Self.target), exchanges.prefix(2)))
        let address = try front.get()
        #expect(address.description == "https://localhost:18443/")
        let listing = try #require(
            try Self.replay(engine.jobs(of: Self.target, at: address), exchanges.dropFirst(2))
        )
        let jobs = try listing.get().jobs
        let recorded = exchanges.dropFirst(2).flatMap { $0["response"]?["body"]?["value"]?.array ?? [] }
        #expect(jobs.map(\.remoteID) == recorded.compactMap { $0["name"]?.string })
        #expect(jobs.count > 10)
        #expect(jobs.allSatisfy { $0.created == 1_735_689_600 && $0.creator == "mock" && $0.status != nil })
        #expect(jobs.contains { $0.data.outputs.contains("datastore:workspaceblobstore:mypath/p.csv") })
    }

    @Test func cancelsAsWasRecorded() throws {
        let exchanges = try Self.exchanges("16_job_cancel")
        let inquiry = AzureMLBatchEngine().cancellation(
            of: "c2778e27-89b8-4f00-a9c0-0b5878004b3b",
            at: Self.target
        )
        #expect(try Self.replay(inquiry, exchanges) == .success(.accepted))
    }

    @Test func looksUpAsWasRecorded() throws {
        let exchange = try #require(try Self.exchanges("13d_get_endpoint").first)
        let address = try WebAddress.parse("https://localhost:18443/metadata/endpoints")
        var problems: [Diagnostic] = []
        let named = AzureMLNamedEndpoint(
            subscriptionID: Self.endpoint.subscriptionID,
            resourceGroup: "rg",
            workspace: "ws",
            name: "mnist-batch",
            rules: AzureMLHostRules(
                cloud: .publicCloud,
                allowance: HostAllowance(["localhost:18443"], into: &problems)
            ),
            metadata: CloudMetadata(address: address)
        )
        let metadata: JSONValue = [
            [
                "name": "MockCloud", "portal": "https://portal.azure.com/",
                "resourceManager": "https://localhost:18443/",
            ]
        ]
        let target = EndpointTarget.azureMLNamed(named, deployment: nil)
        let run = try AzureMLWorkspaceTests.run(
            AzureMLBatchEngine().location(of: target),
            [AzureMLWorkspaceTests.json(metadata), try Self.answer(exchange)]
        )
        try Self.expectSame(try #require(run.sent.last?.0), as: exchange)
        let place = try #require(try run.result?.get())
        #expect(place.scoringURI.description == "https://localhost:18443/ep/mnist-batch/jobs")
        #expect(place.defaultDeployment == "mnist-torch-dpl")
        #expect(place.managerAudience.value == "https://localhost:18443")
        #expect(place.audience.value == "https://ml.azure.com")
    }

    @Test func anAbsentEndpointIsNotFound() throws {
        let exchange = try #require(try Self.exchanges("20_err_endpoint_404").first)
        let run = try AzureMLWorkspaceTests.run(
            AzureMLBatchEngine().location(
                of: .azureMLNamed(AzureMLWorkspaceTests.endpoint(), deployment: nil)
            ),
            [try Self.answer(exchange)]
        )
        guard case .failure(.notFound)? = run.result else { throw NoResult() }
    }
}
