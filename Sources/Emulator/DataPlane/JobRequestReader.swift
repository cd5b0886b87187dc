import JSONValues
import Manifests

/// Reads the body of a job request and checks it by the rules of a model deployment.
struct JobRequestReader {
    /// The settings of the deployment that is asked.
    let defaults: EmulatedDeployment.Settings
    /// The faults so far, each as the service lists it.
    private var faults: [JSONValue] = []

    init(defaults: EmulatedDeployment.Settings) { self.defaults = defaults }

    /// Reads a body.
    ///
    /// - Parameter body: The body.
    /// - Returns: The request.
    /// - Throws: A refusal with status 400.
    mutating func request(_ body: [UInt8]) throws(ServiceFailure) -> JobRequest {
        let document: JSONValue
        do {
            document = try JSONReader().read(body)
        } catch {
            throw ServiceFailure(400, "The request is invalid: the body is not JSON (\(error.reason)).")
        }
        guard let properties = CaseBlindObject(CaseBlindObject(document)?["properties"]) else {
            throw ServiceFailure(400, "The request is invalid: 'properties' is required.")
        }
        let input = self.input(properties["inputData"])
        let output = self.output(properties["outputData"])
        let settings = self.settings(properties)
        guard faults.isEmpty, let input else { throw .validation(faults) }
        return JobRequest(
            inputName: input.name,
            inputType: input.type,
            inputURI: input.uri,
            output: output,
            settings: settings,
            displayName: properties["name"]?.string,
            experimentName: CaseBlindObject(properties["properties"])?["experimentName"]?.string
        )
    }

    // MARK: - Inputs and outputs

    private mutating func input(_ value: JSONValue?) -> (
        name: String, type: JobRequest.InputType, uri: String
    )? {
        let inputs = CaseBlindObject(value)?.all ?? []
        guard inputs.count == 1, let input = inputs.first else {
            fault(
                "InputData",
                "A model deployment takes exactly one data input.",
                attempted: .number(JSONNumber(inputs.count)),
                code: "PredicateValidator"
            )
            return nil
        }
        let object = CaseBlindObject(input.value)
        let name = object?["jobInputType"]?.string ?? ""
        guard let type = JobRequest.InputType(rawValue: name) else {
            fault(
                "InputData.Values[0]",
                "The specified job input type '\(name)JobInput' is not supported. The supported types are: "
                    + "UriFileJobInput, UriFolderJobInput.",
                attempted: input.value,
                code: "PredicateValidator"
            )
            return nil
        }
        guard let uri = object?["uri"]?.string, !uri.isEmpty else {
            fault(
                "InputData.Values[0].Uri",
                "'Uri' must not be empty.",
                attempted: .null,
                code: "NotEmptyValidator"
            )
            return nil
        }
        return (input.name, type, uri)
    }

    private mutating func output(_ value: JSONValue?) -> (name: String, uri: String)? {
        let outputs = CaseBlindObject(value)?.all ?? []
        guard let output = outputs.first else { return nil }
        guard outputs.count == 1 else {
            fault(
                "OutputData",
                "A model deployment takes at most one output.",
                attempted: .number(JSONNumber(outputs.count)),
                code: "PredicateValidator"
            )
            return nil
        }
        let object = CaseBlindObject(output.value)
        let type = object?["jobOutputType"]?.string ?? ""
        guard type == "UriFile" else {
            fault(
                "OutputData.Values[0].JobOutputType",
                "Job output type must be 'uri_file'.",
                attempted: .string(Self.snakeCase(type)),
                code: "PredicateValidator"
            )
            return nil
        }
        guard let uri = object?["uri"]?.string, !uri.isEmpty else {
            fault(
                "OutputData.Values[0].Uri",
                "'Uri' must not be empty.",
                attempted: .null,
                code: "NotEmptyValidator"
            )
            return nil
        }
        return (output.name, uri)
    }

    // MARK: - Settings

    private mutating func settings(_ properties: CaseBlindObject) -> EmulatedDeployment.Settings {
        var settings = defaults
        let retry = CaseBlindObject(properties["retrySettings"])
        let compute = CaseBlindObject(properties["compute"])
        integer("MiniBatchSize", properties["miniBatchSize"], in: 1...Int.max) { settings.miniBatchSize = $0 }
        integer("ErrorThreshold", properties["errorThreshold"], in: -1...Int(Int32.max)) {
            settings.errorThreshold = $0
        }
        integer("RetrySettings.MaxRetries", retry?["maxRetries"], in: 0...Int(Int32.max)) {
            settings.maximumRetries = $0
        }
        integer("Compute.InstanceCount", compute?["instanceCount"], in: 1...64) {
            settings.instanceCount = $0
        }
        integer("MaxConcurrencyPerInstance", properties["maxConcurrencyPerInstance"], in: 1...64) {
            settings.maximumConcurrencyPerInstance = $0
        }
        if let value = retry?["timeout"] {
            if let timeout = value.string.flatMap(ISODuration.duration), timeout > .zero {
                settings.timeout = timeout
            } else {
                invalid("RetrySettings.Timeout", value)
            }
        }
        if let value = properties["outputFileName"] {
            if let name = value.string, Self.isFileName(name) {
                settings.outputFileName = name
            } else {
                invalid("OutputFileName", value)
            }
        }
        return settings
    }

    private mutating func integer(
        _ name: String,
        _ value: JSONValue?,
        in range: ClosedRange<Int>,
        _ take: (Int) -> Void
    ) {
        guard let value else { return }
        guard let integer = value.integer ?? value.string.flatMap({ Int($0) }), range.contains(integer) else {
            invalid(name, value)
            return
        }
        take(integer)
    }

    private mutating func invalid(_ property: String, _ value: JSONValue) {
        fault(
            property,
            "The value of '\(property)' is not valid.",
            attempted: value,
            code: "PredicateValidator"
        )
    }

    private mutating func fault(_ property: String, _ message: String, attempted: JSONValue, code: String) {
        faults.append([
            "PropertyName": .string(property),
            "ErrorMessage": .string(message),
            "AttemptedValue": attempted,
            "ErrorCode": .string(code),
        ])
    }

    // MARK: - Texts

    private static func isFileName(_ name: String) -> Bool {
        !name.isEmpty && name != "." && name != ".." && name.utf8.count <= 255
            && name.utf8.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "/") && $0 != 0x7F }
    }

    /// The service lists attempted types as its YAML spells them: `UriFolder` as `uri_folder`.
    private static func snakeCase(_ name: String) -> String {
        var text = ""
        for scalar in name.unicodeScalars {
            if scalar.properties.isUppercase, !text.isEmpty { text.append("_") }
            text += scalar.properties.lowercaseMapping
        }
        return text
    }
}
