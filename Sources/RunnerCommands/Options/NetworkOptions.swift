import ArgumentParser

/// How a command reaches other machines.
struct NetworkOptions: ParsableArguments {
    @Option(
        name: .customLong("ca-file"),
        help: ArgumentHelp(
            "A PEM file of certificate authorities that are believed besides the system's.",
            valueName: "file"
        )
    )
    var authorities: String?
}
