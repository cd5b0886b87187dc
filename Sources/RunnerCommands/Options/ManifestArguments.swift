import ArgumentParser

/// Which manifests a command reads, and with what parameters.
struct ManifestArguments: ParsableArguments {
    @Argument(
        help: "Manifests: files, folders (their *.yaml, *.yml and *.json by name), or - for standard input."
    )
    var paths: [String]

    @OptionGroup var options: ManifestOptions
}

/// How a command reads manifests.
struct ManifestOptions: ParsableArguments {
    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("A parameter's value; may be given several times.", valueName: "name=value")
    )
    var values: [String] = []

    @OptionGroup var trust: TrustOptions

    /// The hosts that the operator allows.
    var allowedHosts: [String] {
        get { trust.hosts.allowedHosts }
        set { trust.hosts.allowedHosts = newValue }
    }

    /// The policy's file.
    var policy: String? {
        get { trust.policy }
        set { trust.policy = newValue }
    }
}
