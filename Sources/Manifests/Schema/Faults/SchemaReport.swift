import Diagnostics

/// Puts the faults of one document into words.
struct SchemaReport {
    private let program: SchemaProgram
    private let root: Node
    private let secrets: [Node]

    /// Makes a report.
    ///
    /// - Parameters:
    ///   - program: The schema.
    ///   - root: The document's root.
    ///   - secrets: Values whose lines are not to be shown.
    init(program: SchemaProgram, root: Node, secrets: [Node]) {
        self.program = program
        self.root = root
        self.secrets = secrets
    }

    /// The faults as diagnostics, in the order of the file.
    ///
    /// - Parameters:
    ///   - faults: The faults.
    ///   - others: What was found without the schema.
    /// - Returns: Both, without excerpts of lines on which a secret may stand.
    func diagnostics(_ faults: [SchemaFault], and others: [Diagnostic] = []) -> [Diagnostic] {
        guard !faults.isEmpty || !others.isEmpty else { return [] }
        var seen: Set<Mistake> = []
        var guesses = 0
        let diagnostics = faults.compactMap { fault -> Diagnostic? in
            var fault = fault
            if case .unknownKey(let entry, _) = fault.problem {
                guesses += 1
                if guesses > SchemaFault.greatestGuesses { fault.problem = .unknownKey(entry, allowed: []) }
            }
            let diagnostic = diagnostic(fault)
            let subject = if case .unknownKey(let entry, _) = fault.problem { entry.key } else { fault.node }
            // A mapping that is met again through an alias has its faults once.
            let mistake = Mistake(code: diagnostic.code, rule: fault.rule, node: subject.index)
            return seen.insert(mistake).inserted ? diagnostic : nil
        }
        return SensitiveLines(root: root, program: program, secrets: secrets).hiding(
            in: (diagnostics + others).sortedByPlace
        )
    }

    private struct Mistake: Hashable {
        let code: Diagnostic.Code
        let rule: Int
        let node: Int32
    }

    /// One fault in words.
    func diagnostic(_ fault: SchemaFault) -> Diagnostic {
        var diagnostic = words(FaultContext(fault: fault, program: program))
        if fault.isOfKey { diagnostic.code = .malformedKey }
        // `{}` and nothing hold no secret.
        let isEmpty = fault.node.kind == .null || fault.node.kind == .mapping && fault.node.count == 0
        if fault.isSecret, !isEmpty { diagnostic.hideExcerpts() }
        return diagnostic
    }

    private func words(_ context: FaultContext) -> Diagnostic {
        switch context.fault.problem {
        case .unknownKey(let entry, let allowed): .unknownKey(entry, allowed, context)
        case .missingKeys(let names, let cause): .missingKeys(names, cause, context)
        case .missingChoice(let choices): .missingChoice(choices, context)
        case .missingTag(let key, let values): .missingTag(key, values, context)
        case .exclusiveKeys(let keys): .exclusiveKeys(keys, context)
        case .wrongType(let types):
            context.isSecretLiteral(types) ? .secretLiteral(context) : .wrongType(types, context)
        case .notAllowed(let values): .valueNotAllowed(values, context)
        case .noMatch(let pattern): .noMatch(pattern, context)
        case .wrongFormat(let name): .wrongFormat(name, context)
        case .outOfRange(let fact, let rule): .outOfRange(fact, rule, context)
        case .wrongLength(let length, let rule): .wrongLength(length, rule, context)
        case .wrongCount(let count, let rule, let unit): .wrongCount(count, rule, unit, context)
        case .wrongItems(let count, let expected, let rule): .wrongItems(count, expected, rule, context)
        case .repeatedItem(let earlier, let list): .repeatedItem(earlier, in: list, context)
        case .noAlternative: .noAlternative(context)
        case .severalAlternatives(let count): .severalAlternatives(count, context)
        case .refused(let title): .valueRefused(title, context)
        case .forbidden: .valueRefused(nil, context)
        case .patternTooCostly(let pattern): .patternTooCostly(pattern, context)
        case .tooCostly: .checkTooCostly(context)
        }
    }
}

extension Diagnostic {
    /// Forbids all excerpts.
    mutating func hideExcerpts() {
        primary?.showsExcerpt = false
        for index in secondary.indices { secondary[index].showsExcerpt = false }
    }
}
