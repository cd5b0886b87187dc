import Diagnostics
import Host

extension FindingsFormat {
    /// What is written where.
    struct Rendering: Equatable, Sendable {
        /// For standard output.
        var output = ""
        /// For standard error.
        var error = ""
    }

    /// How text is laid out for people.
    struct Layout: Sendable {
        /// Whether to colour with SGR sequences.
        var useColor = false
        /// How many cells a line with an excerpt may take.
        var width = 110
    }

    /// The format that suits where the program runs: `github` in a step of GitHub Actions, `azure` in one of Azure
    /// Pipelines, `text` everywhere else.
    ///
    /// - Parameter environment: Where `GITHUB_ACTIONS` and `TF_BUILD` are looked up.
    /// - Returns: The format.
    static func automatic(environment: ProcessEnvironment) -> FindingsFormat {
        if environment["GITHUB_ACTIONS"] == "true" { return .github }
        return environment["TF_BUILD"]?.lowercased() == "true" ? .azure : .text
    }

    /// Writes findings.
    ///
    /// - Parameters:
    ///   - findings: What was found.
    ///   - errorLimit: How many findings are shown at most; the format's own limit holds besides.
    ///   - quiet: Whether text says nothing about what is valid.
    ///   - layout: How text for people is laid out.
    ///   - exitStatus: How the command ends, where that is not as the findings say.
    ///   - command: The command that found them.
    /// - Returns: In text, findings for standard error and a line for each valid file for standard output; in other
    ///   formats a document for standard output.
    /// - Complexity: O(findings + names of files); no valid file's text is looked at.
    func render(
        _ findings: Findings,
        errorLimit: Int? = nil,
        quiet: Bool = false,
        layout: Layout = Layout(),
        exitStatus: ExitStatus? = nil,
        command: String = "validate"
    ) -> Rendering {
        let reported = ReportedFindings(
            findings,
            limit: self == .sarif ? min(errorLimit ?? .max, SARIFReport.resultLimit) : errorLimit,
            exitStatus: exitStatus
        )
        return switch self {
        case .text: TextReport(reported, layout: layout).rendering(isQuiet: quiet)
        case .json: Rendering(output: JSONReport(reported).text)
        case .sarif: Rendering(output: SARIFReport(reported).text)
        case .junit: Rendering(output: JUnitReport(reported).text)
        case .tap: Rendering(output: TAPReport(reported).text)
        case .github: Rendering(output: GitHubReport(reported, command: command).text)
        case .azure: Rendering(output: AzureReport(reported, command: command).text)
        case .gitlab: Rendering(output: GitLabReport(reported).text)
        case .markdown: Rendering(output: MarkdownReport(reported).text)
        }
    }
}
