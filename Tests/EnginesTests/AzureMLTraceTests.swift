import Engines
import HTTPExchange
import HTTPTypes
import JSONValues
import Plans
import RunnerTestSupport
import Testing

/// What Microsoft's own client sent to a batch endpoint and was answered, recorded: `runner` sends the same and
/// understands the same.
///
/// Documented differences (each undone in ``expected(_:)``): literals are strings, truth values `"True"` and `"False"`,
/// as the client sent until 1.20; no `compute.isLocal`, an artefact of the client; no `mode`; a time of `PT1M30S` is
/// written in seconds; `Accept` is JSON (the client: anything); the repeatability key is the attempt's, not a random one.
@Suite(.enabled(if: SharedReference.isPresent, "needs the recorded traces beside the package"))
struct AzureMLTraceTests {
    /// A recorded request to an endpoint with its answer.
    struct Exchange {
        let path: String
        let deployment: String?
        let body: JSONValue
        let response: JSONValue?
    }

    static let names = [
        "01_input_uri_folder", "02_input_uri_file", "03_named_inputs_literals", "04_named_outputs",
        "05_deployment_name", "05c_deployment_leaks_to_other_endpoint", "06_experiment_name",
        "07_params_override",
        "07b_output_dataset_datastore", "09_datastore_short_uri", "09b_datastore_long_uri",
        "10_data_asset_name_version", "10b_data_asset_label", "11_data_asset_arm_id",
        "12_mltable_model_inputs",
        "12b_no_inputs", "12c_empty_inputs_dict", "20b_err_no_default_deployment", "21_err_post_401",
        "21_err_post_403", "21_err_post_404", "21_err_post_409", "21_err_post_424",
        "22_err_post_429_retry_after_1_x2", "22b_err_post_429_no_retry_after", "23_err_post_500",
        "23b_err_post_503_retry_after", "23c_err_post_502_html", "24c_err_post_dropped_always",
        "25_err_arm_429_then_ok", "26_post_200_instead_of_201", "26b_post_202_empty",
        "30_model_deployment_literal_rejected", "30b_model_deployment_folder_output_rejected",
    ].filter { (try? SharedReference.bytes("traces/azureml/\($0).json")) != nil }

    private static func exchanges(_ name: String) throws -> [Exchange] {
        let trace = try JSONReader().read(try SharedReference.bytes("traces/azureml/\(name).json"))
        return try #require(trace["exchanges"]?.array).compactMap { exchange in
            let path = try #require(exchange["path"]?.string)
            guard exchange["method"]?.string == "POST", path.hasPrefix("/ep/") else { return nil }
            let response = exchange["response"]
            return Exchange(
                path: path,
                deployment: exchange["headers"]?["azureml-model-deployment"]?.string,
                body: try #require(exchange["body"]),
                response: response?["status"]?.integer == nil ? nil : response
            )
        }
    }

    @Test(arguments: names)
    func sendsWhatWasRecorded(name: String) throws {
        for exchange in try Self.exchanges(name) {
            let intent = try Self.intent(exchange)
            var conversation = AzureMLBatchEngine().submit(intent)
            let request = try conversation.firstRequest()
            #expect(request.method == .post)
            #expect(request.address.path == exchange.path)
            #expect(request.address.query == nil)
            #expect(request.field("Content-Type") == "application/json")
            #expect(request.field("azureml-model-deployment") == exchange.deployment)
            #expect(request.field("repeatability_request-id") == intent.key)
            let sent = JSONWriter.text(try #require(request.json), .canonical)
            #expect(sent == JSONWriter.text(Self.expected(exchange.body), .canonical))
        }
    }

    @Test(arguments: names)
    func understandsWhatWasAnswered(name: String) throws {
        for exchange in try Self.exchanges(name) {
            guard let response = exchange.response, let status = response["status"]?.integer else { continue }
            var conversation = AzureMLBatchEngine().submit(try Self.intent(exchange))
            let result = try conversation.result(of: try Self.answer(response, status))
            switch status {
            case 200, 201:
                guard case .accepted(let receipt) = result else { throw NoResult() }
                #expect(receipt.remoteID == response["body"]?["name"]?.string)
                #expect(receipt.status.state == .queued)
                #expect(receipt.deployment == response["headers"]?["azureml-model-deployment"]?.string)
                #expect(receipt.requestID == response["headers"]?["X-Request-ID"]?.string)
            case 401, 403: #expect(result.kind == "denied")
            case 429:
                guard case .throttled(_, let retryAfter) = result else { throw NoResult() }
                #expect(retryAfter == response["headers"]?["Retry-After"]?.string)
            case 202, 409, 500...: #expect(result.kind == "unclear")
            default: #expect(result.kind == "rejected")
            }
            if let code = response["body"]?["error"]?["code"]?.string {
                #expect(result.refusal?.code == code)
            }
        }
    }

    @Test(arguments: [
        ("30_model_deployment_literal_rejected", "inputs.a", "LiteralJobInput"),
        ("30b_model_deployment_folder_output_rejected", "outputs.score.type", "uri_file"),
    ])
    func findsThePlaceOfARefusal(name: String, path: String, words: String) throws {
        let exchange = try #require(try Self.exchanges(name).first)
        let response = try #require(exchange.response)
        var conversation = AzureMLBatchEngine().submit(try Self.intent(exchange))
        let refusal = try #require(try conversation.result(of: try Self.answer(response, 400)).refusal)
        #expect(refusal.findings.map(\.path) == [path])
        #expect(refusal.findings.first?.message.contains(words) == true)
    }

    @Test func someTracesAreThere() { #expect(Self.names.count >= 20) }

    // MARK: The same job

    private static func intent(_ exchange: Exchange) throws -> Intent {
        let target = try SubmissionFixture.target(
            "https://localhost" + exchange.path,
            deployment: exchange.deployment
        )
        return SubmissionFixture.intent(target, try specification(exchange.body["properties"]))
    }

    private static let types = [
        "UriFolder": "uri_folder", "UriFile": "uri_file", "MLTable": "mltable", "MLFlowModel": "mlflow_model",
        "CustomModel": "custom_model", "TritonModel": "triton_model",
    ]

    private static func specification(_ properties: JSONValue?) throws -> JobSpecification {
        let properties = try #require(properties)
        var settings = JobSpecification.Settings()
        settings.miniBatchSize = properties["miniBatchSize"]?.integer
        settings.errorThreshold = properties["errorThreshold"]?.integer
        settings.instanceCount = properties["compute"]?["instanceCount"]?.integer
        settings.maxRetries = properties["retrySettings"]?["maxRetries"]?.integer
        if properties["retrySettings"]?["timeout"]?.string == "PT1M30S" {
            settings.retryTimeoutInSeconds = 90
        }
        settings.outputFileName = properties["outputFileName"]?.string
        return JobSpecification(
            inputs: try (properties["inputData"]?.members ?? []).map { member in
                JobSpecification.Input(name: member.name, value: try input(member.value))
            },
            outputs: try (properties["outputData"]?.members ?? []).map { member in
                JobSpecification.Output(
                    name: member.name,
                    type: try #require(types[member.value["jobOutputType"]?.string ?? ""]),
                    uri: member.value["uri"]?.string.map { LateText($0) }
                )
            },
            experimentName: properties["properties"]?["experimentName"]?.string.map { LateText($0) },
            settings: settings
        )
    }

    private static func input(_ value: JSONValue) throws -> JobSpecification.Input.Value {
        if let type = types[value["jobInputType"]?.string ?? ""] {
            return .data(type: type, uri: LateText(try #require(value["uri"]?.string)))
        }
        return switch value["value"] {
        case .bool(let flag): .literal(type: "boolean", text: LateText(flag ? "true" : "false"))
        case .number(let number): .literal(type: "number", text: LateText(number.text))
        case .string(let text): .literal(type: "string", text: LateText(text))
        default: throw NoRequest()
        }
    }

    /// The recorded body with the documented differences undone.
    private static func expected(_ body: JSONValue) -> JSONValue {
        guard case .object(let members) = body else { return body }
        return .object(
            members.compactMap { member in
                switch (member.name, member.value) {
                case ("isLocal", _), ("mode", _): nil
                case ("value", .bool(let flag)): .init("value", flag ? "True" : "False")
                case ("value", .number(let number)): .init("value", .string(number.text))
                case ("timeout", "PT1M30S"): .init("timeout", "PT90S")
                default: .init(member.name, expected(member.value))
                }
            }
        )
    }

    /// The recorded answer; the recording dropped content types.
    private static func answer(_ response: JSONValue, _ status: Int) throws -> HTTPAnswer {
        var more: [String: String] = [:]
        for header in response["headers"]?.members ?? [] { more[header.name] = header.value.string }
        if let text = response["body"]?.string {
            return SubmissionFixture.answer(status, text, type: "text/html", more)
        }
        return SubmissionFixture.answer(status, JSONWriter.text(try #require(response["body"])), more)
    }
}
