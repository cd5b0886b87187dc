import Emulator
import HTTPTypes
import JSONValues
import Testing

/// The resource manager, discovery and the front end, as the emulator plays them.
@Suite struct ManagementTests {
    private static let root =
        "/subscriptions/55555555-5555-4555-8555-555555555555/resourceGroups/ml/providers/"
        + "Microsoft.MachineLearningServices/workspaces/cardiology"

    private func token(_ workbench: Workbench, for audience: String) async throws -> [String: String] {
        let form =
            "grant_type=client_credentials&client_id=\(Workbench.client)"
            + "&client_secret=s3cret%2F%2B%26%3D~%20value&scope=\(audience)%2F.default"
        let answer = try await workbench.askForToken(form)
        return ["Authorization": "Bearer " + (try #require(answer.body["access_token"]?.string))]
    }

    @Test func playsItsSideOfLookingUpListingAndCancelling() async throws {
        try await Workbench.with(
            script: "import time\ndef init(): pass\ndef run(b):\n    time.sleep(60)\n    return []\n"
        ) {
            workbench in
            let manager = try await token(workbench, for: "https%3A%2F%2Fmanagement.azure.com")
            let data = try await token(workbench, for: "https%3A%2F%2Fml.azure.com")
            let base = "https://management.azure.com" + Self.root
            let endpoint = try await workbench.send(
                .get,
                base + "/batchEndpoints/heart?api-version=2023-10-01",
                fields: manager
            )
            #expect(endpoint.status == 200)
            #expect(endpoint.body["properties"]?["scoringUri"]?.string == "https://\(Workbench.heart)/jobs")
            #expect(endpoint.body["properties"]?["defaults"]?["deploymentName"]?.string == "main")
            // Two audiences: neither token is good for the other's host.
            let wrong = try await workbench.send(
                .get,
                base + "/batchEndpoints/heart?api-version=2023-10-01",
                fields: data
            )
            #expect(wrong.status == 401)
            let noVersion = try await workbench.send(.get, base, fields: manager)
            #expect(noVersion.body["error"]?["code"]?.string == "MissingApiVersionParameter")
            let workspace = try await workbench.send(.get, base + "?api-version=x", fields: manager)
            let discovery = try #require(workspace.body["properties"]?["discoveryUrl"]?.string)
            let front = try await workbench.send(.get, discovery)
            let api = try #require(front.body["api"]?.string)

            let job = try await workbench.send(
                .post,
                "https://\(Workbench.heart)/jobs",
                fields: data,
                body:
                    #"{"properties":{"inputData":{"x":{"jobInputType":"UriFolder","uri":"\#(Workbench.input)"}}}}"#
            )
            let name = try #require(job.body["name"]?.string)
            let list = try await workbench.send(
                .get,
                api + "/mferp/managementfrontend" + Self.root + "/batchEndpoints/heart/jobs?api-version=x",
                fields: data
            )
            #expect(list.body["value"]?.array?.map { $0["name"]?.string } == [name])
            let cancel = try await workbench.send(
                .post,
                base + "/jobs/\(name)/cancel?api-version=x",
                fields: manager
            )
            #expect(cancel.status == 202)
            let operation = try #require(cancel["Location"])
            #expect(try await workbench.send(.get, operation, fields: manager).status == 200)
            let after = try await workbench.send(
                .get,
                "https://\(Workbench.heart)/jobs/\(name)",
                fields: data
            )
            #expect(after.body["properties"]?["status"]?.string == "Canceled")
            let again = try await workbench.send(
                .post,
                base + "/jobs/\(name)/cancel?api-version=x",
                fields: manager
            )
            #expect(again.status == 400)
        }
    }
}
