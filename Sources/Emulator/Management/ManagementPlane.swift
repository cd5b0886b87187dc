import HTTPTypes
import Host
import JSONValues
import Manifests

/// Azure's resource manager, and the discovery and front end of the workspaces that the document names.
///
/// The calls that look an endpoint up, list its jobs and cancel one; everything else is 404.
struct ManagementPlane: Sendable {
    /// The endpoints that are in a workspace.
    let endpoints: [EmulatedEndpoint]
    /// The assets that are registered in every workspace.
    let assets: [EmulatedAsset]
    /// Checks tokens.
    let tokens: AccessTokens
    /// The jobs.
    let jobs: JobBook
    /// The time.
    let time: any Timekeeper
    /// Makes names.
    let identifiers: Identifiers

    /// How many jobs a page of a list has.
    static let pageSize = 100

    /// Answers a request to the resource manager of a cloud.
    func answer(_ request: EmulatedRequest, in cloud: EmulatedCloud) async -> EmulatorAnswer {
        await guarded {
            () async throws(ServiceFailure) in
            try checkToken(of: request, for: cloud.managementAudiences)
            let query = query(of: request)
            guard query["api-version"] != nil else {
                throw ServiceFailure(
                    400,
                    "The api-version query parameter (?api-version=) is required for all requests.",
                    code: "MissingApiVersionParameter"
                )
            }
            let path = try ManagementPath(request.path)
            return try await managed(request, path, query, in: cloud)
        }
    }

    /// Answers a request to the discovery or the front end of a cloud.
    func answerOfFrontEnd(_ request: EmulatedRequest, in cloud: EmulatedCloud) async -> EmulatorAnswer {
        if request.method == "GET", request.path == "/discovery" {
            let base = JSONValue.string("https://" + cloud.frontEndHost)
            let names = [
                "api", "catalog", "experimentation", "gallery", "history", "hyperdrive", "labeling",
                "modelmanagement", "pipelines", "studio",
            ]
            return .json(200, .object(names.map { .init($0, base) }))
        }
        return await guarded {
            () async throws(ServiceFailure) in
            try checkToken(of: request, for: [cloud.dataAudience])
            let prefix = "/mferp/managementfrontend"
            guard request.method == "GET", request.path.hasPrefix(prefix) else { throw Self.notFound }
            let path = try ManagementPath(String(request.path.dropFirst(prefix.count)))
            let endpoint = try endpoint(of: path)
            let names = Array(path.rest.dropFirst(2))
            let deployment: String?
            switch names.count {
            case 1 where names == ["jobs"]: deployment = query(of: request)["deployment"]
            case 3 where names[0] == "deployments" && names[2] == "jobs": deployment = names[1]
            default: throw Self.notFound
            }
            let found = await jobs.jobs(of: endpoint.name.value)
                .filter { deployment == nil || $0.deployment == deployment }
            return page(
                found.map { JobDocument(of: endpoint).json($0) },
                of: request,
                host: cloud.frontEndHost
            )
        }
    }

    private func managed(
        _ request: EmulatedRequest,
        _ path: ManagementPath,
        _ query: [String: String],
        in cloud: EmulatedCloud
    ) async throws(ServiceFailure) -> EmulatorAnswer {
        let members = endpoints.filter { path.isWorkspace(of: $0) }
        guard let first = members.first else {
            throw ServiceFailure(404, "The workspace was not found.", code: "ResourceNotFound")
        }
        let document = ManagementDocument(cloud: cloud, root: JobDocument(of: first).root)
        switch (request.method, path.rest.first?.lowercased(), path.rest.count) {
        case ("GET", nil, 0): return .json(200, document.workspace(path.workspace))
        case ("GET", "batchendpoints", 1):
            return .json(200, ["value": .array(members.map(document.endpoint))])
        case ("GET", "batchendpoints", 2): return .json(200, document.endpoint(try endpoint(of: path)))
        case ("GET", "batchendpoints", 3...4) where path.rest[2].lowercased() == "deployments":
            return try deployments(path, document)
        case ("GET", "data", 2), ("GET", "models", 2):
            let versions = assets.filter { $0.name.utf8.elementsEqual(path.rest[1].utf8) }
            guard let latest = versions.last else { throw Self.notFound }
            return .json(200, document.asset(latest, in: path.rest[0]))
        case ("GET", "jobs", 1):
            let names = Set(members.map(\.name.value))
            let found = await jobs.jobs(where: { names.contains($0.endpoint) })
            return page(found.map(document.job), of: request, host: cloud.managementHost)
        case ("GET", "jobs", 2): return .json(200, document.job(try await job(path, members)))
        case ("POST", "jobs", 3) where path.rest[2] == "cancel":
            return try await cancel(try await job(path, members), document)
        case ("GET", "operations", 2):
            let name = String(path.rest[1].dropFirst("jc-".count))
            guard let job = await jobs.job(name) else { throw Self.notFound }
            return EmulatorAnswer(status: job.status.isSettled ? 200 : 202, fields: [:], body: [])
        default: throw Self.notFound
        }
    }

    private func deployments(_ path: ManagementPath, _ document: ManagementDocument) throws(ServiceFailure)
        -> EmulatorAnswer
    {
        let endpoint = try endpoint(of: path)
        guard path.rest.count == 4 else {
            let all = endpoint.deployments.map { document.deployment($0, of: endpoint) }
            return .json(200, ["value": .array(all)])
        }
        guard let found = endpoint.deployments.first(where: { $0.name.value == path.rest[3] }) else {
            throw ServiceFailure(404, "Deployment \(path.rest[3]) not found", code: "UserError")
        }
        return .json(200, document.deployment(found, of: endpoint))
    }

    private func cancel(_ job: EmulatedJob, _ document: ManagementDocument) async throws(ServiceFailure)
        -> EmulatorAnswer
    {
        guard !job.status.isSettled else {
            throw ServiceFailure(
                400,
                "Run \(job.name) is in a terminal status: \(job.status.rawValue)"
            )
        }
        await jobs.move(job.name, to: .canceled)
        var answer = EmulatorAnswer(status: 202, fields: [:], body: [])
        answer.set("Location", document.operation(job.name))
        answer.set("Retry-After", "1")
        return answer
    }

    private func endpoint(of path: ManagementPath) throws(ServiceFailure) -> EmulatedEndpoint {
        guard path.rest.count >= 2, path.rest[0].lowercased() == "batchendpoints" else { throw Self.notFound }
        let name = path.rest[1].lowercased()
        let found = endpoints.first { path.isWorkspace(of: $0) && $0.name.value.lowercased() == name }
        guard let found else {
            throw ServiceFailure(
                404,
                "Not found component managementfrontend.BatchEndpoint with name \(path.rest[1])."
            )
        }
        return found
    }

    private func job(_ path: ManagementPath, _ members: [EmulatedEndpoint]) async throws(ServiceFailure)
        -> EmulatedJob
    {
        let names = Set(members.map(\.name.value))
        guard let job = await jobs.job(path.rest[1]), names.contains(job.endpoint) else {
            throw ServiceFailure(404, "Run \(path.rest[1]) was not found")
        }
        return job
    }

    // MARK: - Requests

    private static let notFound = ServiceFailure(
        404,
        "The requested resource was not found.",
        code: "NotFound"
    )

    private func guarded(_ serve: () async throws(ServiceFailure) -> EmulatorAnswer) async -> EmulatorAnswer {
        do {
            return try await serve()
        } catch {
            return error.answer(requestID: identifiers.uuid(), time: time.now.description)
        }
    }

    private func checkToken(of request: EmulatedRequest, for audiences: [String]) throws(ServiceFailure) {
        let parts = (request.field("Authorization") ?? "").split(separator: " ")
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw ServiceFailure(401, "The access token is missing.", code: "AuthenticationFailed")
        }
        let isGood = audiences.contains { (try? tokens.claims(of: String(parts[1]), for: $0)) != nil }
        guard isGood else {
            throw ServiceFailure(
                401,
                "The access token has been obtained for wrong audience or resource, or is not valid.",
                code: "InvalidAuthenticationToken"
            )
        }
    }

    private func query(of request: EmulatedRequest) -> [String: String] {
        var values: [String: String] = [:]
        for pair in request.query.utf8.split(separator: UInt8(ascii: "&")) {
            let name = pair.prefix { $0 != UInt8(ascii: "=") }
            guard let name = PercentEncoding.decoded(Array(name)[...]),
                let value = PercentEncoding.decoded(Array(pair.dropFirst(name.utf8.count + 1))[...])
            else { continue }
            values[name] = value
        }
        return values
    }

    /// One page of a list, with a link to the next.
    private func page(_ values: [JSONValue], of request: EmulatedRequest, host: String) -> EmulatorAnswer {
        let query = query(of: request)
        let start = min(max(0, Int(query["$skiptoken"] ?? "0") ?? 0), values.count)
        let end = min(start + Self.pageSize, values.count)
        var members: [JSONValue.Member] = [.init("value", .array(Array(values[start..<end])))]
        if end < values.count {
            var link = "https://\(host)\(request.path)?api-version=\(query["api-version"] ?? "")"
            if let deployment = query["deployment"] { link += "&deployment=" + deployment }
            members.append(.init("nextLink", .string(link + "&$skiptoken=\(end)")))
        }
        return .json(200, .object(members))
    }
}
