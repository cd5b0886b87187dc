import Diagnostics
import Manifests

/// Fills in what is known when a job is planned, and judges the texts that come of it.
struct JobFilling {
    /// The parameters' values.
    let parameters: ParameterValues

    /// What a filled text is for, and with it what it may be.
    enum Role {
        /// Where data is.
        case uri
        /// A name that goes into a header or a service's list.
        case name
        /// Anything.
        case literal(Job.LiteralType)
    }

    /// A job with its look-ups filled in.
    struct Filled {
        let occurrence: String?
        let deployment: String?
        let specification: JobSpecification
        let neededOutputs: [NeededOutput]
        let concurrency: ConcurrencyGroup?
    }

    /// Fills a job in.
    ///
    /// - Parameters:
    ///   - job: The job.
    ///   - surroundings: What it looks up beyond parameters.
    ///   - problems: Where faults are added.
    /// - Returns: `nil` when a text is not what it must be.
    func fill(_ job: Job, in surroundings: JobSurroundings, into problems: inout [Diagnostic]) -> Filled? {
        let before = problems.count
        let occurrence = occurrence(of: job, in: surroundings, into: &problems)
        guard problems.count == before else { return nil }
        var needed: [NeededOutput] = []
        func text(_ template: Template, _ role: Role) -> LateText {
            for case .output(let job, let name) in template.lookups {
                guard let output = surroundings.handed(job, name).needed, !needed.contains(output) else {
                    continue
                }
                needed.append(output)
            }
            return fill(template, occurrence, role, in: surroundings, into: &problems)
        }
        let inputs = job.inputs.map { input in
            switch input.value {
            case .data(let type, let uri):
                JobSpecification.Input(
                    name: input.name.value,
                    value: .data(type: type.value.rawValue, uri: text(uri, .uri))
                )
            case .literal(let type, let value):
                JobSpecification.Input(
                    name: input.name.value,
                    value: .literal(type: type.value.rawValue, text: text(value, .literal(type.value)))
                )
            }
        }
        let outputs = job.outputs.map { output in
            JobSpecification.Output(
                name: output.name.value,
                type: output.type.value.rawValue,
                uri: output.uri.map { text($0, .uri) }
            )
        }
        let specification = JobSpecification(
            inputs: inputs,
            outputs: outputs,
            experimentName: job.experimentName.map { text($0, .name) },
            settings: settings(job.settings)
        )
        let deployment = job.deployment.map { text($0, .name).text }
        let concurrency = job.concurrency.map { concurrency in
            let name = text(concurrency.group, .name).text
            return switch concurrency.rule {
            case .queue: ConcurrencyGroup(name: name, rule: .queue)
            case .skip: ConcurrencyGroup(name: name, rule: .skip)
            case .replace: ConcurrencyGroup(name: name, rule: .replace)
            case .fail: ConcurrencyGroup(name: name, rule: .fail)
            }
        }
        guard problems.count == before else { return nil }
        return Filled(
            occurrence: occurrence,
            deployment: deployment,
            specification: specification,
            neededOutputs: needed,
            concurrency: concurrency
        )
    }

    private func settings(_ settings: Job.Settings) -> JobSpecification.Settings {
        var filled = JobSpecification.Settings()
        filled.instanceCount = settings.instanceCount?.value
        filled.miniBatchSize = settings.miniBatchSize?.value
        filled.errorThreshold = settings.errorThreshold?.value
        filled.maxRetries = settings.maxRetries?.value
        filled.retryTimeoutInSeconds = settings.retryTimeout.map { Int($0.value.components.seconds) }
        filled.outputFileName = settings.outputFileName?.value
        return filled
    }

    private func occurrence(
        of job: Job,
        in surroundings: JobSurroundings,
        into problems: inout [Diagnostic]
    ) -> String? {
        guard case .per(let template) = job.rerun else { return nil }
        let text = joined(template, nil, surroundings).text
        if !Self.isOccurrence(text) { problems.append(.invalidOccurrence(text, at: template.span)) }
        return text
    }

    /// Whether a text can name an occurrence for ever.
    static func isOccurrence(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 128 && !hasControls(text) && !hasOuterBlanks(text)
    }

    /// Fills one text in and judges it.
    func fill(
        _ template: Template,
        _ occurrence: String?,
        _ role: Role,
        in surroundings: JobSurroundings = JobSurroundings(),
        into problems: inout [Diagnostic]
    ) -> LateText {
        let (text, judged, late) = joined(template, occurrence, surroundings)
        // Pieces can join to a `${{` that nobody wrote, such as `$` before a value `{{ run.id }}`.
        if text.openers != late {
            problems.append(.invalidText(text, "values join to a look-up", in: template))
            return LateText(text)
        }
        switch role {
        case .literal(let type):
            // What is decided late is a number or a UUID; the literal's type can be judged with any of them.
            let sample = LateText(judged).filled(
                attemptNumber: 1,
                runID: "00000000-0000-7000-8000-000000000000"
            )
            if let fault = type.fault(of: sample, at: template.span) { problems.append(fault) }
        case .uri, .name:
            if text.isEmpty {
                problems.append(.invalidText(text, "empty", in: template))
            } else if Self.hasControls(text) || Self.hasOuterBlanks(text) {
                problems.append(.invalidText(text, "a control character, or a blank at an end", in: template))
            }
            guard case .uri = role, !text.isEmpty else { break }
            if !Self.hasRemoteForm(judged) {
                problems.append(.invalidText(text, "a remote job cannot reach this", in: template))
            }
            if URISignature.isIn(judged) { problems.append(.signatureInURI(at: template.span)) }
        }
        return LateText(text)
    }

    /// The text with late look-ups in canonical notation and their number, and what to judge it by.
    private func joined(_ template: Template, _ occurrence: String?, _ surroundings: JobSurroundings)
        -> (text: String, judged: String, late: Int)
    {
        var text = ""
        var judged = ""
        var late = 0
        func add(_ piece: String) {
            text += piece
            judged += piece
        }
        for part in template.parts {
            switch part {
            case .text(let piece): add(piece)
            case .lookup(.parameter(let name), _): add(parameters[name] ?? "")
            case .lookup(.occurrence, _): add(occurrence ?? "")
            case .lookup(.matrix(let axis), _): add(surroundings.values[axis] ?? "")
            case .lookup(.output(let job, let output), _):
                let handed = surroundings.handed(job, output)
                text += handed.text
                judged += handed.sample
                if handed.needed != nil { late += 1 }
            case .lookup(.attemptNumber, _), .lookup(.runID, _):
                guard case .lookup(let lookup, _) = part else { continue }
                add(lookup.description)
                late += 1
            }
        }
        return (text, judged, late)
    }

    /// A scheme of two letters or more but `file`, or an Azure resource; a single letter is a drive of
    /// Windows.
    private static func hasRemoteForm(_ text: String) -> Bool {
        if text.hasPrefix("/subscriptions/") { return true }
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
        let scheme = text[..<colon].lowercased().utf8
        guard scheme.count > 1, scheme.first.map({ (0x61...0x7A).contains($0) }) ?? false else {
            return false
        }
        return !scheme.elementsEqual("file".utf8)
            && scheme.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || "+.-".utf8.contains($0)
            }
    }

    /// Whether a text certainly names a file of this machine, whatever its look-ups come to.
    static func isOfThisMachine(_ text: String) -> Bool {
        text.prefix(5).lowercased().utf8.elementsEqual("file:".utf8)
    }

    static func hasControls(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            guard scalar.value >= 0x7F else { return scalar.value < 0x20 }
            return scalar.value <= 0x9F || scalar.properties.isBidiControl
        }
    }

    static func hasOuterBlanks(_ text: String) -> Bool {
        text.unicodeScalars.first?.properties.isWhitespace ?? false
            || text.unicodeScalars.last?.properties.isWhitespace ?? false
    }
}

extension String {
    /// How many `${{` it holds.
    fileprivate var openers: Int {
        var count = 0
        var rest = utf8[...]
        while let dollar = rest.firstIndex(of: UInt8(ascii: "$")) {
            if rest[dollar...].starts(with: "${{".utf8) { count += 1 }
            rest = rest[rest.index(after: dollar)...]
        }
        return count
    }
}

extension Diagnostic {
    static func invalidOccurrence(_ text: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .invalidOccurrence,
            text.isEmpty ? "the occurrence is empty" : "`\(text.shortened)` cannot name an occurrence",
            at: Label(span, "expected 1 to 128 bytes without control characters and outer blanks")
        )
    }

    static func invalidText(_ text: String, _ what: String, in template: Template) -> Diagnostic {
        Diagnostic(
            .invalidFilledText,
            text.isEmpty
                ? "nothing is left when look-ups are filled in" : "`\(text.shortened)` cannot be sent",
            at: Label(template.span, what),
            notes: template.lookups.isEmpty ? [] : ["this is the text after look-ups are filled in"]
        )
    }
}
