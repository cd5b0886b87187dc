public import Diagnostics
public import Manifests

/// What is wrong with a job's texts whatever the parameters come to: for `validate`, which knows no values.
///
/// A text whose look-ups are all decided late is judged as a plan judges it. Of any other only the parts that are
/// written out are.
public struct JobReview: Sendable {
    private let parameters: [String: Parameter.ValueType]
    private let filling = JobFilling(parameters: ParameterValues.none)

    /// Makes a review of the jobs of one manifest.
    ///
    /// - Parameter parameters: The declared parameters.
    public init(parameters: [Parameter]) {
        self.parameters = Dictionary(
            parameters.map { ($0.name.value, $0.type) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Reports what a plan of this job would be refused for with any values.
    ///
    /// - Parameters:
    ///   - job: The job, as far as it could be read.
    ///   - problems: Where faults are added: RN0308, RN0370, RN0371.
    public func check(_ job: Job, into problems: inout [Diagnostic]) {
        if case .per(let template) = job.rerun, let text = template.constant, !JobFilling.isOccurrence(text) {
            problems.append(.invalidOccurrence(text, at: template.span))
        }
        for template in [job.deployment, job.experimentName].compactMap(\.self) {
            check(template, .name, into: &problems)
        }
        for input in job.inputs {
            switch input.value {
            case .data(_, let uri): check(uri, .uri, into: &problems)
            case .literal(let type, let value): check(value, .literal(type.value), into: &problems)
            }
        }
        for uri in job.outputs.compactMap(\.uri) { check(uri, .uri, into: &problems) }
    }

    private func check(_ template: Template, _ role: JobFilling.Role, into problems: inout [Diagnostic]) {
        if template.lookups.allSatisfy(\.isLate) {
            // The reader has judged literals that look nothing up.
            if case .literal = role, template.constant != nil { return }
            _ = filling.fill(template, nil, role, into: &problems)
            return
        }
        switch role {
        case .literal(let type): checkLookup(template, type, into: &problems)
        case .uri, .name:
            let texts = template.parts.compactMap { part -> String? in
                guard case .text(let text) = part else { return nil }
                return text
            }
            let isBroken =
                texts.contains(where: JobFilling.hasControls) || startsBlank(template) || endsBlank(template)
            if isBroken {
                let shown = template.notation
                problems.append(
                    .invalidText(shown, "a control character, or a blank at an end", in: template)
                )
            }
            guard case .uri = role, JobFilling.isOfThisMachine(template.notation) else { return }
            problems.append(
                .invalidText(template.notation, "a remote job cannot reach this", in: template)
            )
        }
    }

    private func startsBlank(_ template: Template) -> Bool {
        guard case .text(let text) = template.parts.first else { return false }
        return text.unicodeScalars.first?.properties.isWhitespace ?? false
    }

    private func endsBlank(_ template: Template) -> Bool {
        guard case .text(let text) = template.parts.last else { return false }
        return text.unicodeScalars.last?.properties.isWhitespace ?? false
    }

    /// A literal that is one parameter's value and nothing else, of a type that it can never have.
    private func checkLookup(_ template: Template, _ type: Job.LiteralType, into problems: inout [Diagnostic])
    {
        guard template.parts.count == 1, case .lookup(.parameter(let name), let span) = template.parts[0],
            let found = parameters[name]
        else { return }
        let isImpossible =
            switch (type, found) {
            case (.integer, .boolean), (.number, .boolean), (.boolean, .integer), (.boolean, .number): true
            default: false
            }
        guard isImpossible else { return }
        problems.append(.lookupOfWrongType(name, found, type, at: span))
    }
}

extension Diagnostic {
    static func lookupOfWrongType(
        _ name: String,
        _ found: Parameter.ValueType,
        _ wanted: Job.LiteralType,
        at span: SourceSpan
    ) -> Diagnostic {
        Diagnostic(
            .literalOfWrongType,
            "parameter `\(name.shortened)` is of type `\(found.rawValue)`, not `\(wanted.rawValue)`",
            at: Label(span, "never of type `\(wanted.rawValue)`"),
            help: "give parameter and input the same type"
        )
    }
}
