import Diagnostics
import HTTPExchange
import HTTPTypes
import Manifests
import Plans
import Testing

/// The planner asks the engine of an endpoint's type, and nobody else.
@Suite struct EngineCheckTests {
    struct Critic: Engine {
        let endpointType: String
        let severity: Diagnostic.Severity

        func check(_ job: Job, on endpoint: Endpoint, into problems: inout [Diagnostic]) {
            problems.append(
                Diagnostic(
                    .notAvailableYet,
                    severity: severity,
                    "\(job.name.value) on \(endpoint.name.value)"
                )
            )
        }

        func audience(for target: EndpointTarget) -> Audience { Audience("https://ml.azure.com") }

        func preview(_ submission: Submission, key: String) -> OutgoingRequest {
            OutgoingRequest(method: .post, address: submission.target.address)
        }

        func submit(_ intent: Intent) -> any EngineConversation { Silence() }

        func status(of remoteID: String, at target: EndpointTarget) -> any EngineConversation { Silence() }
    }

    struct Silence: EngineConversation {
        func next(_ answer: HTTPAnswer?) -> ConversationStep {
            .done(.unclear(Refusal(httpStatus: 0, code: nil, message: "", requestID: nil)))
        }
    }

    @Test(arguments: [
        ("azureml-batch", Diagnostic.Severity.error, ["a on heart", "b on heart"], false),
        ("azureml-batch", .warning, ["a on heart", "b on heart"], true), ("ray", .error, [], true),
    ])
    func asksTheEngineOfTheType(
        _ type: String,
        _ severity: Diagnostic.Severity,
        _ messages: [String],
        _ isPlanned: Bool
    ) throws {
        let manifest = try Planning(jobs: "{ a: { endpoint: heart }, b: { endpoint: heart } }").manifest()
        var problems: [Diagnostic] = []
        let values = try #require(ParameterValues.values(for: [manifest], assignments: [], into: &problems))
        let plan = Planner().plan(
            manifest: manifest,
            parameters: values[0],
            realm: .cloud,
            engines: [Critic(endpointType: type, severity: severity)],
            into: &problems
        )
        #expect(problems.map(\.message) == messages)
        #expect((plan != nil) == isPlanned)
    }
}
