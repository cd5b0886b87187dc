import ArgumentParser

/// Where secrets may be read from.
struct SecretOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A folder that secret files may be in; may be given several times.",
            valueName: "folder"
        )
    )
    var secretDir: [String] = []
}
