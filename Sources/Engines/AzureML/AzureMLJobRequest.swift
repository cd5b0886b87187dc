import HTTPExchange
import HTTPTypes
import JSONValues
import Plans

/// The one request that creates a job: a preview and a submission are built here alike.
///
/// Member names are in camel case, as the service's own client sends them. What is not set is left out, so that the
/// deployment's own settings hold. Literals are JSON strings whatever their type, truth values `"True"` and `"False"`:
/// the form that the service's client sent for years.
struct AzureMLJobRequest {
    let target: EndpointTarget
    let specification: JobSpecification
    /// Makes the service take a second sending for the first.
    let key: String

    var request: OutgoingRequest {
        var fields: HTTPFields = [.contentType: "application/json", .accept: "application/json"]
        // Without it the endpoint's default deployment runs; one that was looked up is named, so that a resend goes
        // to the same.
        if let deployment = target.deployment { fields[.modelDeployment] = deployment }
        fields[.repeatabilityRequestID] = key
        return OutgoingRequest(
            method: .post,
            address: address,
            fields: fields,
            body: Array(JSONWriter.text(body).utf8)
        )
    }

    /// Where it goes; before the endpoint is looked up, words that stand for it.
    private var address: WebAddress {
        guard let named = target.named, named.place == nil else { return target.address }
        return WebAddress(scheme: .https, host: "<scoring URI of \(named.name)>", path: "/jobs")
    }

    /// `{"properties": {…}}`.
    var body: JSONValue {
        var properties: [JSONValue.Member] = []
        func add(_ name: String, _ members: [JSONValue.Member]) {
            if !members.isEmpty { properties.append(.init(name, .object(members))) }
        }
        func add(_ name: String, _ value: Int?) {
            if let value { properties.append(.init(name, .number(JSONNumber(value)))) }
        }
        let settings = specification.settings
        add("inputData", specification.inputs.map { .init($0.name, Self.input($0.value)) })
        add("outputData", specification.outputs.map { .init($0.name, Self.output($0)) })
        add(
            "properties",
            specification.experimentName.map { [.init("experimentName", .string($0.text))] } ?? []
        )
        add("miniBatchSize", settings.miniBatchSize)
        add("errorThreshold", settings.errorThreshold)
        add("compute", settings.instanceCount.map { [.init("instanceCount", .number(JSONNumber($0)))] } ?? [])
        add("retrySettings", Self.retry(settings))
        if let name = settings.outputFileName { properties.append(.init("outputFileName", .string(name))) }
        return .object([.init("properties", .object(properties))])
    }

    private static func input(_ value: JobSpecification.Input.Value) -> JSONValue {
        switch value {
        case .data(let type, let uri):
            ["jobInputType": .string(wireName(of: type)), "uri": .string(uri.text)]
        case .literal(let type, let text):
            ["jobInputType": "Literal", "value": .string(literal(text.text, type))]
        }
    }

    private static func output(_ output: JobSpecification.Output) -> JSONValue {
        var members = [JSONValue.Member("jobOutputType", .string(wireName(of: output.type)))]
        if let uri = output.uri { members.append(.init("uri", .string(uri.text))) }
        return .object(members)
    }

    private static func retry(_ settings: JobSpecification.Settings) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        if let count = settings.maxRetries { members.append(.init("maxRetries", .number(JSONNumber(count)))) }
        if let seconds = settings.retryTimeoutInSeconds {
            members.append(.init("timeout", .string("PT\(seconds)S")))
        }
        return members
    }

    static func literal(_ text: String, _ type: String) -> String {
        guard type == "boolean" else { return text }
        return switch text.lowercased() {
        case "true": "True"
        case "false": "False"
        default: text
        }
    }

    /// A type of Azure ML's YAML in the REST interface's spelling.
    private static func wireName(of type: String) -> String {
        switch type {
        case "uri_folder": "UriFolder"
        case "uri_file": "UriFile"
        case "mltable": "MLTable"
        case "mlflow_model": "MLFlowModel"
        case "custom_model": "CustomModel"
        case "triton_model": "TritonModel"
        default: type
        }
    }
}

extension HTTPField.Name {
    /// Which deployment runs; in an answer, which one does.
    static let modelDeployment = known("azureml-model-deployment")
    /// The service's own name for the repeatability key, underscore and all.
    static let repeatabilityRequestID = known("repeatability_request-id")
    /// The service's id for a request.
    static let requestID = known("X-Request-ID")

    private static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("`\(name)` is not a field name") }
        return name
    }
}
