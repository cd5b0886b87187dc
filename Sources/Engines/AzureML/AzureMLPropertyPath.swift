import Plans

/// A place in the request as the service names it, such as `OutputData.Values[0].JobOutputType`.
struct AzureMLPropertyPath {
    private let parts: [Part]
    private let text: String

    /// A name, and what stands in brackets after it.
    private struct Part {
        let name: String
        let key: String?
    }

    init(_ text: String) {
        self.text = text
        self.parts = text.split(separator: ".").prefix(16).map { part in
            guard let bracket = part.firstIndex(of: "["), part.last == "]" else {
                return Part(name: part.lowercased(), key: nil)
            }
            let key = part[part.index(after: bracket)...].dropLast().filter { $0 != "'" && $0 != "\"" }
            return Part(name: part[..<bracket].lowercased(), key: String(key))
        }
    }

    /// The same place in the manifest's job, such as `outputs.score.type`; the service's own text when there is none.
    func path(in specification: JobSpecification) -> String {
        var rest = parts[...]
        if rest.first?.name == "properties", rest.count > 1 { rest = rest.dropFirst() }
        guard let first = rest.first else { return AzureMLAnswer.shown(text, limit: 120) }
        switch first.name {
        case "inputdata": return binding("inputs", specification.inputs.map(\.name), rest)
        case "outputdata": return binding("outputs", specification.outputs.map(\.name), rest)
        case "properties" where rest.dropFirst().first?.name == "experimentname", "experimentname":
            return "experimentName"
        case "compute": return "settings.instanceCount"
        case "minibatchsize": return "settings.miniBatchSize"
        case "errorthreshold": return "settings.errorThreshold"
        case "outputfilename": return "settings.outputFileName"
        case "retrysettings":
            return switch rest.dropFirst().first?.name {
            case "maxretries": "settings.retrySettings.maxRetries"
            case "timeout": "settings.retrySettings.timeout"
            default: "settings.retrySettings"
            }
        default: return AzureMLAnswer.shown(text, limit: 120)
        }
    }

    /// The path of an input or output: by place (`Values[0]`), by name in brackets, or by name after a dot.
    private func binding(_ group: String, _ names: [String], _ parts: ArraySlice<Part>) -> String {
        var rest = parts
        guard let first = rest.popFirst() else { return group }
        let chosen: String?
        if let key = first.key {
            chosen = names.first { $0.utf8.elementsEqual(key.utf8) }
        } else if let next = rest.popFirst() {
            let isList = next.name == "values" || next.name == "keys"
            chosen =
                isList
                ? next.key.flatMap { Int($0) }.flatMap { names.indices.contains($0) ? names[$0] : nil }
                : names.first { $0.lowercased().utf8.elementsEqual(next.name.utf8) }
        } else {
            chosen = nil
        }
        guard let chosen else { return group }
        let path = group + "." + chosen
        return switch rest.first?.name {
        case "jobinputtype", "joboutputtype": path + ".type"
        case "uri": path + ".uri"
        case "value": path + ".value"
        default: path
        }
    }
}
