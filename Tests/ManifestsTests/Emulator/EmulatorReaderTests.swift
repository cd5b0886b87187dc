import Diagnostics
import Manifests
import RunnerTestSupport
import Secrets
import Testing

@Suite struct EmulatorReaderTests {
    /// A document read as far as it goes.
    private struct Reading {
        var problems: [Diagnostic] = []
        var configuration: EmulatorConfiguration?

        init(_ text: String) {
            let source = SourceText(name: "emulator.yaml", text: text)
            for document in YAMLParser().documents(in: source, into: &problems) {
                guard let checked = DocumentChecker().check(document, into: &problems) else { continue }
                configuration = EmulatorReader().configuration(from: checked, into: &problems)
            }
        }
    }

    private static let tenant = "11111111-1111-4111-8111-111111111111"
    private static let client = "22222222-2222-4222-8222-222222222222"

    private static func document(
        application: String = "clientSecret: throw-away",
        endpoint: String = "",
        deployment: String = "",
        further: String = ""
    ) -> String {
        """
        apiVersion: runner/v1
        kind: Emulator
        metadata: { name: local }
        entra:
          tenants:
            \(tenant):
              applications: { \(client): { \(application) } }
        endpoints:
          heart:
            host: Heart.eastus2.inference.ml.azure.com
            deployments: { v1: { code: code, scoringScript: score.py\(deployment) } }
        \(endpoint)
        \(further)
        """
    }

    @Test func readsTheExample() throws {
        let reading = Reading(try Fixture.text("manifests/emulator.yaml"))
        #expect(reading.problems.isEmpty)
        let configuration = try #require(reading.configuration)
        #expect(configuration.name.value == "local")
        #expect(configuration.tokenLifetime == .seconds(3600))
        #expect(configuration.tenants.map(\.id.value) == [Self.tenant])
        #expect(configuration.tenants.first?.applications.map(\.clientID.value) == [Self.client])
        #expect(configuration.references.map(\.reference) == [.environment(name: "AZURE_CLIENT_SECRET")])
        let endpoint = try #require(configuration.endpoints.first)
        #expect(endpoint.host.value == "heart.eastus2.inference.ml.azure.com")
        #expect(endpoint.timing.preparing == .milliseconds(200))
        #expect(endpoint.timing.queued == .milliseconds(200))
        #expect(endpoint.defaultDeployment?.value == "classifier-v2")
        let deployment = try #require(endpoint.deployments.first)
        #expect(deployment.code.value == "heart-disease/code")
        #expect(deployment.model?.value == "heart-disease/model")
        #expect(deployment.python.value == "python3")
        #expect(deployment.settings.miniBatchSize == 2)
        #expect(deployment.settings.errorThreshold == 0)
        #expect(deployment.settings.maximumRetries == 1)
        #expect(deployment.settings.timeout == .seconds(30))
        #expect(configuration.storage.map(\.isWritable) == [false, true])
    }

    @Test func takesAzuresDefaults() throws {
        let reading = Reading(Self.document())
        #expect(reading.problems.isEmpty)
        let endpoint = try #require(reading.configuration?.endpoints.first)
        #expect(endpoint.host.value == "heart.eastus2.inference.ml.azure.com")
        #expect(endpoint.defaultDeployment == nil)
        #expect(endpoint.timing.preparing == .zero)
        #expect(endpoint.timing.queued == .zero)
        let settings = try #require(endpoint.deployments.first?.settings)
        #expect(settings.miniBatchSize == 10)
        #expect(settings.errorThreshold == -1)
        #expect(settings.maximumRetries == 3)
        #expect(settings.timeout == .seconds(30))
        #expect(settings.outputAction == .appendRow)
        #expect(settings.outputFileName == "predictions.csv")
        #expect(settings.instanceCount == 1)
        #expect(settings.maximumConcurrencyPerInstance == 1)
    }

    @Test func keepsSecretsSecret() throws {
        let reading = Reading(Self.document(further: "environment: { AZURE_CLIENT_SECRET: hidden-value }"))
        let configuration = try #require(reading.configuration)
        let secret = try #require(configuration.tenants.first?.applications.first?.clientSecret)
        guard case .literal(let value) = secret else {
            Issue.record("a literal is expected")
            return
        }
        #expect(value.expose { $0 == "throw-away" })
        #expect(configuration.environment["AZURE_CLIENT_SECRET"]?.expose { $0 == "hidden-value" } == true)
        var shown = ""
        dump(configuration, to: &shown)
        #expect(!shown.contains("throw-away") && !shown.contains("hidden-value"))
        #expect(configuration.references.isEmpty)
    }

    @Test(
        arguments: [
            (document(endpoint: "    defaultDeployment: v2"), Diagnostic.Code.unknownEmulatedDeployment),
            (
                document(
                    endpoint: """
                          twin:
                            host: heart.eastus2.inference.ml.azure.com
                            deployments: { v1: { code: code, scoringScript: score.py } }
                        """
                ),
                .emulatedHostTwice
            ),
            (document(deployment: ", retrySettings: { timeout: PT0S }"), .invalidEmulatorDuration),
            (document(deployment: ", loggingLevel: DEBUG"), .notPlayedYet),
            (document(further: "faults: [{ type: lostAnswer }]"), .notPlayedYet),
        ] as [(String, Diagnostic.Code)]
    )
    func refusesWhatCannotBe(document: String, code: Diagnostic.Code) {
        let reading = Reading(document)
        #expect(reading.configuration == nil)
        #expect(reading.problems.map(\.code) == [code])
    }

    @Test func explainsEveryCode() {
        for code in Diagnostic.Code.emulatorDocumentCodes {
            #expect(code.name.hasPrefix("RN085"))
            #expect(code.explanation.contains("Wrong:") && code.explanation.contains("Right:"))
        }
    }
}
