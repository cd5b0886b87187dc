import Engines
import Diagnostics
import HTTPExchange
import HTTPTypes
import JSONValues
import Plans
import RunnerTestSupport
import Testing

/// Looking an endpoint up, listing its jobs, cancelling one.
@Suite struct AzureMLWorkspaceTests {
    static let root =
        "/subscriptions/55555555-5555-4555-8555-555555555555/resourceGroups/ml/providers/"
        + "Microsoft.MachineLearningServices/workspaces/cardiology"

    static func endpoint(
        _ cloud: AzureCloud = .publicCloud,
        allowing hosts: [String] = [],
        metadata: CloudMetadata? = nil
    ) -> AzureMLNamedEndpoint {
        var problems: [Diagnostic] = []
        return AzureMLNamedEndpoint(
            subscriptionID: "55555555-5555-4555-8555-555555555555",
            resourceGroup: "ml",
            workspace: "cardiology",
            name: "heart",
            rules: AzureMLHostRules(cloud: cloud, allowance: HostAllowance(hosts, into: &problems)),
            metadata: metadata
        )
    }

    static func located(_ endpoint: AzureMLNamedEndpoint = endpoint()) -> EndpointTarget {
        EndpointTarget.azureMLNamed(endpoint, deployment: nil).located(
            at: EndpointPlace(
                manager: WebAddress(scheme: .https, host: "management.azure.com"),
                managerAudience: Audience("https://management.azure.com"),
                audience: Audience("https://ml.azure.com"),
                scoringURI: WebAddress(
                    scheme: .https,
                    host: "heart.eastus2.inference.ml.azure.com",
                    path: "/jobs"
                ),
                defaultDeployment: "blue"
            )
        )
    }

    static func described(scoring: String, deployment: String? = "blue") -> JSONValue {
        [
            "name": "heart",
            "properties": [
                "scoringUri": .string(scoring), "provisioningState": "Succeeded",
                "defaults": ["deploymentName": deployment.map { .string($0) } ?? .null],
            ],
        ]
    }

    /// What an inquiry sent, and how it ended, when it is given these answers.
    static func run<Value: Sendable>(
        _ inquiry: (any EngineInquiry<Value>)?,
        _ answers: [HTTPAnswer]
    ) throws -> (sent: [(OutgoingRequest, Audience?)], result: Result<Value, InquiryFailure>?) {
        var inquiry = try #require(inquiry)
        var sent: [(OutgoingRequest, Audience?)] = []
        var rest = answers[...]
        var step = inquiry.next(nil)
        while true {
            switch step {
            case .done(let value): return (sent, .success(value))
            case .failed(let failure): return (sent, .failure(failure))
            case .send(let request, let audience), .wait(_, let request, let audience):
                sent.append((request, audience))
                guard let answer = rest.popFirst() else { return (sent, nil) }
                step = inquiry.next(answer)
            }
        }
    }

    static func json(_ value: JSONValue, status: Int = 200, _ more: [String: String] = [:]) -> HTTPAnswer {
        SubmissionFixture.answer(status, JSONWriter.text(value), more)
    }

    // MARK: - Looking up

    @Test(arguments: [
        (AzureCloud.publicCloud, "management.azure.com", "heart.eastus2.inference.ml.azure.com"),
        (.usGovernment, "management.usgovcloudapi.net", "heart.usgovvirginia.inference.ml.azure.us"),
        (.china, "management.chinacloudapi.cn", "heart.chinaeast2.inference.ml.azure.cn"),
    ])
    func asksTheCloudsOwnManager(cloud: AzureCloud, manager: String, host: String) throws {
        let target = EndpointTarget.azureMLNamed(Self.endpoint(cloud), deployment: nil)
        let run = try Self.run(
            AzureMLBatchEngine().location(of: target),
            [Self.json(Self.described(scoring: "https://\(host)/jobs"))]
        )
        let (request, audience) = try #require(run.sent.first)
        #expect(
            request.address.description
                == "https://\(manager)\(Self.root)/batchEndpoints/heart?api-version=2023-10-01"
        )
        #expect(audience?.value == "https://\(manager)")
        let place = try #require(try run.result?.get())
        #expect(place.scoringURI.host == host)
        #expect(place.defaultDeployment == "blue")
        #expect(place.audience != place.managerAudience)
        let submission = SubmissionFixture.intent(target.located(at: place), SubmissionFixture.plain)
        var conversation = AzureMLBatchEngine().submit(submission)
        let post = try conversation.firstRequest()
        #expect(post.address == place.scoringURI)
        // The default is pinned: a resend must not go to another one.
        #expect(post.field("azureml-model-deployment") == "blue")
    }

    @Test(arguments: [
        "https://heart.example.org/jobs", "http://heart.eastus2.inference.ml.azure.com/jobs",
        "https://heart.eastus2.inference.ml.azure.com/score",
        "https://heart.eastus2.inference.ml.azure.com:8443/jobs",
        "https://heart.usgovvirginia.inference.ml.azure.us/jobs", "https://inference.ml.azure.com/jobs",
        "https://169.254.169.254/jobs", "https://heart.eastus2.inference.ml.azure.com/jobs?x=1",
    ])
    func noTokenGoesToAnotherHost(uri: String) throws {
        let target = EndpointTarget.azureMLNamed(Self.endpoint(), deployment: nil)
        let run = try Self.run(
            AzureMLBatchEngine().location(of: target),
            [Self.json(Self.described(scoring: uri))]
        )
        guard case .failure(.hostNotAllowed)? = run.result else {
            Issue.record("\(uri) was taken")
            return
        }
    }

    @Test func theOperatorMayAllowAHost() throws {
        let target = EndpointTarget.azureMLNamed(
            Self.endpoint(allowing: ["heart.example.org"]),
            deployment: nil
        )
        let answer = Self.json(Self.described(scoring: "https://heart.example.org/score"))
        let run = try Self.run(AzureMLBatchEngine().location(of: target), [answer])
        #expect(try run.result?.get().scoringURI.path == "/score")
    }

    @Test func saysWhatIsMissing() throws {
        let target = EndpointTarget.azureMLNamed(Self.endpoint(), deployment: nil)
        func failure(_ answer: HTTPAnswer) throws -> InquiryFailure? {
            let run = try Self.run(AzureMLBatchEngine().location(of: target), [answer])
            guard case .failure(let failure)? = run.result else { return nil }
            return failure
        }
        let creating: JSONValue = ["properties": ["scoringUri": .null, "provisioningState": "Creating"]]
        #expect(try failure(Self.json(creating))?.words.contains("its state is Creating") == true)
        guard
            case .notFound? = try failure(Self.json(["error": ["code": "X", "message": "no"]], status: 404)),
            case .denied? = try failure(Self.json([:], status: 403))
        else {
            Issue.record("404 and 403 are told apart")
            return
        }
    }

    // MARK: - Clouds that describe themselves

    private static let described: JSONValue = [
        [
            "name": "AzureCloud", "portal": "https://portal.azure.com",
            "resourceManager": "https://management.azure.com/",
        ],
        [
            "name": "Lab", "portal": "https://portal.azure.lab/",
            "resourceManager": "https://arm.lab.example:8443/",
            "authentication": ["loginEndpoint": "https://evil.example"],
        ],
    ]

    private static func custom(_ hosts: [String]) throws -> EndpointTarget {
        let address = try WebAddress.parse("https://arm.lab.example:8443/metadata/endpoints")
        let metadata = CloudMetadata(address: address, cloud: "Lab")
        return .azureMLNamed(endpoint(allowing: hosts, metadata: metadata), deployment: nil)
    }

    @Test func readsACloudAsMicrosoftsClientsDo() throws {
        let answers = [
            Self.json(Self.described), Self.json(Self.described(scoring: "https://s.lab.example/jobs")),
        ]
        let target = try Self.custom(["arm.lab.example:8443", "s.lab.example"])
        let run = try Self.run(AzureMLBatchEngine().location(of: target), answers)
        #expect(run.sent.map(\.1?.value) == [nil, "https://arm.lab.example:8443"])
        #expect(run.sent.last?.0.address.authority == "arm.lab.example:8443")
        #expect(try run.result?.get().audience.value == "https://ml.azure.lab")
    }

    @Test func aCloudsHostsAreTheOperatorsToAllow() throws {
        let run = try Self.run(
            AzureMLBatchEngine().location(of: try Self.custom([])),
            [Self.json(Self.described)]
        )
        #expect(run.sent.count == 1)
        #expect(run.result == .failure(.hostNotAllowed("arm.lab.example:8443")))
    }

    // MARK: - Listing

    @Test func asksDiscoveryWithoutAToken() throws {
        let run = try Self.run(
            AzureMLBatchEngine().frontEnd(of: Self.located()),
            [
                Self.json(["properties": ["discoveryUrl": "https://eastus2.api.azureml.ms/discovery"]]),
                Self.json(["api": "https://eastus2.api.azureml.ms"]),
            ]
        )
        #expect(run.sent.map(\.1?.value) == ["https://management.azure.com", nil])
        #expect(try run.result?.get().host == "eastus2.api.azureml.ms")
    }

    @Test(arguments: [
        "https://evil.example/discovery", "http://eastus2.api.azureml.ms/d", "https://api.azureml.ms/d",
    ])
    func discoveryIsNotAskedElsewhere(url: String) throws {
        let run = try Self.run(
            AzureMLBatchEngine().frontEnd(of: Self.located()),
            [Self.json(["properties": ["discoveryUrl": .string(url)]])]
        )
        #expect(run.sent.count == 1)
        guard case .failure(.hostNotAllowed)? = run.result else {
            Issue.record("\(url) was asked")
            return
        }
    }

    private static func page(_ names: [String], next: String? = nil) -> HTTPAnswer {
        var members: [JSONValue.Member] = [
            .init("value", .array(names.map { ["name": .string($0), "properties": ["status": "Running"]] }))
        ]
        if let next { members.append(.init("nextLink", .string(next))) }
        return json(.object(members), ["Date": "Fri, 20 Nov 2026 22:00:00 GMT"])
    }

    private static func list(_ answers: [HTTPAnswer]) throws -> (
        sent: [(OutgoingRequest, Audience?)], result: Result<JobListing, InquiryFailure>?
    ) {
        let front = WebAddress(scheme: .https, host: "eastus2.api.azureml.ms")
        return try run(AzureMLBatchEngine().jobs(of: located(), at: front), answers)
    }

    @Test func followsPagesOfTheSameHost() throws {
        let next = "https://eastus2.api.azureml.ms/next?$skiptoken=2"
        let run = try Self.list([Self.page(["a", "b"], next: next), Self.page(["c"])])
        #expect(try run.result?.get().jobs.map(\.remoteID) == ["a", "b", "c"])
        #expect(try run.result?.get().serviceTime == 1_795_212_000)
        #expect(run.sent.allSatisfy { $0.1?.value == "https://ml.azure.com" })
        #expect(run.sent.last?.0.address.description == next)
    }

    @Test(arguments: [
        "https://evil.example/next", "http://eastus2.api.azureml.ms/next",
        "https://eastus2.api.azureml.ms:8443/n",
    ])
    func neverFollowsAPageToAnotherHost(next: String) throws {
        let run = try Self.list([Self.page(["a"], next: next), Self.page(["b"])])
        #expect(run.sent.count == 1)
        guard case .failure(.hostNotAllowed)? = run.result else {
            Issue.record("\(next) was followed")
            return
        }
    }

    @Test func pagesThatGoRoundEnd() throws {
        let next = "https://eastus2.api.azureml.ms/next?x=1"
        let run = try Self.list([Self.page(["a"], next: next), Self.page(["a"], next: next), Self.page([])])
        #expect(run.sent.count == 2)
        guard case .failure(.refused(let refusal))? = run.result else { throw NoResult() }
        #expect(refusal.message.contains("circle"))
    }

    @Test func aListIsBounded() throws {
        let answers = (0..<1100).map { Self.page(["a"], next: "https://eastus2.api.azureml.ms/n?p=\($0)") }
        let run = try Self.list(answers)
        #expect(run.sent.count == 1000)
        guard case .failure(.refused)? = run.result else { throw NoResult() }
    }

    @Test(arguments: [
        ("azureml://datastores/d/paths/a/b", "datastore:d:a/b"),
        (
            "azureml://subscriptions/s/resourcegroups/g/workspaces/w/datastores/d/paths/a/b/",
            "datastore:d:a/b"
        ),
        (root + "/datastores/d/paths/a/b", "datastore:d:a/b"),
        ("azureml:heart:3", "data:heart:3"), (root + "/data/heart/versions/3", "data:heart:3"),
        ("https://x.blob.core.windows.net/c/d/", "https://x.blob.core.windows.net/c/d"),
    ])
    func spellingsOfOnePlaceAreOne(uri: String, canonical: String) throws {
        let value: JSONValue = [
            "value": [
                [
                    "name": "j",
                    "properties": ["inputData": ["x": ["jobInputType": "UriFolder", "uri": .string(uri)]]],
                ]
            ]
        ]
        let run = try Self.list([Self.json(value)])
        #expect(try run.result?.get().jobs.first?.data.inputs == [canonical])
        let specification = JobSpecification(inputs: [SubmissionFixture.folder(uri: uri)], outputs: [])
        #expect(AzureMLBatchEngine().data(of: specification).inputs == [canonical])
    }

    // MARK: - Cancelling

    private static func cancel(_ answers: [HTTPAnswer]) throws -> (
        sent: [(OutgoingRequest, Audience?)], result: Result<Cancellation, InquiryFailure>?
    ) {
        try run(AzureMLBatchEngine().cancellation(of: "batchjob-1", at: located()), answers)
    }

    @Test func pollsTheLocationOfARequestToCancel() throws {
        let location =
            "https://management.azure.com\(Self.root)/operations/jc-1?api-version=2023-04-01-preview"
        let taken = SubmissionFixture.answer(202, "", type: nil, ["Location": location, "Retry-After": "1"])
        let still = SubmissionFixture.answer(202, "", type: nil)
        let run = try Self.cancel([taken, still, SubmissionFixture.answer(200, "", type: nil)])
        #expect(run.sent.map { $0.0.method.rawValue } == ["POST", "GET", "GET"])
        #expect(
            run.sent[0].0.address.target
                == Self.root + "/jobs/batchjob-1/cancel?api-version=2023-04-01-preview"
        )
        #expect(run.sent[0].0.body.isEmpty)
        #expect(run.sent[2].0.address.description == location)
        #expect(run.sent.allSatisfy { $0.1?.value == "https://management.azure.com" })
        #expect(run.result == .success(.accepted))
    }

    @Test func aLocationElsewhereIsNotAsked() throws {
        let taken = SubmissionFixture.answer(202, "", type: nil, ["Location": "https://evil.example/op"])
        let run = try Self.cancel([taken])
        #expect(run.sent.count == 1)
        #expect(run.result == .success(.accepted))
    }

    @Test func tellsThatThereIsNothingLeftToCancel() throws {
        let late = Self.json(["error": ["code": "UserError", "message": "terminal"]], status: 400)
        guard case .success(.tooLate)? = try Self.cancel([late]).result else { throw NoResult() }
    }

    @Test func anEndpointByItsScoringURIHasNone() throws {
        let target = try SubmissionFixture.target()
        #expect(AzureMLBatchEngine().location(of: target) == nil)
        #expect(AzureMLBatchEngine().frontEnd(of: target) == nil)
        #expect(AzureMLBatchEngine().cancellation(of: "x", at: target) == nil)
    }
}
