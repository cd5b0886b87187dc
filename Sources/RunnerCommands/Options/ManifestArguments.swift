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

    @Option(name: .customLong("allow-host"), help: .allowedHost)
    var allowedHosts: [String] = []

    @Option(help: .policy)
    var policy: String?
}
