extension ValidationRequest {
    /// The request of a plain command line; `nil` for whatever the argument parser has to look at, everything that is
    /// wrong included.
    ///
    /// - Parameter arguments: What stands behind `validate`.
    init?(plain arguments: some Sequence<String>) {
        guard let given = PlainArguments(arguments, options: EnvironmentOptions.validate),
            !given.operands.isEmpty
        else { return nil }
        paths = given.operands
        isRecursive = given.has("recursive")
        schema = given.value("schema")
        schemaFolders = given.all("schema-dir")
        assertsFormats = given.has("assert-formats")
        allowedHosts = given.all("allow-host")
        guard schema != nil || schemaFolders.isEmpty && !assertsFormats else { return nil }
        // What goes on until it is ended has time for the parser.
        guard !given.has("watch") else { return nil }
        if let text = given.value("format") {
            guard let known = FindingsFormat(rawValue: text) else { return nil }
            format = known
        }
        if let text = given.value("max-errors") {
            guard let limit = Int(text), limit > 0 else { return nil }
            errorLimit = limit
        }
        isQuiet = given.has("quiet")
        exitsZero = given.has("exit-zero")
        if let text = given.value("color") {
            guard let known = ColorChoice(rawValue: text) else { return nil }
            color = known
        }
    }
}
