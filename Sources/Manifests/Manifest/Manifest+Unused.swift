public import Diagnostics

extension Manifest {
    /// Warnings for parameters, credentials and endpoints that nothing uses, in the order of the file.
    ///
    /// For `validate` only: a plan is not the place for them.
    public var unusedDeclarations: [Diagnostic] {
        var usedParameters: Set<String> = []
        for template in jobs.flatMap(\.templates) {
            for case .parameter(let name) in template.lookups { usedParameters.insert(name) }
        }
        let usedEndpoints = Set(jobs.map(\.endpoint.value))
        let usedCredentials = Set(endpoints.map(\.credential.value))
        let found =
            parameters.map(\.name).filter { !usedParameters.contains($0.value) }
            .map { Diagnostic.unused("parameter", $0, by: "no look-up") }
            + credentials.map(\.name).filter { !usedCredentials.contains($0.value) }
            .map { Diagnostic.unused("credential", $0, by: "no endpoint") }
            + endpoints.map(\.name).filter { !usedEndpoints.contains($0.value) }
            .map { Diagnostic.unused("endpoint", $0, by: "no job") }
        return found.sortedByPlace
    }
}

extension Job {
    /// Every text of the job that may hold look-ups.
    public var templates: [Template] {
        var templates: [Template] = []
        if let deployment { templates.append(deployment) }
        if let experimentName { templates.append(experimentName) }
        if case .per(let template) = rerun { templates.append(template) }
        for input in inputs {
            switch input.value {
            case .data(_, let template), .literal(_, let template): templates.append(template)
            }
        }
        return templates + outputs.compactMap(\.uri)
    }
}

extension Diagnostic {
    static func unused(_ kind: String, _ name: Located<String>, by user: String) -> Diagnostic {
        Diagnostic(
            .unusedDeclaration,
            severity: .warning,
            "\(kind) `\(name.value)` is not used",
            at: Label(name.span, "\(user) names it"),
            help: "remove it, or use it"
        )
    }
}
