extension PatternParser {
    /// One element of a class.
    private enum ClassAtom {
        case character(UInt32)
        case item(PatternSet.Item)

        var item: PatternSet.Item {
            switch self {
            case .character(let value): .range(value, value)
            case .item(let item): item
            }
        }

        var isProperty: Bool {
            if case .item(.property) = self { true } else { false }
        }
    }

    /// Behind `[`.
    mutating func characterClass() throws(Fault) -> PatternSet {
        var set = PatternSet()
        set.isNegated = take("^")
        while !take("]") {
            let first = try classAtom()
            guard peek() == "-", let end = peek(1), end != "]" else {
                set.items.append(first.item)
                continue
            }
            _ = next()
            let last = try classAtom()
            if case .character(let low) = first, case .character(let high) = last {
                guard low <= high else { throw .malformed("a range in a class is out of order") }
                set.items.append(.range(low, high))
            } else {
                guard !first.isProperty, !last.isProperty else {
                    throw .malformed("a range in a class begins or ends at a property")
                }
                set.items += [first.item, .range(0x2D, 0x2D), last.item]
            }
        }
        return set
    }

    private mutating func classAtom() throws(Fault) -> ClassAtom {
        guard let scalar = next() else { throw .malformed("a class is not closed") }
        guard scalar == "\\" else { return .character(scalar.value) }
        if take("b") { return .character(0x8) }
        if let item = try setEscape() { return .item(item) }
        return .character(try characterEscape())
    }
}
