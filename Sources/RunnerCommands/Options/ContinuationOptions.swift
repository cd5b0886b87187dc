import ArgumentParser

/// What `wait`, `resume` and `retry` are given anew: a ledger does not keep what the operator allows.
struct ContinuationOptions: ParsableArguments {
    @OptionGroup var ledger: LedgerOption

    @Option(name: .customLong("allow-host"), help: .allowedHost)
    var allowedHosts: [String] = []

    @Option(help: .policy)
    var policy: String?

    @OptionGroup var waiting: WaitingOptions
    @OptionGroup var secrets: SecretOptions
    @OptionGroup var network: NetworkOptions
    @OptionGroup var output: RunOutputOptions

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
