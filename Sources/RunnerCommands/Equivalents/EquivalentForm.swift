import ArgumentParser

/// The programs that `plan --as` writes equivalents for.
enum EquivalentForm: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// `az ml batch-endpoint invoke`, a line of bash for each job.
    case az
    /// The requests themselves, by curl, as a script of bash.
    case curl
    /// `MLClient.batch_endpoints.invoke` of azure-ai-ml, as a script of Python.
    case python
}

extension EquivalentForm {
    /// Writes what `apply` would send in this form.
    ///
    /// - Parameter plans: The plans, each with its manifest's terms.
    /// - Returns: A script: harmless to show, whatever the manifests say.
    func script(for plans: [EquivalentPlan]) -> String {
        switch self {
        case .az: AzScript(plans: plans).text
        case .curl: CurlScript(plans: plans).text
        case .python: PythonScript(plans: plans).text
        }
    }
}
