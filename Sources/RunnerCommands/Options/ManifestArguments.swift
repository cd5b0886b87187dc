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
}
