import Diagnostics
import JSONValues

/// One call, as a job of a manifest.
struct ImportedJob: Sendable {
    /// Where it runs.
    struct Endpoint: Hashable, Sendable {
        let subscription: ShellValue?
        let resourceGroup: ShellValue?
        let workspace: ShellValue?
        let name: ShellValue?
    }

    /// A value that is known, or that is partly to be filled in.
    enum Value: Hashable, Sendable {
        case known(JSONValue)
        case text(ShellValue)
    }

    /// One input or output.
    struct Binding: Hashable, Sendable {
        let name: String
        var type: String
        /// `uri` for data, `value` for literals; `nil` where none was given.
        var value: Value?

        /// Whether it is a literal.
        var isLiteral: Bool { Self.literalTypes.contains(type) }
        static let literalTypes = ["string", "number", "integer", "boolean"]
    }

    var endpoint: Endpoint
    var deployment: ShellValue?
    var experimentName: ShellValue?
    var inputs: [Binding] = []
    var outputs: [Binding] = []
    /// Settings by the keys of a manifest, in the order of the schema.
    var settings: [(path: [String], value: Value)] = []
    /// What could not be carried over, and what a person has to look at.
    var remarks: [Diagnostic] = []
    /// Where the call stands.
    let span: SourceSpan
}

extension ImportedJob {
    /// Turns a call into a job.
    ///
    /// - Parameters:
    ///   - call: The call.
    ///   - file: Reads what `--file` names: a mapping, or why it cannot be read.
    init(_ call: InvokeCall, file: (String) -> Result<JSONValue, Diagnostic>) {
        self.span = call.span
        self.endpoint = Endpoint(
            subscription: call[.subscription],
            resourceGroup: call[.resourceGroup],
            workspace: call[.workspaceName],
            name: call[.name]
        )
        self.deployment = call[.deploymentName]
        self.experimentName = call[.experimentName]
        if let path = call[.file] {
            if let text = path.text {
                switch file(text) {
                case .success(let value): takeFile(value)
                case .failure(let problem): remark("`--file \(text)`: \(problem.message)")
                }
            } else {
                remark("`--file` names a file that only the script knows")
            }
        }
        takeInput(of: call)
        var outputFileName: ShellValue?
        for (path, value) in call.settings {
            if path == "output_file_name" {
                outputFileName = value
            } else {
                takeSetting(path, value)
            }
        }
        if let size = call[.miniBatchSize] { settings.append((["miniBatchSize"], number(size))) }
        if let count = call[.instanceCount] { settings.append((["instanceCount"], number(count))) }
        takeOutput(at: call[.outputPath], fileName: outputFileName)
        if call[.jobName] != nil {
            remark(
                "`--job-name` is left out: runner gives each attempt a key of its own, so that it is sent once"
            )
        }
        for word in call.strange { remark("`\(word)` is not understood") }
        remarkOnEndpoint()
    }

    private mutating func remark(_ message: String, help: String? = nil) {
        remarks.append(.notCarriedOver(message, at: span, help: help))
    }

    /// What has to be filled in before the endpoint can be found.
    private mutating func remarkOnEndpoint() {
        let parts = [
            ("the subscription", endpoint.subscription), ("the resource group", endpoint.resourceGroup),
            ("the workspace", endpoint.workspace), ("the endpoint's name", endpoint.name),
        ]
        let missing = parts.filter { $0.1?.isEmpty ?? true }.map(\.0)
        if !missing.isEmpty {
            remark("\(ExplanationWords.list(missing)): said nowhere", help: "fill it in, under `endpoints`")
        }
        for (what, value) in parts {
            guard let value, let hole = value.holes.first else { continue }
            remark(
                "\(what) is known to the running script only (`$\(hole)`)",
                help: "fill it in, under `endpoints`"
            )
        }
    }

    // MARK: inputs

    private mutating func takeInput(of call: InvokeCall) {
        var type = call[.inputType]?.text
        guard var value = call[.input] ?? call[.inputData] ?? call[.inputPath] ?? call[.inputLocalPath] else {
            return
        }
        // `--input-path folder:…`, in old versions.
        for (prefix, kind) in [("folder:", "uri_folder"), ("file:", "uri_file")]
        where call[.input] == nil && value.beginning.hasPrefix(prefix) {
            value = value.dropping(prefix.count)
            type = kind
        }
        let kind = type ?? "uri_folder"
        // The key that the Azure CLI itself sends.
        let name = kind == "uri_file" ? "UriFile" : "UriFolder"
        inputs.append(Binding(name: name, type: kind, value: data(value, parameter: "input")))
    }

    /// A place of data; a file of this machine cannot be carried over.
    private mutating func data(_ value: ShellValue, parameter: String) -> Value {
        guard let first = value.parts.first, case .text(let text) = first else {
            if value.parts.count > 1 {
                remark(
                    "what `\(value.text { "$" + $0 })` begins with is known to the running script only",
                    help:
                        "a folder of the script's machine is out of a remote job's reach: name where the data lies"
                )
            }
            return .text(value)
        }
        if text.contains(":") || text.hasPrefix("/subscriptions/") {
            if let whole = value.text, whole.hasSuffix("@latest") {
                remark(
                    "`\(whole)` is whatever is the latest version at that time",
                    help: "name a version, so that what was reviewed is what runs"
                )
            }
            return .text(value)
        }
        remark(
            "`\(value.text { "$" + $0 })` is on the machine that the script runs on",
            help:
                "`az` uploads it each time; upload it once, and set the parameter `\(parameter)` to where it is"
        )
        var hole = ShellValue()
        hole.append(.hole(parameter))
        return .text(hole)
    }

    // MARK: outputs

    private mutating func takeOutput(at path: ShellValue?, fileName: ShellValue?) {
        guard let path else {
            if let fileName { settings.append((["outputFileName"], .text(fileName))) }
            return
        }
        let folder = path.text.map { ShellValue($0.hasSuffix("/") ? $0 : $0 + "/") } ?? path + ShellValue("/")
        let place = folder + (fileName ?? ShellValue("predictions.csv"))
        outputs.append(Binding(name: "predictions", type: "uri_file", value: .text(place)))
        remark(
            "the job fails when `\(place.text { "$" + $0 })` is there already",
            help: "put `${{ attempt.number }}` into the output's URI"
        )
    }

    // MARK: --file

    private mutating func takeFile(_ value: JSONValue) {
        guard case .object(let members) = value else {
            return remark("the file of `--file` is not a mapping")
        }
        for member in members {
            switch (member.name, member.value) {
            case ("inputs", .object(let bindings)):
                for binding in bindings { take(binding, into: \.inputs) }
            case ("outputs", .object(let bindings)):
                for binding in bindings { take(binding, into: \.outputs) }
            case ("inputs", .null), ("outputs", .null), ("$schema", _): break
            case (let name, let value): takeSetting(name, value)
            }
        }
    }

    private mutating func take(
        _ binding: JSONValue.Member,
        into list: WritableKeyPath<ImportedJob, [Binding]>
    ) {
        let side = list == \ImportedJob.inputs ? "input" : "output"
        var result = Binding(
            name: binding.name,
            type: side == "input" ? "uri_folder" : "uri_file",
            value: nil
        )
        guard case .object(let members) = binding.value else {
            // A bare literal.
            result.type = binding.value.literalType ?? "string"
            result.value = .known(binding.value)
            self[keyPath: list].append(result)
            return
        }
        if case .string(let type)? = members.first(where: { $0.name == "type" })?.value { result.type = type }
        for member in members {
            switch (member.name, member.value) {
            case ("type", _): break
            case ("path", .string(let path)), ("uri", .string(let path)):
                result.value = data(ShellValue(path), parameter: binding.name)
            case ("default", let value), ("value", let value): result.value = .known(value)
            case ("description", _): break
            case ("mode", _):
                remark(
                    "`mode` of \(side) `\(binding.name)` is left out: the client drops it too, or sends a spelling that the service does not take"
                )
            case (let name, _): remark("`\(name)` of \(side) `\(binding.name)` is not carried over")
            }
        }
        self[keyPath: list].append(result)
    }

    // MARK: --set

    private mutating func takeSetting(_ path: String, _ value: ShellValue) {
        let parts = path.split(separator: ".").map(String.init)
        guard parts.count == 3, parts[0] == "inputs" || parts[0] == "outputs" else {
            return takeSetting(path, setting: number(value))
        }
        let isInput = parts[0] == "inputs"
        let list = isInput ? \ImportedJob.inputs : \ImportedJob.outputs
        var place = self[keyPath: list].firstIndex { $0.name == parts[1] }
        if place == nil {
            let type = isInput ? "uri_folder" : "uri_file"
            self[keyPath: list].append(Binding(name: parts[1], type: type, value: nil))
            place = self[keyPath: list].count - 1
        }
        guard let place else { return }
        switch parts[2] {
        case "type": self[keyPath: list][place].type = value.text ?? "string"
        case "path", "uri": self[keyPath: list][place].value = data(value, parameter: parts[1])
        case "default", "value": self[keyPath: list][place].value = .text(value)
        default: remark("`--set \(path)` is not carried over")
        }
    }

    private mutating func takeSetting(_ path: String, _ value: JSONValue) {
        if path == "experiment_name", case .string(let text) = value {
            return experimentName = ShellValue(text)
        }
        if path == "retry_settings", case .object(let members) = value {
            for member in members {
                takeSetting("retry_settings." + member.name, setting: .known(member.value))
            }
            return
        }
        takeSetting(path, setting: .known(value))
    }

    private mutating func takeSetting(_ path: String, setting value: Value) {
        switch path {
        case "experiment_name":
            if case .text(let text) = value { experimentName = text }
        case "mini_batch_size": settings.append((["miniBatchSize"], value))
        case "instance_count", "compute.instance_count", "resources.instance_count":
            settings.append((["instanceCount"], value))
        case "error_threshold": settings.append((["errorThreshold"], value))
        case "retry_settings.max_retries": settings.append((["retrySettings", "maxRetries"], value))
        case "retry_settings.timeout": settings.append((["retrySettings", "timeout"], value.asDuration))
        case "output_file_name": settings.append((["outputFileName"], value))
        default: remark("`\(path)` is not carried over: a manifest has no such setting")
        }
    }

    /// A number, where the text is one.
    private func number(_ value: ShellValue) -> Value {
        value.text.flatMap { Int($0) }.map { .known(.number(JSONNumber($0))) } ?? .text(value)
    }
}

extension ImportedJob.Value {
    /// Seconds as an ISO 8601 duration; what is one already stays.
    fileprivate var asDuration: Self {
        switch self {
        case .known(.number(let number)): .known(.string("PT\(number.text)S"))
        default: self
        }
    }
}

extension JSONValue {
    /// The type that a literal input of this value has.
    fileprivate var literalType: String? {
        switch self {
        case .string: "string"
        case .bool: "boolean"
        case .number(let number): Int(number.text) == nil ? "number" : "integer"
        default: nil
        }
    }
}
