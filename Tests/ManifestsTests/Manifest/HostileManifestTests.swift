import Diagnostics
import Testing

@testable import Manifests

@Suite struct HostileManifestTests {
    @Test func reportsALimitedNumberOfFaults() throws {
        let lookups = String(repeating: "${{ x }}", count: 50_000)
        let one = MarkedManifest.sound(job: "{ endpoint: heart, experimentName: '\(lookups)' }")
        #expect(try one.read().problems.count == ManifestReading.problemLimit)
        let jobs = (0..<5000).map { "  j\($0): { endpoint: no, nope: 1 }" }.joined(separator: "\n")
        let many = try MarkedManifest("metadata: { name: m }\nendpoints: {}\njobs:\n" + jobs).read()
        #expect(many.manifest == nil)
        #expect(many.problems.count <= 2 * ManifestReading.problemLimit)
    }

    /// Every fault of a large declaration would be compared with every name.
    @Test func endsSoonOverManyNames() throws {
        let names = (0..<20_000).map { "parameter_of_some_length_\($0): { type: string, default: a }" }
        let lookups = (0..<5000).map { "${{ parameters.parameter_of_some_lenght_\($0) }}" }
        let started = ContinuousClock.now
        let source = MarkedManifest.sound(
            parameters: "{ " + names.joined(separator: ", ") + " }",
            job: "{ endpoint: heart, experimentName: '\(lookups.joined())' }"
        )
        #expect(try source.read().problems.count == ManifestReading.problemLimit)
        #expect(ContinuousClock.now - started < .seconds(60))
    }

    @Test func survivesAliasesThatNameOneNodeTwice() throws {
        let source = MarkedManifest(
            """
            metadata: { name: m }
            credentials:
              c: &c { type: azure-service-principal, tenantId: t, clientId: c, clientSecret: { env: S } }
              d: *c
            endpoints:
              e: &e { type: azureml-batch, scoringUri: 'https://x', credential: d }
              f: *e
            jobs:
              a: &a { endpoint: f, labels: { x: y } }
              b: *a
              c: { <<: *a, endpoint: e }
            """
        )
        let manifest = try #require(try source.read().manifest)
        #expect(manifest.jobs.map(\.endpoint.value) == ["f", "f", "e"])
        #expect(manifest.jobs.map(\.labels) == [["x": "y"], ["x": "y"], ["x": "y"]])
    }
}
