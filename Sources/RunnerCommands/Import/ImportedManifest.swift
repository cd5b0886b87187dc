import Diagnostics
import JSONValues

/// A manifest made of calls, with comments.
struct ImportedManifest {
    /// The manifest's name.
    let name: String
    /// As whom it submits.
    let credential: CredentialSketch
    /// What the jobs were read from, for the comment.
    let origin: String
    /// The jobs.
    let jobs: [ImportedJob]

    /// The file.
    var text: String {
        var lines = comment.map { $0.isEmpty ? "#" : "# " + $0 }
        lines += [
            "apiVersion: runner/v1", "kind: JobManifest", "metadata:",
            "  name: " + FlowText.text(.string(name)),
        ]
        let parameters = parameters
        if !parameters.isEmpty {
            lines.append("parameters:")
            for parameter in parameters {
                lines.append("  # The script had it from elsewhere: `--set \(parameter)=…`.")
                lines.append("  \(FlowText.text(.string(parameter))): { type: string }")
            }
        }
        lines += ["credentials:", "  submitter:"] + credential.lines.map { "    " + $0 }
        lines.append("endpoints:")
        for (name, endpoint) in named { lines += text(of: endpoint, called: name) }
        lines.append("jobs:")
        for (place, job) in jobs.enumerated() { lines += text(of: job, at: place) }
        return lines.joined(separator: "\n") + "\n"
    }

    private var comment: [String] {
        var lines = ["Imported from \(origin).", ""]
        let left = jobs.flatMap(\.remarks)
        if !left.isEmpty {
            lines.append("To look at:")
            var seen: Set<String> = []
            for remark in left {
                let line = "- " + remark.message + (remark.help.map { ": " + $0 } ?? "")
                if seen.insert(line).inserted { lines.append(line) }
            }
            lines.append("")
        }
        return lines
    }

    // MARK: endpoints

    /// The endpoints without repetitions, each with its name in the manifest.
    private var named: [(name: String, endpoint: ImportedJob.Endpoint)] {
        var seen: [(name: String, endpoint: ImportedJob.Endpoint)] = []
        for job in jobs where !seen.contains(where: { $0.endpoint == job.endpoint }) {
            let wanted = Self.key(job.endpoint.name.map { $0.text { $0 } } ?? "endpoint")
            seen.append((Self.free(wanted, among: seen.map(\.name)), job.endpoint))
        }
        return seen
    }

    private func text(of endpoint: ImportedJob.Endpoint, called name: String) -> [String] {
        func line(_ value: ShellValue?, _ fallback: String) -> String {
            let text = value?.isEmpty == false ? value?.text { "{{\($0)}}" } : nil
            return FlowText.text(.string(text ?? "{{\(fallback)}}"))
        }
        return [
            "  \(name):", "    type: azureml-batch", "    workspace:",
            "      subscriptionId: " + line(endpoint.subscription, "subscription"),
            "      resourceGroup: " + line(endpoint.resourceGroup, "resourceGroup"),
            "      name: " + line(endpoint.workspace, "workspace"),
            "    name: " + line(endpoint.name, "endpoint"),
            "    credential: submitter",
        ]
    }

    // MARK: jobs

    private func text(of job: ImportedJob, at place: Int) -> [String] {
        let endpoint = named.first { $0.endpoint == job.endpoint }?.name ?? "endpoint"
        var lines = [place == 0 ? "  score:" : "  score-\(place + 1):", "    endpoint: " + endpoint]
        if let deployment = job.deployment { lines.append("    deployment: " + late(deployment)) }
        if let experiment = job.experimentName { lines.append("    experimentName: " + late(experiment)) }
        lines += text(of: job.inputs, "inputs") + text(of: job.outputs, "outputs") + text(of: job.settings)
        return lines
    }

    private func text(of bindings: [ImportedJob.Binding], _ key: String) -> [String] {
        guard !bindings.isEmpty else { return [] }
        var lines = ["    \(key):"]
        for binding in bindings {
            lines.append("      \(FlowText.text(.string(binding.name))):")
            lines.append("        type: " + FlowText.text(.string(binding.type)))
            guard let value = binding.value else {
                if key == "inputs" { lines.append("        uri: \"{{\(binding.name)}}\"") }
                continue
            }
            let member = binding.isLiteral ? "value" : "uri"
            switch value {
            case .known(let known): lines.append("        \(member): " + literal(known, binding.type))
            case .text(let text):
                let known = text.text.flatMap { binding.isLiteral ? Self.typed($0, binding.type) : nil }
                lines.append("        \(member): " + (known.map(FlowText.text) ?? late(text)))
            }
        }
        return lines
    }

    /// A literal of the type that it is declared as: `default: "3"` of an integer is 3.
    private func literal(_ value: JSONValue, _ type: String) -> String {
        if type == "string" {
            switch value {
            case .string: break
            case .number(let number): return FlowText.text(.string(number.text))
            case .bool(let flag): return FlowText.text(.string(flag ? "True" : "False"))
            default: break
            }
        } else if case .string(let text) = value, let typed = Self.typed(text, type) {
            return FlowText.text(typed)
        }
        return FlowText.text(value)
    }

    private static func typed(_ text: String, _ type: String) -> JSONValue? {
        switch type {
        case "integer", "number":
            guard case .number(let number)? = try? JSONReader().read(Array(text.utf8)) else { return nil }
            return .number(number)
        case "boolean": return ["true": true, "false": false][text.lowercased()].map(JSONValue.bool)
        default: return nil
        }
    }

    private func text(of settings: [(path: [String], value: ImportedJob.Value)]) -> [String] {
        guard !settings.isEmpty else { return [] }
        var lines = ["    settings:"]
        var seen: Set<[String]> = []
        let order = ["instanceCount", "miniBatchSize", "errorThreshold", "retrySettings", "outputFileName"]
        // The last of two that say the same wins, as in the client.
        let last = settings.reversed().filter { seen.insert($0.path).inserted }.reversed()
        for key in order {
            let said = last.filter { $0.path.first == key }
            guard !said.isEmpty else { continue }
            if key == "retrySettings" { lines.append("      retrySettings:") }
            for (path, value) in said {
                let indent = path.count == 1 ? "      " : "        "
                lines.append(indent + (path.last ?? key) + ": " + filled(value))
            }
        }
        return lines
    }

    private func filled(_ value: ImportedJob.Value) -> String {
        switch value {
        case .known(let known): FlowText.text(known)
        case .text(let text): FlowText.text(.string(text.text { "{{\($0)}}" }))
        }
    }

    // MARK: what the script had from elsewhere

    /// A text in which look-ups may stand.
    private func late(_ value: ShellValue) -> String {
        FlowText.text(.string(value.text { "${{ parameters.\(Self.parameter($0)) }}" }))
    }

    /// The names of what `late` looks up, in order.
    private var parameters: [String] {
        var names: [String] = []
        func add(_ value: ShellValue?) {
            for hole in value?.holes ?? [] where !names.contains(Self.parameter(hole)) {
                names.append(Self.parameter(hole))
            }
        }
        for job in jobs {
            add(job.deployment)
            add(job.experimentName)
            for binding in job.inputs + job.outputs {
                if case .text(let text)? = binding.value { add(text) }
            }
        }
        return names
    }

    private static func parameter(_ name: String) -> String {
        guard let first = name.utf8.first, !(0x30...0x39 ~= first) else { return "argument" + name }
        return String(name.prefix(63))
    }

    // MARK: names

    /// A text as a name of the manifest's grammar.
    ///
    /// - Parameter text: Any text.
    /// - Returns: Lower-case letters, digits and dashes, a letter first.
    static func key(_ text: String) -> String {
        var name = ""
        for byte in text.utf8 {
            let isName = 0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20
            if isName {
                name.unicodeScalars.append(Unicode.Scalar(0x41...0x5A ~= byte ? byte | 0x20 : byte))
            } else if !name.isEmpty, name.last != "-" {
                name += "-"
            }
        }
        if let first = name.utf8.first, 0x30...0x39 ~= first { name = "n-" + name }
        name = String(name.prefix(60))
        while name.last == "-" { name.removeLast() }
        return name.isEmpty ? "endpoint" : name
    }

    private static func free(_ wanted: String, among taken: [String]) -> String {
        var name = wanted
        var count = 1
        while taken.contains(name) {
            count += 1
            name = "\(wanted)-\(count)"
        }
        return name
    }
}
