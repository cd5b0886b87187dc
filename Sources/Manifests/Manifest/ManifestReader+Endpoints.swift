import Diagnostics

extension ManifestReading {
    /// Reads one entry of `endpoints`.
    mutating func endpoint(_ entry: Node.Entry) -> Endpoint? {
        let node = entry.value
        guard node["type"]?.text == "azureml-batch" else { return nil }
        let place = place(node, entry.key)
        let deployment = optional(node["deployment"])
        let window = duration(node["visibilityWindow"])
        guard let place, let credential = located(node["credential"], in: entry.key) else { return nil }
        if !isDeclared(credential, under: "credentials") {
            let names = declaredNames("credentials")
            problems.append(
                .unknownName(.unknownCredential, "credential", credential, declared: names, near: near(names))
            )
        }
        return Endpoint(
            name: Located(entry.name, at: entry.key.span),
            kind: .azureMLBatch(
                Endpoint.AzureMLBatch(place: place, deployment: deployment, visibilityWindow: window)
            ),
            credential: credential
        )
    }

    /// How an endpoint is named; the schema has seen to it that it is named in one way.
    private mutating func place(_ node: Node, _ key: Node) -> Endpoint.AzureMLBatch.Place? {
        guard let workspace = node["workspace"] else {
            return located(node["scoringUri"], in: key).map { .scoringURI($0) }
        }
        let subscription = located(workspace["subscriptionId"], in: key)
        let group = located(workspace["resourceGroup"], in: key)
        guard let subscription, let group, let workspaceName = located(workspace["name"], in: key),
            let name = located(node["name"], in: key)
        else { return nil }
        return .workspace(
            Endpoint.AzureMLBatch.Workspace(
                subscriptionID: subscription,
                resourceGroup: group,
                name: workspaceName
            ),
            name: name
        )
    }

    /// Whether a section has an entry of that name, whether or not the entry itself is right.
    mutating func isDeclared(_ name: Located<String>, under section: String) -> Bool {
        if declared[section] == nil { declared[section] = Set(declaredNames(section)) }
        return declared[section]?.contains(name.value) ?? false
    }

    /// The names to look for a similar one among: each costs time, so a flood of faults gets none.
    func near(_ names: [String]) -> ArraySlice<String> {
        problems.count < Self.suggestionLimit ? names.prefix(1000) : []
    }

    /// The names in a section, in order.
    func declaredNames(_ section: String) -> [String] { root[section]?.entries.map(\.name) ?? [] }
}

extension Diagnostic {
    static func unknownName(
        _ code: Code,
        _ kind: String,
        _ name: Located<String>,
        declared: [String],
        near: ArraySlice<String>
    ) -> Diagnostic {
        Diagnostic(
            code,
            "unknown \(kind) `\(name.value.shortened)`",
            at: Label(name.span, "not declared under `\(kind)s`"),
            notes: [.declared("\(kind)s", declared)] + TextRemark.notes(about: name.value),
            help: NearestName.among(near, to: name.value).map { "did you mean `\($0)`?" }
        )
    }
}
