import Diagnostics

/// Every `az ml batch-endpoint invoke` of a script, with what the script said before it.
struct InvokeScript: Sendable {
    /// The calls, in the order of their text.
    let calls: [InvokeCall]

    /// Reads a script or a command line.
    ///
    /// - Parameters:
    ///   - source: The text.
    ///   - given: What variables are, and where the calls go that do not say it, by the names that a manifest has for it.
    init(_ source: SourceText, given: [String: String] = [:]) {
        var variables = ShellVariables(given: given)
        var defaults: [InvokeCall.Option: ShellValue] = [:]
        let places: [(String, InvokeCall.Option)] = [
            ("subscription", .subscription), ("resourceGroup", .resourceGroup), ("workspace", .workspaceName),
            ("endpoint", .name),
        ]
        for (name, option) in places { defaults[option] = given[name].map { ShellValue($0) } }
        var calls: [InvokeCall] = []
        for command in ShellScript.commands(in: source.bytes) {
            var words = command.words[...]
            while let first = words.first, variables.take(first) { words.removeFirst() }
            guard let first = words.first, let last = words.last, first.plainText == "az" else { continue }
            let fields = words.enumerated().flatMap { place, word in
                variables.fields(of: word, calling: "value\(place)")
            }
            let verbs = fields.prefix(4).map { $0.text ?? "" }
            if verbs == ["az", "ml", "batch-endpoint", "invoke"] {
                let span = SourceSpan(file: source.name, start: first.start, end: last.end)
                calls.append(InvokeCall(Array(fields.dropFirst(4)), defaults: defaults, at: span))
            } else if verbs.starts(with: ["az", "account", "set"]) {
                let said = Self.value(of: ["-s", "-n", "--subscription", "--name"], in: fields)
                // What a person was to write in, `<SUBSCRIPTION>`, says nothing.
                if let said, !said.isEmpty { defaults[.subscription] = said }
            } else if verbs.starts(with: ["az", "configure"]) || verbs.starts(with: ["az", "config", "set"]) {
                Self.take(fields, into: &defaults)
            }
        }
        self.calls = calls
    }

    private static func value(of names: [String], in fields: [ShellValue]) -> ShellValue? {
        for (place, field) in fields.enumerated() {
            guard let text = field.text ?? Optional(field.beginning) else { continue }
            if names.contains(text), place + 1 < fields.count { return fields[place + 1] }
            if let name = names.first(where: { text.hasPrefix($0 + "=") }) {
                return field.dropping(name.count + 1)
            }
        }
        return nil
    }

    /// `group=X workspace=Y`, also as `defaults.group=X`.
    private static func take(_ fields: [ShellValue], into defaults: inout [InvokeCall.Option: ShellValue]) {
        let names: [(String, InvokeCall.Option)] = [
            ("group=", .resourceGroup), ("workspace=", .workspaceName), ("defaults.group=", .resourceGroup),
            ("defaults.workspace=", .workspaceName),
        ]
        for field in fields {
            for (name, option) in names where field.beginning.hasPrefix(name) {
                let said = field.dropping(name.count)
                if !said.isEmpty { defaults[option] = said }
            }
        }
    }
}
