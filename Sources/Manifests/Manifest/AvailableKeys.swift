import Diagnostics

/// What of the language this version does: one table of paths, against which each document is held.
///
/// An allow-list: a key that the schema describes and nobody has taught this version to obey is an error,
/// also when it is forgotten here. Nothing is accepted in silence.
struct AvailableKeys {
    /// Paths that are read; `*` is any name.
    static let read = [
        "apiVersion", "kind", "metadata.name", "metadata.description", "metadata.labels.*",
        "parameters.*.type", "parameters.*.description", "parameters.*.pattern", "parameters.*.default",
        "parameters.*.enum", "parameters.*.minimum", "parameters.*.maximum",
        "credentials.*.type", "credentials.*.description", "credentials.*.tenantId.env",
        "credentials.*.tenantId.file", "credentials.*.clientId.env", "credentials.*.clientId.file",
        "credentials.*.clientSecret.env", "credentials.*.clientSecret.file", "credentials.*.tokenEndpoint",
        "credentials.*.authorityHost", "credentials.*.cloud",
        "credentials.*.certificate.env", "credentials.*.certificate.file",
        "credentials.*.certificatePassword.env", "credentials.*.certificatePassword.file",
        "credentials.*.sendCertificateChain", "credentials.*.signatureAlgorithm",
        "credentials.*.subscriptionId.env", "credentials.*.subscriptionId.file",
        "credentials.*.federatedToken.source", "credentials.*.federatedToken.token.env",
        "credentials.*.federatedToken.token.file", "credentials.*.federatedToken.serviceConnectionId.env",
        "credentials.*.federatedToken.serviceConnectionId.file", "credentials.*.federatedToken.audience",
        "credentials.*.federatedToken.accessToken.env", "credentials.*.federatedToken.accessToken.file",
        "credentials.*.objectId.env", "credentials.*.objectId.file", "credentials.*.resourceId.env",
        "credentials.*.resourceId.file", "credentials.*.source",
        "endpoints.*.type", "endpoints.*.description", "endpoints.*.scoringUri", "endpoints.*.deployment",
        "endpoints.*.credential", "endpoints.*.name", "endpoints.*.visibilityWindow",
        "endpoints.*.workspace.subscriptionId", "endpoints.*.workspace.resourceGroup",
        "endpoints.*.workspace.name",
        "jobs.*.endpoint", "jobs.*.description", "jobs.*.deployment", "jobs.*.experimentName",
        "jobs.*.labels.*",
        "jobs.*.inputs.*.type", "jobs.*.inputs.*.description", "jobs.*.inputs.*.uri", "jobs.*.inputs.*.value",
        "jobs.*.outputs.*.type", "jobs.*.outputs.*.description", "jobs.*.outputs.*.uri",
        "jobs.*.settings.instanceCount", "jobs.*.settings.miniBatchSize", "jobs.*.settings.errorThreshold",
        "jobs.*.settings.outputFileName", "jobs.*.settings.retrySettings.maxRetries",
        "jobs.*.settings.retrySettings.timeout",
        "jobs.*.needs", "jobs.*.matrix.*",
        "jobs.*.rerun.per", "jobs.*.timeouts.execution", "jobs.*.timeouts.queue", "jobs.*.onUnknown",
        "jobs.*.retry.attempts", "jobs.*.retry.on", "jobs.*.retry.backoff.initial",
        "jobs.*.retry.backoff.maximum", "jobs.*.concurrency.group", "jobs.*.concurrency.onConflict",
    ]

    /// Paths that the language knows and this version does not do, with what they would be.
    static let missing: [String: String] = [:]

    /// Values that the language knows and this version does not do; their siblings are not looked at.
    static let missingValues: [String: [String: String]] = [:]

    /// The table as a tree: branches, the root first, each named by its place.
    private static let branches: [Branch] = {
        var branches = [Branch()]
        func place(of path: String) -> Int {
            path.split(separator: ".").reduce(0) { parent, name in
                let isAny = name == "*"
                let known = isAny ? branches[parent].anyName : branches[parent].children[String(name)]
                if let known { return known }
                branches.append(Branch())
                let place = branches.count - 1
                if isAny {
                    branches[parent].anyName = place
                } else {
                    branches[parent].children[String(name)] = place
                }
                return place
            }
        }
        for path in read { _ = place(of: path) }
        for (path, words) in missing { branches[place(of: path)].missing = words }
        for (path, values) in missingValues { branches[place(of: path)].missingValues = values }
        return branches
    }()

    /// Reports every key and value that this version does not obey, at the first place of each.
    ///
    /// - Parameters:
    ///   - root: The document's root.
    ///   - problems: Where faults are added.
    static func check(_ root: Node, into problems: inout [Diagnostic]) {
        var found: [Diagnostic] = []
        check(root, against: 0, into: &found)
        // A thing that is missing is said once, however many jobs ask for it.
        var places: [String: Int] = [:]
        var shown: [Diagnostic] = []
        for diagnostic in found {
            let count = places[diagnostic.message, default: 0]
            if count == 0 { shown.append(diagnostic) }
            places[diagnostic.message] = count + 1
        }
        for diagnostic in shown {
            var diagnostic = diagnostic
            let others = (places[diagnostic.message] ?? 1) - 1
            if others > 0 {
                let count = found.count < ManifestReading.problemLimit ? "\(others)" : "many"
                diagnostic.notes.append("it stands in \(count) more place\(others == 1 ? "" : "s")")
            }
            problems.append(diagnostic)
        }
    }

    private static func check(_ node: Node, against branch: Int, into problems: inout [Diagnostic]) {
        let entries = node.entries
        var hidesSiblings = false
        for entry in entries where !missingValues.isEmpty {
            guard let next = branches[branch][entry.name], !branches[next].missingValues.isEmpty,
                let text = entry.value.text, let words = branches[next].missingValues[text]
            else { continue }
            problems.append(
                .notAvailableYet(words, at: entry.value.span, subject: "`\(entry.name): \(text)`")
            )
            hidesSiblings = hidesSiblings || entry.name == "type"
        }
        guard !hidesSiblings else { return }
        for entry in entries {
            guard problems.count < ManifestReading.problemLimit else { return }
            guard let next = branches[branch][entry.name] else {
                problems.append(
                    .notAvailableYet("this key", at: entry.key.span, subject: "`\(entry.name.shortened)`")
                )
                continue
            }
            if let words = branches[next].missing {
                problems.append(.notAvailableYet(words, at: entry.key.span, subject: "`\(entry.name)`"))
            } else if !branches[next].isLeaf {
                check(entry.value, against: next, into: &problems)
            }
        }
    }

    /// What may stand below one key.
    private struct Branch {
        /// Places of branches by name.
        var children: [String: Int] = [:]
        /// The place of what stands below any name.
        var anyName: Int?
        var missing: String?
        var missingValues: [String: String] = [:]

        var isLeaf: Bool { children.isEmpty && anyName == nil }

        subscript(_ name: String) -> Int? { children[name] ?? anyName }
    }
}

extension Diagnostic {
    /// Says that the language has something and this version has not.
    ///
    /// - Parameters:
    ///   - what: What is missing, such as `certificates`.
    ///   - span: The key, value or look-up.
    ///   - subject: How it is written there, in backticks; `nil` when `what` says it.
    /// - Returns: RN0350.
    static func notAvailableYet(_ what: String, at span: SourceSpan, subject: String? = nil) -> Diagnostic {
        Diagnostic(
            .notAvailableYet,
            subject.map { "\($0) is not available in this version" }
                ?? "\(what) are not available in this version",
            at: Label(span, "this version does not have \(what)"),
            notes: ["the schema describes the whole language; this version of runner does a part of it"],
            help: "remove it, or use a version of runner that has it"
        )
    }
}
