import ArgumentParser
import Host

/// How a plan is shown.
struct PlanOutputOptions: ParsableArguments {
    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: """
            How the plan is written to standard output; --format is the same. By default as text, and in GitHub Actions \
            and Azure Pipelines with annotations.
            """
    )
    private var given: PlanFormat?

    @Option(name: .customLong("format"), help: .hidden)
    private var asFormat: PlanFormat?

    @Option(help: "When to use colour on standard error and output. NO_COLOR is honoured.")
    var color: ColorChoice = .auto

    /// Whether somebody said how.
    var isGiven: Bool { (asFormat ?? given) != nil }

    /// How the plan is written.
    ///
    /// - Parameter environment: Where the variables of CI systems are looked up.
    /// - Returns: What was asked for, or what suits the place where the program runs.
    func format(in environment: ProcessEnvironment) -> PlanFormat {
        if let format = asFormat ?? given { return format }
        return switch FindingsFormat.automatic(environment: environment) {
        case .github: .github
        case .azure: .azure
        default: .text
        }
    }
}

/// The forms of a plan.
enum PlanFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// For people.
    case text
    /// For programs.
    case json
    /// A comment on a pull request.
    case markdown
    /// The log of a step of GitHub Actions, with annotations, and its summary.
    case github
    /// The log of a task of Azure Pipelines, with issues.
    case azure
    /// What is wrong, as GitLab's Code Quality.
    case gitlab
    /// What is wrong, as SARIF.
    case sarif
}
