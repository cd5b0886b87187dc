import ArgumentParser

/// What `wait`, `resume` and `retry` are given anew: a ledger does not keep what the operator allows.
struct ContinuationOptions: ParsableArguments {
    @OptionGroup var ledger: LedgerOption

    @Option(
        name: .customLong("allow-host"),
        help: ArgumentHelp(
            "A host that credentials may go to besides the cloud's own; lifts the path rule, and https on loopback.",
            valueName: "host[:port]"
        )
    )
    var allowedHosts: [String] = []

    @Option(
        help: ArgumentHelp(
            "What manifests may do with credentials: a document of kind Policy from outside their repository.",
            valueName: "file"
        )
    )
    var policy: String?

    @Option(
        help: ArgumentHelp("How long to wait for the jobs; they run on afterwards.", valueName: "seconds")
    )
    var timeout: Int?

    @Option(
        help: ArgumentHelp(
            "A folder that secret files may be in; may be given several times.",
            valueName: "folder"
        )
    )
    var secretDir: [String] = []

    @OptionGroup var network: NetworkOptions
    @OptionGroup var output: RunOutputOptions

    func validate() throws {
        if let timeout, timeout < 0 { throw ValidationError("--timeout takes seconds, 0 or more") }
    }

    /// How manifests are read.
    ///
    /// - Parameter values: The values of parameters.
    /// - Returns: The options.
    func manifests(values: [String]) -> ManifestOptions {
        var options = ManifestOptions()
        options.values = values
        options.allowedHosts = allowedHosts
        options.policy = policy
        return options
    }
}

/// How many jobs `resume` and `retry` send, and whether they wait for them.
struct SendingOptions: ParsableArguments {
    @Flag(help: "Do not wait for the jobs: end when each is accepted.")
    var detach = false

    @Option(help: ArgumentHelp("How many submissions are under way at once.", valueName: "count"))
    var parallelism = 4

    @OptionGroup var reports: ReportOptions

    func validate() throws {
        guard (1...1000).contains(parallelism) else { throw ValidationError("--parallelism takes 1 to 1000") }
    }
}
