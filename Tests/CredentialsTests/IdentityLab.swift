import Diagnostics
import HTTPExchange
import Host
import JSONValues
import RunnerTestSupport
import Secrets

@testable import Credentials

/// A managed identity with a scripted service and a clock that stands still until somebody waits.
struct IdentityLab {
    let transport = ScriptedTransport()
    let time: ManualTimekeeper
    let files: MemoryFileSystem
    let description: ManagedIdentityDescription
    let environment: ProcessEnvironment
    /// Secrets that came up on the way.
    let registered = SecretLog()
    /// What was said while a token was waited for.
    let said = LineLog()

    static let client = "33333333-3333-4333-8333-333333333333"
    static let object = "44444444-4444-4444-8444-444444444444"
    static let system = "66666666-6666-4666-8666-666666666666"
    static let resource =
        "/subscriptions/55555555-5555-4555-8555-555555555555/resourceGroups/rg-fake/providers/"
        + "Microsoft.ManagedIdentity/userAssignedIdentities/uami-fake"
    static let span = SourceSpan(file: "manifests/nightly.yaml", start: 10, end: 20)

    init(
        _ environment: [String: String] = [:],
        selector: ManagedIdentityDescription.Selector = .systemAssigned,
        source: ManagedIdentitySource? = nil,
        files: MemoryFileSystem = MemoryFileSystem(),
        time: ManualTimekeeper = ManualTimekeeper()
    ) {
        self.environment = ProcessEnvironment(environment)
        self.description = ManagedIdentityDescription(
            name: "machine",
            selector: selector,
            source: source,
            at: Self.span
        )
        self.files = files
        self.time = time
    }

    /// What preparing comes to.
    func prepared() -> (identity: ManagedIdentity?, problems: [Diagnostic]) {
        var problems: [Diagnostic] = []
        let secrets = SecretResolver(files: files, environment: environment).resolve(
            description.references,
            into: &problems
        )
        let workplace = CredentialWorkplace(secrets: secrets, environment: environment, files: files)
        let prepared = description.prepared(in: workplace, into: &problems)
        return (prepared as? ManagedIdentity, problems)
    }

    /// The source, when the declaration has no fault.
    func source(
        _ transport: (any HTTPTransport)? = nil,
        time: (any Timekeeper)? = nil
    ) -> (any TokenSource)? {
        let random = SeededRandom.shared(seed: 11)
        return prepared().identity?.tokenSource(
            with: TokenSourceTools(
                transport: transport ?? self.transport,
                time: time ?? self.time,
                random: random,
                salt: CredentialFingerprint.Salt(random: random),
                register: registered.add,
                tell: said.add
            )
        )
    }

    /// What asking comes to.
    func ask(_ audience: String = "https://ml.azure.com") async -> Result<AccessToken, Diagnostic> {
        guard let source = source() else { return .failure(prepared().problems[0]) }
        do throws(Diagnostic) {
            return .success(try await source.token(for: Audience(audience)))
        } catch {
            return .failure(error)
        }
    }
}

/// Answers of the services, in the form of the recorded ones.
enum IdentityReply {
    static func token(
        _ text: String = "FAKE.ACCESS-TOKEN.imds.0001",
        client: String = IdentityLab.system,
        lifetime: String = "86399"
    ) -> ScriptedTransport.Reply {
        .json([
            "access_token": .string(text), "client_id": .string(client), "expires_in": .string(lifetime),
            "token_type": "Bearer",
        ])
    }

    static func refusal(_ error: String, _ description: String) -> ScriptedTransport.Reply {
        .json(["error": .string(error), "error_description": .string(description)], status: 400)
    }
}
