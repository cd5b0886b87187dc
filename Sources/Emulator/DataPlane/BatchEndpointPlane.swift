import Host
import Manifests

/// The data plane of one batch endpoint: `POST /jobs` and `GET /jobs/NAME`.
struct BatchEndpointPlane: Sendable {
    /// The endpoint.
    let endpoint: EmulatedEndpoint
    /// Checks tokens.
    let tokens: AccessTokens
    /// The jobs.
    let jobs: JobBook
    /// Where outputs go that nobody named.
    let defaultOutput: String
    /// The time.
    let time: any Timekeeper
    /// Makes names.
    let identifiers: Identifiers

    /// Answers a request to the endpoint's host.
    func answer(_ request: EmulatedRequest) async -> EmulatorAnswer {
        do {
            return try await served(request)
        } catch {
            return error.answer(requestID: identifiers.uuid(), time: time.now.description)
        }
    }

    private func served(_ request: EmulatedRequest) async throws(ServiceFailure) -> EmulatorAnswer {
        let segments = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        guard segments.first == "jobs", segments.count <= 2, segments.last?.isEmpty == false else {
            throw ServiceFailure(404, "The requested resource was not found.", code: "NotFound")
        }
        let claims = try claims(of: request)
        switch (request.method, segments.count) {
        case ("POST", 1): return try await submit(request, by: claims)
        case ("GET", 2): return try await status(of: String(segments[2]))
        default: throw ServiceFailure(405, "The method is not allowed here.", code: "MethodNotAllowed")
        }
    }

    // MARK: - Who asks

    private func claims(of request: EmulatedRequest) throws(ServiceFailure) -> AccessTokens.Claims {
        guard let value = request.field("Authorization") else {
            throw ServiceFailure(401, "Bearer token not provided.")
        }
        let parts = value.split(separator: " ")
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw ServiceFailure(401, "Bearer token not provided.")
        }
        do {
            return try tokens.claims(of: String(parts[1]), for: audience)
        } catch {
            switch error {
            case .invalid: throw ServiceFailure(401, "Invalid bearer token.")
            case .expired: throw ServiceFailure(401, "Bearer token expired.")
            case .wrongAudience: throw ServiceFailure(401, "Audience or service not allowed.")
            }
        }
    }

    /// The audience of the cloud that the endpoint's host is in.
    private var audience: String {
        if endpoint.host.value.hasSuffix(".azure.us") { return "https://ml.azure.us" }
        if endpoint.host.value.hasSuffix(".azure.cn") { return "https://ml.azure.cn" }
        return "https://ml.azure.com"
    }

    // MARK: - Jobs

    private func submit(
        _ request: EmulatedRequest,
        by claims: AccessTokens.Claims
    ) async throws(ServiceFailure) -> EmulatorAnswer {
        let deployment = try deployment(request.field("azureml-model-deployment"))
        var reader = JobRequestReader(defaults: deployment.settings)
        let job = try reader.request(request.body)
        let order = JobOrder(
            endpoint: endpoint.name.value,
            deployment: deployment,
            timing: endpoint.timing,
            request: job,
            createdBy: claims.applicationID,
            repeatabilityID: request.field("repeatability_request-id"),
            defaultOutput: defaultOutput
        )
        guard let accepted = await jobs.submit(order, at: time.now, identifiers: identifiers) else {
            throw ServiceFailure(
                429,
                "The emulator keeps \(EmulatorLimits.jobs) jobs and no more.",
                code: "TooManyRequests"
            )
        }
        return answer(accepted, status: 201)
    }

    private func status(of name: String) async throws(ServiceFailure) -> EmulatorAnswer {
        guard let job = await jobs.job(name, endpoint: endpoint.name.value) else {
            throw ServiceFailure(404, "The job with the given name was not found.", code: "NotFound")
        }
        return answer(job, status: 200)
    }

    private func answer(_ job: EmulatedJob, status: Int) -> EmulatorAnswer {
        let document = JobDocument(of: endpoint)
        var answer = EmulatorAnswer.json(status, document.json(job))
        answer.set("X-Request-ID", identifiers.uuid())
        answer.set("azureml-model-deployment", job.deployment)
        if status == 201 { answer.set("Location", document.deploymentLocation(job.deployment)) }
        return answer
    }

    private func deployment(_ header: String?) throws(ServiceFailure) -> EmulatedDeployment {
        if let header {
            guard let named = endpoint.deployments.first(where: { $0.name.value == header }) else {
                throw ServiceFailure(404, "Specified deployment [\(header)] could not be found.")
            }
            return named
        }
        let standard = endpoint.defaultDeployment?.value
        guard let named = endpoint.deployments.first(where: { $0.name.value == standard }) else {
            throw ServiceFailure(
                400,
                """
                No valid deployments to route to. Please check that the endpoint has at least one deployment with \
                positive weight values or use a deployment specific header to route.
                """
            )
        }
        return named
    }
}
