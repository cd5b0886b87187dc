import Diagnostics
import Engines
@testable import Manifests
import Testing

@Suite struct AzureMLJobCheckTests {
    private static let span = SourceSpan(file: "m.yaml", start: 0, end: 1)

    private static func problems(
        input: String = "patients",
        uri: Template.Part = .text("https://x/d"),
        output: Template.Part = .text("azureml://datastores/d/paths/p.csv")
    ) -> [Diagnostic] {
        let job = Job(
            name: Located("score", at: span),
            endpoint: Located("heart", at: span),
            deployment: nil,
            inputs: [
                Job.Input(
                    name: Located(input, at: span),
                    value: .data(type: Located(.uriFolder, at: span), uri: Template(parts: [uri], span: span))
                )
            ],
            outputs: [
                Job.Output(
                    name: Located("score", at: span),
                    type: Located(.uriFile, at: span),
                    uri: Template(parts: [output], span: span)
                )
            ],
            experimentName: nil,
            settings: Job.Settings(
                instanceCount: nil,
                miniBatchSize: nil,
                errorThreshold: nil,
                maxRetries: nil,
                retryTimeout: nil,
                outputFileName: nil
            ),
            rerun: .once,
            executionTimeout: nil,
            onUnknown: nil,
            labels: [:]
        )
        let endpoint = Endpoint(
            name: Located("heart", at: span),
            kind: .azureMLBatch(
                Endpoint.AzureMLBatch(
                    place: .scoringURI(Located("https://x/jobs", at: span)),
                    deployment: nil,
                    visibilityWindow: nil
                )
            ),
            credential: Located("scoring", at: span)
        )
        var problems: [Diagnostic] = []
        AzureMLBatchEngine().check(job, on: endpoint, into: &problems)
        return problems
    }

    @Test func findsNothingInASoundJob() { #expect(Self.problems().isEmpty) }

    @Test(arguments: ["heart-data", "", "a b", "é", "a.b"])
    func refusesNamesThatAzureMLRefuses(name: String) {
        #expect(Self.problems(input: name).map(\.code) == [.refusedBindingName])
    }

    @Test(arguments: [
        "abfss://d@a.dfs.core.windows.net/p", "wasbs://d@a.blob.core.windows.net/p", "ABFS://x", "wasb://x",
    ])
    func refusesHadoopsAddresses(uri: String) {
        #expect(Self.problems(uri: .text(uri)).map(\.code) == [.refusedScheme])
        #expect(Self.problems(output: .text(uri)).map(\.code) == [.refusedScheme])
    }

    @Test func warnsOfOutputsOutsideDatastores() {
        let problems = Self.problems(output: .text("https://a.blob.core.windows.net/p"))
        #expect(problems.map(\.code) == [.outputNotInDatastore])
        #expect(problems.map(\.severity) == [.warning])
    }

    @Test func leavesLookUpsToTheService() {
        #expect(Self.problems(uri: .lookup(.parameter("x"), Self.span)).isEmpty)
    }

    @Test func codesAreUniqueInRangeAndExplained() {
        let codes = Diagnostic.Code.engineCodes
        #expect(Set(codes.map(\.name)).count == codes.count)
        for code in codes {
            #expect(("RN0501"..."RN0539").contains(code.name))
            #expect(code.explanation.contains("Wrong:"))
            #expect(code.explanation.contains("Right:"))
        }
    }
}
