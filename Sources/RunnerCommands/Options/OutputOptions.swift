import ArgumentParser
import Host

/// How a command shows its result.
struct OutputOptions: ParsableArguments {
    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: "How the result is written to standard output; --format is the same."
    )
    private var given: OutputFormat = .text

    @Option(name: .customLong("format"), help: .hidden)
    private var asFormat: OutputFormat?

    /// How the result is written to standard output.
    var output: OutputFormat { asFormat ?? given }

    @Option(help: "When to use colour on standard error and output. NO_COLOR is honoured.")
    var color: ColorChoice = .auto
}

/// The forms of a result.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument, Sendable {
    case text
    case json
}

/// When colour is used.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument, Sendable {
    case auto
    case always
    case never

    /// Whether colour is used on a stream.
    ///
    /// - Parameters:
    ///   - isTerminal: Whether the stream is a terminal.
    ///   - environment: Where `NO_COLOR` and `TERM` are looked up.
    /// - Returns: Whether to use colour.
    func applies(isTerminal: Bool, environment: ProcessEnvironment) -> Bool {
        switch self {
        case .always: true
        case .never: false
        case .auto: isTerminal && environment.nonEmpty("NO_COLOR") == nil && environment["TERM"] != "dumb"
        }
    }
}
