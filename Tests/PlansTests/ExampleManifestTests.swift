import Diagnostics
import Manifests
import Plans
import RunnerTestSupport
import Testing

/// The example of the repository, the whole way from its bytes.
@Suite struct ExampleManifestTests {
    @Test func isPlannedAsItWasReviewed() throws {
        var problems: [Diagnostic] = []
        let source = SourceText(
            name: "heart-disease.yaml",
            bytes: try Fixture.bytes("manifests/heart-disease.yaml")
        )
        let document = try #require(YAMLParser().documents(in: source, into: &problems).first)
        let checked = try #require(DocumentChecker().check(document, into: &problems))
        let manifest = try #require(ManifestReader().manifest(from: checked, into: &problems))
        let values = try #require(ParameterValues.values(for: [manifest], assignments: [], into: &problems))
        let plan = Planner().plan(manifest: manifest, parameters: values[0], realm: .cloud, into: &problems)
        #expect(problems == [])
        #expect(manifest.unusedDeclarations == [])
        let job = try #require(plan?.jobs.first)
        #expect(job.submission.address.description == "heart-disease/score")
        #expect(
            job.submission.realm.description
                == "azure:AzureCloud:login.microsoftonline.com:heart.eastus2.inference.ml.azure.com"
        )
        #expect(
            job.submission.runDigest == "d1:cf74748c85e6d899f9c9715b1a8930902aea9c7e139ae985d6fb790f67e65a21"
        )
        #expect(plan?.planDigest == "p1:80eab556bc0520fa31d1432926c102ae748bd76462501fcb48df049971bf17c4")
    }
}
