import ArgumentParser

/// What the operator allows manifests, beside what they say themselves.
struct TrustOptions: ParsableArguments {
    @OptionGroup var hosts: AllowedHostOptions

    @Option(
        help: ArgumentHelp(
            "What manifests may do with credentials: a document of kind Policy from outside their repository.",
            valueName: "file"
        )
    )
    var policy: String?
}

/// Which hosts the operator allows.
struct AllowedHostOptions: ParsableArguments {
    @Option(
        name: .customLong("allow-host"),
        help: ArgumentHelp(
            "A host that credentials may go to besides the cloud's own; lifts the path rule, and https on loopback.",
            valueName: "host[:port]"
        )
    )
    var allowedHosts: [String] = []
}
