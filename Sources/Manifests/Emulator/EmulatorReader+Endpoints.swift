import Diagnostics

extension EmulatorReading {
    mutating func endpoints(_ node: Node) -> [EmulatedEndpoint] {
        var hosts: [String: SourceSpan] = [:]
        return node.entries.map { entry in
            let endpoint = self.endpoint(entry)
            if let first = hosts[endpoint.host.value] {
                problems.append(.emulatedHostTwice(endpoint.host, first: first))
            }
            hosts[endpoint.host.value] = endpoint.host.span
            return endpoint
        }
    }

    private mutating func endpoint(_ entry: Node.Entry) -> EmulatedEndpoint {
        let host = text(entry.value["host"], or: "", in: entry.key)
        let deployments = entry.value["deployments"]?.entries.map { deployment($0) } ?? []
        let standard = optional(entry.value["defaultDeployment"])
        if let standard, !deployments.contains(where: { $0.name.value == standard.value }) {
            problems.append(.unknownEmulatedDeployment(standard, declared: deployments.map(\.name.value)))
        }
        let timing = entry.value["timing"]
        return EmulatedEndpoint(
            name: Located(entry.name, at: entry.key.span),
            host: Located(host.value.lowercased(), at: host.span),
            workspace: workspace(entry.value["workspace"]),
            defaultDeployment: standard,
            deployments: deployments,
            timing: EmulatedEndpoint.Timing(
                preparing: duration(timing?["preparing"], or: .zero),
                queued: duration(timing?["queued"], or: .zero)
            )
        )
    }

    private func workspace(_ node: Node?) -> EmulatedEndpoint.Workspace? {
        guard let subscription = node?["subscriptionId"]?.text, let group = node?["resourceGroup"]?.text,
            let name = node?["name"]?.text
        else { return nil }
        return EmulatedEndpoint.Workspace(subscriptionID: subscription, resourceGroup: group, name: name)
    }

    private mutating func deployment(_ entry: Node.Entry) -> EmulatedDeployment {
        let node = entry.value
        if let later = node.entry("loggingLevel") { notAvailable(later) }
        var variables: [String: String] = [:]
        if let written = node["environmentVariables"] {
            for variable in written.entries { variables[variable.name] = variable.value.text }
        }
        return EmulatedDeployment(
            name: Located(entry.name, at: entry.key.span),
            code: text(node["code"], or: ".", in: entry.key),
            scoringScript: text(node["scoringScript"], or: "score.py", in: entry.key),
            model: optional(node["model"]),
            python: text(node["python"], or: "python3", in: entry.key),
            environmentVariables: variables,
            settings: settings(node)
        )
    }

    private mutating func settings(_ node: Node) -> EmulatedDeployment.Settings {
        var settings = EmulatedDeployment.Settings()
        let retry = node["retrySettings"]
        settings.miniBatchSize = integer(node["miniBatchSize"], or: settings.miniBatchSize, in: 1...Int.max)
        settings.errorThreshold = integer(
            node["errorThreshold"],
            or: settings.errorThreshold,
            in: -1...Int(Int32.max)
        )
        settings.maximumRetries = integer(
            retry?["maxRetries"],
            or: settings.maximumRetries,
            in: 0...Int(Int32.max)
        )
        settings.timeout = duration(retry?["timeout"], or: settings.timeout, above: .zero)
        settings.instanceCount = integer(node["instanceCount"], or: settings.instanceCount, in: 1...64)
        settings.maximumConcurrencyPerInstance = integer(
            node["maxConcurrencyPerInstance"],
            or: settings.maximumConcurrencyPerInstance,
            in: 1...64
        )
        if let action = node["outputAction"]?.text.flatMap(EmulatedDeployment.OutputAction.init(rawValue:)) {
            settings.outputAction = action
        }
        if let name = node["outputFileName"]?.text { settings.outputFileName = name }
        return settings
    }
}

extension Diagnostic {
    static func emulatedHostTwice(_ host: Located<String>, first: SourceSpan) -> Diagnostic {
        Diagnostic(
            .emulatedHostTwice,
            "two endpoints have the host `\(host.value.shortened)`",
            at: Label(host.span, "played by another endpoint already"),
            secondary: [Label(first, "first here")]
        )
    }

    static func unknownEmulatedDeployment(_ name: Located<String>, declared: [String]) -> Diagnostic {
        Diagnostic(
            .unknownEmulatedDeployment,
            "unknown deployment `\(name.value.shortened)`",
            at: Label(name.span, "not declared under `deployments`"),
            help: NearestName.among(declared, to: name.value).map { "did you mean `\($0)`?" }
        )
    }
}
