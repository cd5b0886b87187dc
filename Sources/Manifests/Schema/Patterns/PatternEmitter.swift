/// Writes a pattern in the grammar of PCRE2, so that it means there what it means in ECMA-262.
struct PatternEmitter {
    private let names: [[Unicode.Scalar]: Int]
    private var result: [UInt8] = []

    private init(_ tree: PatternTree) { names = tree.names }

    /// Writes a whole pattern.
    ///
    /// - Parameter tree: The pattern.
    /// - Returns: UTF-8.
    /// - Throws: ``PatternExpression/Fault/malformed(_:)`` for what PCRE2 cannot do in the same way.
    static func emit(_ tree: PatternTree) throws(PatternExpression.Fault) -> [UInt8] {
        try PatternReferences.check(tree)
        var emitter = PatternEmitter(tree)
        try emitter.emit(tree.root)
        return emitter.result
    }

    private mutating func emit(_ node: PatternNode) throws(PatternExpression.Fault) {
        switch node {
        case .character(let value): character(value)
        case .any: write(#"[^\n\r\x{2028}\x{2029}]"#)
        case .set(let set): self.set(set)
        case .start: write("^")
        case .end: write(#"\z"#)
        case .boundary(let isNegated): write(isNegated ? #"\B"# : #"\b"#)
        case .group(let inner, let number): try enclose(inner, in: number == nil ? "(?:" : "(")
        case .look(let inner, isBehind: false, let isNegated):
            try enclose(inner, in: isNegated ? "(?!" : "(?=")
        case .look(let inner, isBehind: true, let isNegated):
            guard let branches = PatternLookbehind.branches(of: inner) else {
                throw .malformed("a lookbehind without a bound on its length is not supported")
            }
            try enclose(.choice(branches), in: isNegated ? "(?<!" : "(?<=")
        case .reference(let number): write("\\g{\(number)}")
        case .namedReference(let name): write("\\g{\(names[name] ?? 0)}")
        case .sequence(let nodes): for node in nodes { try emit(node) }
        case .choice(let branches):
            for (position, branch) in branches.enumerated() {
                if position > 0 { write("|") }
                try emit(branch)
            }
        case .repetition(let inner, let quantifier):
            try emit(inner)
            try repetition(quantifier)
        }
    }

    private mutating func enclose(_ node: PatternNode, in opening: String) throws(PatternExpression.Fault) {
        write(opening)
        try emit(node)
        write(")")
    }

    private mutating func repetition(_ quantifier: PatternQuantifier) throws(PatternExpression.Fault) {
        guard max(quantifier.least, quantifier.most ?? 0) <= 65_535 else {
            throw .malformed("a quantifier above 65535 is not supported")
        }
        switch (quantifier.least, quantifier.most) {
        case (0, nil): write("*")
        case (1, nil): write("+")
        case (0, 1): write("?")
        case (let least, nil): write("{\(least),}")
        case (let least, let most?): write(least == most ? "{\(least)}" : "{\(least),\(most)}")
        }
        if quantifier.isLazy { write("?") }
    }

    private mutating func character(_ value: UInt32) {
        guard let scalar = Unicode.Scalar(value) else { return set(PatternSet()) }
        if scalar.isASCII, !UInt8(value).isLetter, !UInt8(value).isDigit {
            // PCRE2 reads a backslash before any other printable character of ASCII as that character.
            write(0x20...0x7E ~= value ? "\\\(scalar)" : "\\x{\(String(value, radix: 16))}")
        } else {
            result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }

    private mutating func set(_ set: PatternSet) {
        let start = result.count
        write(set.isNegated ? "[^" : "[")
        let first = result.count
        for item in set.items {
            switch item {
            case .range(let low, let high): range(low, high)
            case .digit(let isNegated): ranges(PatternSet.digits, isNegated)
            case .word(let isNegated): ranges(PatternSet.wordCharacters, isNegated)
            case .space(let isNegated): ranges(PatternSet.blanks, isNegated)
            case .property(let name, let isNegated): write("\\\(isNegated ? "P" : "p"){\(name)}")
            }
        }
        if result.count == first {
            // No character is in it. PCRE2's own `[]` would not count as a character: `[]?` fails there.
            result.removeSubrange(start...)
            write(set.isNegated ? "[" : "[^")
            range(0, 0x10_FFFF)
        }
        write("]")
    }

    /// Spelled out: PCRE2 10.42 takes a Unicode digit out of `\D` in `[^\D\p{L}]`.
    private mutating func ranges(_ ranges: [ClosedRange<UInt32>], _ isNegated: Bool) {
        for part in isNegated ? PatternSet.inverse(of: ranges) : ranges {
            range(part.lowerBound, part.upperBound)
        }
    }

    /// A range without the surrogates at its ends, which no text in UTF-8 holds.
    private mutating func range(_ low: UInt32, _ high: UInt32) {
        let first = 0xD800...0xDFFF ~= low ? 0xE000 : low
        let last = 0xD800...0xDFFF ~= high ? 0xD7FF : high
        guard first <= last else { return }
        character(first)
        guard first < last else { return }
        write("-")
        character(last)
    }

    private mutating func write(_ text: String) { result.append(contentsOf: text.utf8) }
}
