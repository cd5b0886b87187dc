import HTTPTypes
import JSONValues
import RunnerTestSupport
import Testing

@testable import Emulator

@Suite struct DataPlaneTests {
    @Test func answersANewJobAsTheServiceDoes() async throws {
        try await Workbench.with { bench in
            let answer = try await bench.submit(fields: ["repeatability_request-id": "one"])
            #expect(answer.status == 201)
            let name = try #require(answer.body["name"]?.string)
            #expect(name.hasPrefix("batchjob-"))
            let properties = try #require(answer.body["properties"])
            #expect(properties["status"] == "Preparing")
            #expect(properties["provisioningState"] == "Succeeded")
            #expect(properties["inputData"]?["i"]?["mode"] == "ReadOnlyMount")
            #expect(properties["outputData"]?["o"]?["uri"] == .string(Workbench.output))
            #expect(properties["tags"]?["azureml.deploymentname"] == "main")
            #expect(
                properties["interactionEndpoints"]?["Studio"]?["endpoint"]?.string?.hasPrefix(
                    "https://ml.azure.com/runs/\(name)?wsid=/subscriptions/"
                ) == true
            )
            #expect(answer.body["systemData"]?["createdBy"] == .string(Workbench.client))
            #expect(answer["azureml-model-deployment"] == "main")
            #expect(answer["X-Request-ID"]?.utf8.count == 36)
            #expect(answer["Location"]?.contains("/batchEndpoints/heart/deployments/main?") == true)
        }
    }

    @Test func answersTheSameJobToTheSameRequest() async throws {
        try await Workbench.with { bench in
            let first = try await bench.submit(fields: ["repeatability_request-id": "one"])
            let again = try await bench.submit(fields: ["repeatability_request-id": "one"])
            let other = try await bench.submit(
                Workbench.job(output: nil),
                fields: ["repeatability_request-id": "two"]
            )
            #expect(again.status == 201)
            #expect(first.body["name"] == again.body["name"])
            #expect(first.body["name"] != other.body["name"])
            #expect(await bench.running.jobs.count == 2)
        }
    }

    @Test func takesTheDocumentationsSpellingOfKeys() async throws {
        try await Workbench.with { bench in
            let body = #"""
                {"Properties": {"InputData": {"X": {"JobInputType": "UriFile", "Uri": "\#(Workbench.input)/b.csv"}}}}
                """#
            let job = try await bench.run(body)
            #expect(job.status == .completed)
            let path =
                "azureml://datastores/workspaceblobstore/paths/azureml/\(job.name)/score/predictions.csv"
            #expect(job.outputURI == path)
            #expect(try bench.text("out/azureml/\(job.name)/score/predictions.csv") == "b.csv\n")
        }
    }

    // MARK: - Who may

    @Test func asksForAToken() async throws {
        try await Workbench.with { bench in
            let answer = try await bench.send(.post, "https://\(Workbench.heart)/jobs", body: Workbench.job())
            #expect(answer.status == 401)
            #expect(answer.body["error"]?["message"] == "Bearer token not provided.")
            #expect(answer["WWW-Authenticate"] == "Bearer realm=\"AzureML\"")
        }
    }

    @Test func refusesATokenForAnotherAudience() async throws {
        try await Workbench.with { bench in
            let form = Workbench.form.replacing("ml.azure.com", with: "management.azure.com")
            let token = try #require(try await bench.askForToken(form).body["access_token"]?.string)
            let answer = try await bench.submit(token: token)
            #expect(answer.status == 401)
            #expect(answer.body["error"]?["message"] == "Audience or service not allowed.")
        }
    }

    @Test func refusesATokenWhoseTimeIsOver() async throws {
        let time = ManualTimekeeper()
        try await Workbench.with(time: time) { bench in
            let token = try await bench.token()
            time.advance(by: .seconds(3599))
            let stillGood = try await bench.send(
                .get,
                "https://\(Workbench.heart)/jobs/none",
                fields: ["Authorization": "Bearer \(token)"]
            )
            #expect(stillGood.status == 404)
            time.advance(by: .seconds(1))
            let answer = try await bench.submit(token: token)
            #expect(answer.status == 401)
            #expect(answer.body["error"]?["message"] == "Bearer token expired.")
        }
    }

    @Test func refusesATokenThatWasChanged() async throws {
        try await Workbench.with { bench in
            let token = try await bench.token()
            var parts = token.split(separator: ".").map(String.init)
            // Another application's name under the same signature.
            let payload = String(decoding: try #require(Base64URL.bytes(parts[1][...])), as: UTF8.self)
            let other = payload.replacing(Workbench.client, with: "33333333-3333-4333-8333-333333333333")
            #expect(other != payload)
            parts[1] = Base64URL.text(other.utf8)
            for forged in [parts.joined(separator: "."), parts[0] + ".e30.", "x"] {
                let answer = try await bench.submit(token: forged)
                #expect(answer.status == 401)
                #expect(answer.body["error"]?["message"] == "Invalid bearer token.")
            }
            #expect(await bench.running.jobs.isEmpty)
        }
    }

    // MARK: - What may

    @Test func refusesALiteralInput() async throws {
        try await Workbench.with { bench in
            let body = #"{"properties":{"inputData":{"a":{"jobInputType":"Literal","value":"3"}}}}"#
            let answer = try await bench.submit(body)
            #expect(answer.status == 400)
            let message = """
                The Job request provided has the following validation errors. Please resolve them and try again.
                Errors:
                [{"PropertyName":"InputData.Values[0]","ErrorMessage":"The specified job input type 'LiteralJobInput' \
                is not supported. The supported types are: UriFileJobInput, UriFolderJobInput.","AttemptedValue":\
                {"jobInputType":"Literal","value":"3"},"ErrorCode":"PredicateValidator"}]
                """
            #expect(answer.body["error"]?["message"] == .string(message))
        }
    }

    @Test func refusesAnOutputThatIsAFolder() async throws {
        try await Workbench.with { bench in
            let answer = try await bench.submit(Workbench.job().replacing("UriFile", with: "UriFolder"))
            #expect(answer.status == 400)
            let message = """
                The Job request provided has the following validation errors. Please resolve them and try again.
                Errors:
                [{"PropertyName":"OutputData.Values[0].JobOutputType","ErrorMessage":"Job output type must be \
                'uri_file'.","AttemptedValue":"uri_folder","ErrorCode":"PredicateValidator"}]
                """
            #expect(answer.body["error"]?["message"] == .string(message))
        }
    }

    @Test(arguments: [
        "", "[]", #"{"properties": 1}"#, #"{"properties": {}}"#,
        #"{"properties": {"inputData": {}}, "properties": {}}"#,
        #"{"properties":{"inputData":{"a":{"jobInputType":"UriFile","uri":""}}}}"#,
        #"{"properties":{"inputData":{"a":{"jobInputType":"UriFile"},"b":{"jobInputType":"UriFile"}}}}"#,
        Workbench.job(further: #", "miniBatchSize": 0"#),
        Workbench.job(further: #", "outputFileName": "../x""#),
        Workbench.job(further: #", "retrySettings": {"timeout": "30s"}"#),
    ])
    func refusesABrokenRequest(body: String) async throws {
        try await Workbench.with { bench in
            let answer = try await bench.submit(body)
            #expect(answer.status == 400)
            #expect(answer.body["error"]?["code"] == "UserError")
            #expect(await bench.running.jobs.isEmpty)
        }
    }

    // MARK: - Where to

    @Test func knowsItsDeployments() async throws {
        try await Workbench.with { bench in
            let unknown = try await bench.submit(fields: ["azureml-model-deployment": "green"])
            #expect(unknown.status == 404)
            #expect(unknown.body["error"]?["message"] == "Specified deployment [green] could not be found.")
            let none = try await bench.submit(host: Workbench.bare)
            #expect(none.status == 400)
            #expect(
                none.body["error"]?["message"]?.string?.hasPrefix("No valid deployments to route to.") == true
            )
            let named = try await bench.submit(
                host: Workbench.bare,
                fields: ["azureml-model-deployment": "main"]
            )
            #expect(named.status == 201)
        }
    }

    @Test(arguments: ["/jobs/", "/", "/Jobs", "/jobs/a/b", "//jobs", "/score"])
    func hasNothingAtOtherPaths(path: String) async throws {
        try await Workbench.with { bench in
            let token = try await bench.token()
            let answer = try await bench.send(
                .post,
                "https://\(Workbench.heart)\(path)",
                fields: ["Authorization": "Bearer \(token)"],
                body: Workbench.job()
            )
            #expect(answer.status == 404)
            #expect(await bench.running.jobs.isEmpty)
        }
    }

    @Test func showsAJobToItsOwnEndpointOnly() async throws {
        try await Workbench.with { bench in
            let token = try await bench.token()
            let name = try #require(try await bench.submit().body["name"]?.string)
            let fields = ["Authorization": "Bearer \(token)"]
            let own = try await bench.send(.get, "https://\(Workbench.heart)/jobs/\(name)", fields: fields)
            #expect(own.status == 200)
            #expect(own.body["name"] == .string(name))
            let other = try await bench.send(.get, "https://\(Workbench.bare)/jobs/\(name)", fields: fields)
            #expect(other.status == 404)
            let wrongWay = try await bench.send(
                .delete,
                "https://\(Workbench.heart)/jobs/\(name)",
                fields: fields
            )
            #expect(wrongWay.status == 405)
        }
    }

    @Test func capsHeaders() async throws {
        try await Workbench.with { bench in
            let token = try await bench.token()
            let long = String(repeating: "x", count: 100_000)
            let answer = try? await bench.submit(token: token, fields: ["x-long": long])
            #expect((400..<500).contains(answer?.status ?? 400))
            let jobs = await bench.running.jobs
            #expect(jobs.isEmpty)
        }
    }

    @Test func capsBodies() async throws {
        try await Workbench.with { bench in
            let large = Workbench.job(
                further: #", "description": ""# + String(repeating: "x", count: 1 << 20) + #"""#
            )
            let answer = try await bench.submit(large)
            #expect(answer.status == 413)
            #expect(await bench.running.requests.last?.status == 413)
        }
    }
}
