import HTTPExchange
import HTTPTypes
import JSONValues
import Plans

/// Lists an endpoint's jobs, page by page: within bounds, and never beyond the front end's own host.
struct AzureMLJobList: EngineInquiry {
    let endpoint: AzureMLNamedEndpoint
    let place: EndpointPlace
    let frontEnd: WebAddress
    private var jobs: [ListedJob] = []
    private var asked: Set<String> = []
    private var serviceTime: Int64?

    /// How many pages are read.
    ///
    /// The service does not say how many there can be.
    static let pageLimit = 1000
    /// How many jobs are kept.
    static let jobLimit = 50_000

    init(endpoint: AzureMLNamedEndpoint, place: EndpointPlace, frontEnd: WebAddress) {
        self.endpoint = endpoint
        self.place = place
        self.frontEnd = frontEnd
    }

    mutating func next(_ answer: HTTPAnswer?) -> InquiryStep<JobListing> {
        guard let answer else { return ask(first) }
        serviceTime = serviceTime ?? answer.fields[.date].flatMap { WebDate($0)?.secondsSince1970 }
        do throws(InquiryFailure) {
            let read = AzureMLAnswer(answer)
            let document = try read.documentOrFailure()
            guard let values = document["value"]?.array else {
                throw .refused(read.refusal(saying: "the list has no `value`"))
            }
            for value in values {
                // What was passed over might be the very job that is looked for, and be sent a second time.
                guard let job = AzureMLListedJob.read(value) else {
                    throw .refused(read.refusal(saying: "the list has an entry that is no job"))
                }
                jobs.append(job)
            }
            guard jobs.count <= Self.jobLimit else {
                throw .refused(read.refusal(saying: "the list has more than \(Self.jobLimit) jobs"))
            }
            guard let link = document["nextLink"]?.string, !link.isEmpty else {
                return .done(JobListing(jobs: jobs, serviceTime: serviceTime, pages: asked.count))
            }
            return ask(try following(link, read))
        } catch {
            return .failed(error)
        }
    }

    private var first: WebAddress {
        let management = AzureMLManagement(endpoint: endpoint, manager: place.manager)
        let base = frontEnd.path == "/" ? "" : frontEnd.path
        return WebAddress(
            scheme: frontEnd.scheme,
            host: frontEnd.host,
            port: frontEnd.explicitPort,
            path: base + "/mferp/managementfrontend" + management.endpointPath + "/jobs",
            query: "api-version=2020-09-01-dataplanepreview"
        )
    }

    /// The next page, when it is one of the same list and not one that was read.
    private func following(_ link: String, _ answer: AzureMLAnswer) throws(InquiryFailure) -> WebAddress {
        guard let address = try? WebAddress.parse(link) else {
            throw .refused(answer.refusal(saying: "the list's `nextLink` is not an address"))
        }
        guard address.scheme == frontEnd.scheme, address.host == frontEnd.host, address.port == frontEnd.port
        else { throw .hostNotAllowed(address.authority) }
        guard !asked.contains(address.target) else {
            throw .refused(answer.refusal(saying: "the list's pages go round in a circle"))
        }
        guard asked.count < Self.pageLimit else {
            throw .refused(answer.refusal(saying: "the list has more than \(Self.pageLimit) pages"))
        }
        return address
    }

    private mutating func ask(_ address: WebAddress) -> InquiryStep<JobListing> {
        asked.insert(address.target)
        let request = OutgoingRequest(method: .get, address: address, fields: [.accept: "application/json"])
        return .send(request, audience: place.audience)
    }
}

/// Reads one job of the list.
enum AzureMLListedJob {
    static func read(_ value: JSONValue) -> ListedJob? {
        guard let name = value["name"]?.string, AzureMLJobName.isUsable(name) else { return nil }
        let properties = value["properties"]
        func members(_ name: String) -> [JSONValue] { (properties?[name]?.members ?? []).map(\.value) }
        let system = value["systemData"]
        return ListedJob(
            remoteID: name,
            data: JobData(
                inputs: members("inputData").map { input in
                    let data = input["uri"]?.string ?? input["path"]?.string
                    return data.map { AzureMLDataPlace.canonical($0) } ?? "=" + literal(input["value"])
                },
                outputs: members("outputData").compactMap { output in
                    output["uri"]?.string.map { AzureMLDataPlace.canonical($0) }
                }
            ),
            deployment: properties?["tags"]?["azureml.deploymentname"]?.string,
            creator: system?["createdBy"]?.string.map { AzureMLAnswer.shown($0, limit: 200) },
            created: system?["createdAt"]?.string.flatMap { WebDate(ofDocument: $0)?.secondsSince1970 },
            status: AzureMLJobStatus.read(properties)
        )
    }

    /// A literal's text, whatever its type in JSON.
    private static func literal(_ value: JSONValue?) -> String {
        switch value {
        case .string(let text): text
        case .bool(let flag): flag ? "True" : "False"
        case .number(let number): number.text
        default: ""
        }
    }
}
