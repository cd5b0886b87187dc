import JSONValues

/// Takes every request and hands it to whoever plays its host; what nobody plays is refused.
struct EmulatorFront: Sendable {
    /// The hosts that are played.
    let hosts: HostTable
    /// Entra.
    let entra: EntraAuthority
    /// The issuer of tokens about the job that is played.
    let issuer: JobTokenIssuer?
    /// The data planes by endpoint name.
    let endpoints: [String: BatchEndpointPlane]
    /// The resource manager and the front ends.
    let management: ManagementPlane
    /// The machine's metadata service, when it has identities.
    let metadataService: EmulatedMetadataService?
    /// App Service's identity endpoint, when the document says where it is.
    let appService: EmulatedAppService?
    /// The jobs.
    let jobs: JobBook
    /// What arrived.
    let log: RequestLog
    /// Told of each request.
    let observe: @Sendable (EmulatorEvent) -> Void

    /// Answers a request.
    func answer(_ request: EmulatedRequest) async -> EmulatorAnswer {
        let request = hosts.resolved(request)
        guard let role = hosts.role(of: request.host) else {
            let answer = notPlayed(request.host)
            await record(request, answer)
            return answer
        }
        switch role {
        case .control:
            return await control(request)
        case .entra:
            let answer = entra.answer(request)
            await record(request, answer)
            return answer
        case .metadataService:
            let answer = metadataService?.answer(request) ?? notPlayed(request.host)
            await record(request, answer)
            return answer
        case .appService:
            guard let appService, request.path == appService.path else { return await control(request) }
            let answer = appService.answer(request)
            await record(request, answer)
            return answer
        case .gitHubActions:
            let answer = issuer?.answerOfGitHub(request) ?? notPlayed(request.host)
            await record(request, answer)
            return answer
        case .azurePipelines:
            let answer = issuer?.answerOfPipelines(request) ?? notPlayed(request.host)
            await record(request, answer)
            return answer
        case .management(let cloud):
            let answer = await management.answer(request, in: cloud)
            await record(request, answer)
            return answer
        case .frontEnd(let cloud):
            let answer = await management.answerOfFrontEnd(request, in: cloud)
            await record(request, answer)
            return answer
        case .endpoint(let name):
            let answer = await endpoints[name]?.answer(request) ?? notPlayed(request.host)
            await record(request, answer)
            return answer
        }
    }

    /// Answers a request whose body or form could not be taken in.
    func refusal(_ request: EmulatedRequest, status: Int, code: String, message: String) async
        -> EmulatorAnswer
    {
        let answer = EmulatorAnswer.json(
            status,
            ["error": ["code": .string(code), "message": .string(message)]]
        )
        await record(hosts.resolved(request), answer)
        return answer
    }

    private func record(_ request: EmulatedRequest, _ answer: EmulatorAnswer) async {
        observe(.request(await log.add(request, status: answer.status)))
    }

    /// What the emulator says of itself; not counted as traffic.
    private func control(_ request: EmulatedRequest) async -> EmulatorAnswer {
        switch (request.method, request.path) {
        case ("GET", "/_emulator/requests"): .json(200, await log.document)
        case ("GET", "/_emulator/jobs"): .json(200, .array(await jobs.all.map(\.summary)))
        case ("GET", "/_emulator/hosts"): .json(200, .array(hosts.hosts.map(JSONValue.string)))
        default: .json(404, notFound)
        }
    }

    private var notFound: JSONValue {
        [
            "error": [
                "code": "NotFound",
                "message": .string(
                    "this is runner's emulator; it has /_emulator/requests, /_emulator/jobs, /_emulator/hosts, and "
                        + HostTable.pathPrefix + "HOST/… for each host that it plays"
                ),
                "hosts": .array(hosts.hosts.map(JSONValue.string)),
            ]
        ]
    }

    private func notPlayed(_ host: String) -> EmulatorAnswer {
        .json(
            421,
            [
                "error": [
                    "code": "HostNotPlayed",
                    "message": .string("this emulator does not play the host that the request names"),
                    "hosts": .array(hosts.hosts.map(JSONValue.string)),
                ]
            ]
        )
    }
}
