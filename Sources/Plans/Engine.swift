public import Diagnostics
public import HTTPExchange
import JSONValues
public import Manifests

/// Turns a submission into requests and answers into results.
///
/// Pure: no I/O, no clock, no token. Every conformer: `check` reports everything that it knows the service to
/// refuse; a conversation sends at most one request at a time, carries the attempt's key on every request
/// that may create a job, and never names a host other than the submission's own. Sending, retries, waiting
/// and recording belong to `Execution`.
public protocol Engine: Sendable {
    /// The endpoint type in manifests, such as `azureml-batch`.
    var endpointType: String { get }

    /// Reports what the engine is known to refuse.
    ///
    /// - Parameters:
    ///   - job: The job, as the manifest has it.
    ///   - endpoint: Its endpoint.
    ///   - problems: Where faults are added.
    func check(_ job: Job, on endpoint: Endpoint, into problems: inout [Diagnostic])

    /// Reports what the engine knows to be wrong with an endpoint, whatever jobs it has.
    ///
    /// Asked by `validate` only, once for each endpoint.
    ///
    /// - Parameters:
    ///   - endpoint: The endpoint, as the manifest has it.
    ///   - problems: Where faults are added.
    func check(_ endpoint: Endpoint, into problems: inout [Diagnostic])

    /// What a token for that place must be for.
    ///
    /// - Parameter target: Where jobs are submitted.
    /// - Returns: The audience of every request of this engine to that place.
    func audience(for target: EndpointTarget) -> Audience

    /// The request that would create the job, for a plan: without a token, the key where it is known.
    ///
    /// - Parameters:
    ///   - submission: What would be submitted.
    ///   - key: The attempt's key, or words that stand for it.
    /// - Returns: The request.
    func preview(_ submission: Submission, key: String) -> OutgoingRequest

    /// Begins the conversation that creates a job.
    ///
    /// - Parameter intent: The attempt.
    /// - Returns: The conversation, at its beginning.
    func submit(_ intent: Intent) -> any EngineConversation

    /// Begins the conversation that asks how a job stands.
    ///
    /// - Parameters:
    ///   - remoteID: The engine's id for the job.
    ///   - target: Where it was submitted.
    /// - Returns: The conversation, at its beginning.
    func status(of remoteID: String, at target: EndpointTarget) -> any EngineConversation

    /// Begins to look an endpoint up.
    ///
    /// - Parameter target: The endpoint.
    /// - Returns: The inquiry; `nil` when there is nothing to look up.
    func location(of target: EndpointTarget) -> (any EngineInquiry<EndpointPlace>)?

    /// What a token is for that the look-up wants.
    ///
    /// - Parameter target: The endpoint.
    /// - Returns: The audience; `nil` when it is not known before the look-up, or nothing is looked up.
    func managementAudience(for target: EndpointTarget) -> Audience?

    /// Begins to look the latest version of an asset up.
    ///
    /// - Parameters:
    ///   - asset: The asset.
    ///   - target: An endpoint of its workspace, looked up.
    /// - Returns: The inquiry; `nil` when there is nothing to look up.
    func latestVersion(of asset: PlanPins.Asset, at target: EndpointTarget) -> (any EngineInquiry<String>)?

    /// Begins to find out who lists an endpoint's jobs.
    ///
    /// - Parameter target: The endpoint, looked up.
    /// - Returns: The inquiry; `nil` when its jobs cannot be listed.
    func frontEnd(of target: EndpointTarget) -> (any EngineInquiry<WebAddress>)?

    /// Begins to list an endpoint's jobs.
    ///
    /// - Parameters:
    ///   - target: The endpoint, looked up.
    ///   - frontEnd: Who lists its jobs.
    /// - Returns: The inquiry; `nil` when its jobs cannot be listed.
    func jobs(of target: EndpointTarget, at frontEnd: WebAddress) -> (any EngineInquiry<JobListing>)?

    /// What a job reads and writes, in the form of ``ListedJob/data``.
    ///
    /// - Parameter specification: The job, with nothing left to decide.
    /// - Returns: Its data.
    func data(of specification: JobSpecification) -> JobData

    /// Begins to cancel a job.
    ///
    /// - Parameters:
    ///   - remoteID: The engine's id for the job.
    ///   - target: The endpoint, looked up.
    /// - Returns: The inquiry; `nil` when jobs cannot be cancelled there.
    func cancellation(of remoteID: String, at target: EndpointTarget) -> (any EngineInquiry<Cancellation>)?

    /// Begins to ask whoever manages the endpoint how a job stands, where the endpoint itself does not say.
    ///
    /// - Parameters:
    ///   - remoteID: The engine's id for the job.
    ///   - target: The endpoint, looked up.
    /// - Returns: The inquiry; `nil` when nobody else can be asked.
    func managedStatus(of remoteID: String, at target: EndpointTarget) -> (any EngineInquiry<RemoteStatus>)?
}

extension Engine {
    /// Knows of no assets.
    ///
    /// - Parameters:
    ///   - asset: The asset.
    ///   - target: The endpoint.
    /// - Returns: `nil`.
    public func latestVersion(
        of asset: PlanPins.Asset,
        at target: EndpointTarget
    ) -> (any EngineInquiry<String>)? { nil }

    /// Knows of nothing.
    ///
    /// - Parameters:
    ///   - endpoint: The endpoint.
    ///   - problems: Left as they are.
    public func check(_ endpoint: Endpoint, into problems: inout [Diagnostic]) {}
}

/// Sans-I/O: says what to send next, or how it ended.
public protocol EngineConversation: Sendable {
    /// Takes the answer to the last request and says what is next.
    ///
    /// - Parameter answer: The answer; `nil` at the beginning.
    /// - Returns: What to do now.
    mutating func next(_ answer: HTTPAnswer?) -> ConversationStep
}

/// What a conversation wants.
public enum ConversationStep: Sendable {
    /// Send this with a token for that audience.
    case send(OutgoingRequest, audience: Audience)
    /// It is over.
    case done(EngineResult)
}

/// How a conversation ended.
public enum EngineResult: Hashable, Sendable {
    /// The job exists.
    case accepted(Receipt)
    /// The far side proved that it did not create the job.
    case rejected(Refusal)
    /// The far side refuses this identity (401, 403); nothing was created.
    case denied(Refusal)
    /// The far side asks to be left alone for a while (429); nothing was created.
    case throttled(Refusal, retryAfter: String?)
    /// How the job stands.
    case status(RemoteStatus)
    /// The far side does not know the job (404 on its status).
    case notFound(Refusal)
    /// The answer proves nothing: a 5xx, or something that is no answer of this service.
    case unclear(Refusal)
}

/// Proof that a job was created.
public struct Receipt: Hashable, Sendable {
    /// The engine's id for the job.
    public let remoteID: String
    /// How the job stood.
    public let status: RemoteStatus
    /// The deployment that really runs, when the service names it.
    public let deployment: String?
    /// The service's id for the request, for support.
    public let requestID: String?

    /// Makes a receipt.
    ///
    /// - Parameters:
    ///   - remoteID: The engine's id for the job.
    ///   - status: How the job stood.
    ///   - deployment: The deployment that really runs.
    ///   - requestID: The service's id for the request.
    public init(remoteID: String, status: RemoteStatus, deployment: String?, requestID: String?) {
        self.remoteID = remoteID
        self.status = status
        self.deployment = deployment
        self.requestID = requestID
    }
}

/// How a remote job stands.
public struct RemoteStatus: Hashable, Sendable {
    /// In runner's words.
    public let state: JobState
    /// In the engine's own word, cleaned.
    public let word: String
    /// The page where people look at it.
    public let link: String?
    /// The engine's own reason, for a failed job.
    public let detail: String?

    /// Makes a status.
    ///
    /// - Parameters:
    ///   - state: In runner's words.
    ///   - word: In the engine's.
    ///   - link: Where people look at it.
    ///   - detail: The engine's own reason.
    public init(state: JobState, word: String, link: String? = nil, detail: String? = nil) {
        self.state = state
        self.word = word
        self.link = link
        self.detail = detail
    }
}

/// What the far side said instead of doing it.
public struct Refusal: Hashable, Sendable {
    /// The HTTP status.
    public let httpStatus: Int
    /// The service's error code.
    public let code: String?
    /// The service's words, cleaned.
    public let message: String
    /// The service's id for the request.
    public let requestID: String?
    /// Manifest paths that the words point at, such as `outputs.score.type`, with what is wrong there.
    public let findings: [Finding]

    /// One thing that the service complains of.
    public struct Finding: Hashable, Sendable {
        /// Where in the job, such as `outputs.score.type`.
        public let path: String
        /// What is wrong.
        public let message: String

        /// Makes a finding.
        ///
        /// - Parameters:
        ///   - path: Where in the job.
        ///   - message: What is wrong.
        public init(path: String, message: String) {
            self.path = path
            self.message = message
        }
    }

    /// Makes a refusal.
    ///
    /// - Parameters:
    ///   - httpStatus: The HTTP status.
    ///   - code: The service's error code.
    ///   - message: The service's words, cleaned.
    ///   - requestID: The service's id for the request.
    ///   - findings: What the words point at.
    public init(httpStatus: Int, code: String?, message: String, requestID: String?, findings: [Finding] = [])
    {
        self.httpStatus = httpStatus
        self.code = code
        self.message = message
        self.requestID = requestID
        self.findings = findings
    }
}
