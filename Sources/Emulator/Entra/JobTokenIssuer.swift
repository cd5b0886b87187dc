import Crypto
public import Host
import JSONValues
public import Manifests

/// Plays the issuers of tokens about a job: GitHub Actions, Azure Pipelines, and Kubernetes' token file.
///
/// One identity for all three, as the document says it; the tokens are signed under a key that lives as long as this.
public struct JobTokenIssuer: Sendable {
    /// The host that plays GitHub Actions' issuer.
    static let gitHubHost = "run.actions.githubusercontent.com"
    /// The host that plays Azure Pipelines' issuer.
    static let pipelinesHost = "dev.azure.com"
    /// What a job shows to its issuer; opens nothing else.
    static let jobToken = "emulated-job-token"
    /// The path at which a token lies as Kubernetes would put it there.
    public static let tokenFile = "/run/emulator/azure-identity-token"

    /// How long a token is good, in seconds.
    private static let lifetime: Int64 = 300

    /// What the tokens say.
    public let identity: EmulatorConfiguration.JobIdentity
    private let key: SymmetricKey
    private let time: any Timekeeper
    private let identifiers: Identifiers

    /// Makes an issuer.
    ///
    /// - Parameters:
    ///   - identity: What the tokens say.
    ///   - random: Eight random bytes at a time.
    ///   - time: The time.
    public init(
        _ identity: EmulatorConfiguration.JobIdentity,
        random: @escaping @Sendable () -> UInt64,
        time: any Timekeeper
    ) {
        self.identity = identity
        self.identifiers = Identifiers(random: random)
        self.key = SymmetricKey(data: identifiers.bytes(32))
        self.time = time
    }

    /// The variables that a job finds its issuer by.
    public var variables: [String: String] {
        [
            "ACTIONS_ID_TOKEN_REQUEST_URL": "https://\(Self.gitHubHost)/idtoken?api-version=2.0",
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN": Self.jobToken,
            "SYSTEM_OIDCREQUESTURI": "https://\(Self.pipelinesHost)/emulated/_apis/oidctoken",
            "SYSTEM_ACCESSTOKEN": Self.jobToken,
            "AZURE_FEDERATED_TOKEN_FILE": Self.tokenFile,
        ]
    }

    /// Makes a token.
    ///
    /// - Parameter audience: What it is for; by default what the document says.
    /// - Returns: The token.
    public func token(for audience: String? = nil) -> String {
        let now = time.now.milliseconds / 1000
        let payload: JSONValue = [
            "iss": .string(identity.issuer),
            "sub": .string(identity.subject),
            "aud": .string(audience ?? identity.audience),
            "iat": .number(JSONNumber(Int(now))),
            "nbf": .number(JSONNumber(Int(now))),
            "exp": .number(JSONNumber(Int(now + Self.lifetime))),
            "jti": .string(identifiers.uuid()),
        ]
        let header: JSONValue = ["typ": "JWT", "alg": "HS256", "kid": "runner-emulator-job"]
        let signed =
            Base64URL.text(JSONWriter.text(header).utf8) + "." + Base64URL.text(JSONWriter.text(payload).utf8)
        let code = HMAC<SHA256>.authenticationCode(for: Array(signed.utf8), using: key)
        return signed + "." + Base64URL.text(code)
    }

    /// Whether a token is one of this issuer's.
    func hasSigned(_ token: String) -> Bool {
        guard let dot = token.utf8.lastIndex(of: UInt8(ascii: ".")),
            let code = Base64URL.bytes(token[token.utf8.index(after: dot)...])
        else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
            code,
            authenticating: Array(token[..<dot].utf8),
            using: key
        )
    }

    // MARK: - Requests

    /// Answers as GitHub Actions' issuer.
    func answerOfGitHub(_ request: EmulatedRequest) -> EmulatorAnswer {
        guard request.method == "GET" else { return .json(405, ["message": "only GET"]) }
        guard request.field("Authorization") == "Bearer " + Self.jobToken else {
            return .json(401, ["message": "the request token is not the job's"])
        }
        let fields = try? FormFields(Array(request.query.utf8))
        let token = token(for: fields?["audience"] ?? identity.audience)
        return .json(200, ["count": .number(JSONNumber(token.utf8.count)), "value": .string(token)])
    }

    /// Answers as Azure Pipelines' issuer.
    func answerOfPipelines(_ request: EmulatedRequest) -> EmulatorAnswer {
        guard request.method == "POST" else { return .json(405, ["message": "only POST"]) }
        guard request.field("Authorization") == "Bearer " + Self.jobToken else {
            guard request.field("X-TFS-FedAuthRedirect") == "Suppress" else {
                var answer = EmulatorAnswer.json(302, [:])
                answer.set("Location", "https://\(Self.pipelinesHost)/_signin")
                return answer
            }
            return .json(401, ["message": "the access token is not the job's"])
        }
        let fields = try? FormFields(Array(request.query.utf8))
        guard fields?["api-version"] != nil, fields?["serviceConnectionId"] != nil else {
            return .json(400, ["message": "api-version and serviceConnectionId are needed"])
        }
        return .json(200, ["oidcToken": .string(token())])
    }
}
