public import Diagnostics

extension ManifestReading {
    /// Reads one entry of `jobs`.
    mutating func job(_ entry: Node.Entry) -> Job? {
        let node = entry.value
        let before = problems.count
        let scope = LookupScope(entry)
        let rerun = rerun(node["rerun"], of: scope)
        let endpoint = located(node["endpoint"], in: entry.key)
        if let endpoint, !isDeclared(endpoint, under: "endpoints") {
            let names = declaredNames("endpoints")
            problems.append(
                .unknownName(.unknownEndpoint, "endpoint", endpoint, declared: names, near: near(names))
            )
        }
        let deployment = node["deployment"].flatMap {
            templates.template($0, in: .early(name: "deployment"), of: scope, into: &problems)
        }
        let experiment = node["experimentName"].flatMap {
            templates.template($0, in: .late, of: scope, into: &problems)
        }
        let inputs = node["inputs"].map { parts(of: $0) { $0.input($1, of: scope) } } ?? []
        let outputs = node["outputs"].map { parts(of: $0) { $0.output($1, of: scope) } } ?? []
        let settings = settings(node["settings"])
        let timeout = duration(node["timeouts"]?["execution"])
        let onUnknown = node["onUnknown"].flatMap { node in
            node.text.flatMap(Job.OnUnknown.init).map { Located($0, at: node.span) }
        }
        let jobLabels = labels(node["labels"])
        let concurrency = concurrency(node["concurrency"], scope)
        let texts = [deployment, experiment, concurrency?.group].compactMap(\.self)
        guard let endpoint else { return nil }
        var job = Job(
            name: Located(entry.name, at: entry.key.span),
            endpoint: endpoint,
            deployment: deployment,
            inputs: inputs,
            outputs: outputs,
            experimentName: experiment,
            settings: settings,
            rerun: rerun ?? .once,
            executionTimeout: timeout,
            onUnknown: onUnknown,
            labels: jobLabels
        )
        job.needs = needs(node["needs"])
        job.matrix = matrix(node.entry("matrix"))
        job.queueTimeout = duration(node["timeouts"]?["queue"])
        job.concurrency = concurrency
        job.retry = retry(node.entry("retry"), of: job)
        checkAxes(of: job, isSound: problems.count == before, texts)
        return job
    }

    private mutating func rerun(_ node: Node?, of scope: LookupScope) -> Job.Rerun? {
        guard let node else { return .once }
        if let per = node["per"] {
            return templates.template(per, in: .early(name: "rerun.per"), of: scope, into: &problems)
                .map(Job.Rerun.per)
        }
        switch node.string {
        case "once": return .once
        case "always": return .always
        default:
            gap = gap ?? node.span
            return nil
        }
    }

    private mutating func input(_ entry: Node.Entry, of scope: LookupScope) -> Job.Input? {
        let node = entry.value
        let name = Located(entry.name, at: entry.key.span)
        guard let typeNode = node["type"], let typeName = typeNode.text else { return nil }
        if let type = Job.DataType(rawValue: typeName) {
            guard let uri = uri(node["uri"], of: scope), node["value"] == nil else { return nil }
            return Job.Input(name: name, value: .data(type: Located(type, at: typeNode.span), uri: uri))
        }
        guard let type = Job.LiteralType(rawValue: typeName), let valueNode = node["value"],
            node["uri"] == nil,
            valueNode.kind != .null,
            let value = templates.template(valueNode, in: .late, of: scope, into: &problems)
        else { return nil }
        if let constant = value.constant, let problem = type.fault(of: constant, at: valueNode.span) {
            problems.append(problem)
            return nil
        }
        return Job.Input(name: name, value: .literal(type: Located(type, at: typeNode.span), value: value))
    }

    private mutating func output(_ entry: Node.Entry, of scope: LookupScope) -> Job.Output? {
        let node = entry.value
        guard let typeNode = node["type"], let type = typeNode.text.flatMap(Job.DataType.init(rawValue:))
        else {
            return nil
        }
        let target = node["uri"].map { uri($0, of: scope) }
        if let target, target == nil { return nil }
        return Job.Output(
            name: Located(entry.name, at: entry.key.span),
            type: Located(type, at: typeNode.span),
            uri: target ?? nil
        )
    }

    /// A URI: no signature in it, as far as that can be seen before look-ups are filled in.
    private mutating func uri(_ node: Node?, of scope: LookupScope) -> Template? {
        guard let node, let uri = templates.template(node, in: .late, of: scope, into: &problems) else {
            return nil
        }
        guard !URISignature.isIn(uri.notation) else {
            problems.append(.signatureInURI(at: uri.span))
            return nil
        }
        return uri
    }

    private mutating func settings(_ node: Node?) -> Job.Settings {
        Job.Settings(
            instanceCount: wholeNumber(node?["instanceCount"]),
            miniBatchSize: wholeNumber(node?["miniBatchSize"]),
            errorThreshold: wholeNumber(node?["errorThreshold"]),
            maxRetries: wholeNumber(node?["retrySettings"]?["maxRetries"]),
            retryTimeout: duration(node?["retrySettings"]?["timeout"]),
            outputFileName: optional(node?["outputFileName"])
        )
    }
}

extension Job.LiteralType {
    /// Says what is wrong with a literal's text, everything filled in.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - span: Where its template stands.
    /// - Returns: RN0308; `nil` when the text is of this type.
    public func fault(of text: String, at span: SourceSpan) -> Diagnostic? {
        guard !ScalarText.isLiteral(text, of: self) else { return nil }
        return Diagnostic(
            .literalOfWrongType,
            "`\(text.shortened)` is not of type `\(rawValue)`",
            at: Diagnostic.Label(span, "expected \(expectation)")
        )
    }

    private var expectation: String {
        switch self {
        case .string: "a string"
        case .number: "a decimal number, such as `0.75`"
        case .integer: "a whole number in decimal digits, such as `3`"
        case .boolean: "`true` or `false`"
        }
    }
}
