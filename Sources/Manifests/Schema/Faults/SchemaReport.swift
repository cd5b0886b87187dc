import Diagnostics

/// Puts the faults of one document into words.
struct SchemaReport {
    private let program: SchemaProgram
    private let root: Node

    init(program: SchemaProgram, root: Node) {
        self.program = program
        self.root = root
    }

    /// The faults as diagnostics, in the order of the file.
    func diagnostics(_ faults: [SchemaFault]) -> [Diagnostic] {
        guard !faults.isEmpty else { return [] }
        let diagnostics = faults.map { diagnostic($0) }.sortedByPlace
        return SensitiveLines(root: root, program: program).hiding(in: diagnostics)
    }

    private func diagnostic(_ fault: SchemaFault) -> Diagnostic {
        var diagnostic = words(FaultContext(fault: fault, program: program))
        if fault.isOfKey { diagnostic.code = .malformedKey }
        if fault.isSecret { diagnostic.hideExcerpts() }
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
        case .outOfRange(let fact, let rule): .outOfRange(fact, rule, context)
        case .wrongLength(let length, let rule): .wrongLength(length, rule, context)
        case .wrongCount(let count, let rule, let unit): .wrongCount(count, rule, unit, context)
        case .repeatedItem(let earlier): .repeatedItem(earlier, context)
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
