/// Reads a pattern by the grammar of ECMA-262 with the `u` flag.
///
/// More lenient in four places, where annex B gives a meaning that nobody mistakes and schemas in the wild rely on it:
/// a lone `]`, `}` or `{` is itself, so is a needlessly escaped character that is no letter and no digit, a hyphen
/// beside `\d` and the like in a class, and a brace that begins no quantifier.
struct PatternParser {
    typealias Fault = PatternExpression.Fault

    private let source: [Unicode.Scalar]
    private(set) var index = 0
    private var depth = 0
    private var groups = 0
    private var names: [[Unicode.Scalar]: Int] = [:]
    private var namedReferences: [[Unicode.Scalar]] = []
    private var highestReference = 0

    private init(_ pattern: String) { source = Array(pattern.unicodeScalars) }

    /// Reads a whole pattern.
    ///
    /// - Parameter pattern: The pattern; linear time, whatever its length.
    /// - Returns: Its tree, at most 100 groups deep.
    /// - Throws: ``PatternExpression/Fault/malformed(_:)``.
    static func parse(_ pattern: String) throws(Fault) -> PatternTree {
        var parser = PatternParser(pattern)
        let root = try parser.choice()
        guard parser.peek() == nil else { throw .malformed("`)` closes no group") }
        guard parser.highestReference <= parser.groups else {
            throw .malformed("`\\\(parser.highestReference)` refers to no group")
        }
        if let name = parser.namedReferences.first(where: { parser.names[$0] == nil }) {
            throw .malformed("`\\k<\(String(String.UnicodeScalarView(name)))>` refers to no group")
        }
        return PatternTree(root: root, names: parser.names)
    }

    /// Whether a text is a pattern, as the format `regex` asks.
    static func accepts(_ text: ArraySlice<UInt8>) -> Bool {
        (try? parse(String(decoding: text, as: UTF8.self))) != nil
    }

    // MARK: Terms

    private mutating func choice() throws(Fault) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 100 else { throw .malformed("its groups are more than 100 deep") }
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() throws(Fault) -> PatternNode {
        var nodes: [PatternNode] = []
        while let scalar = peek(), scalar != "|", scalar != ")" { nodes.append(try term()) }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func term() throws(Fault) -> PatternNode {
        guard let scalar = next() else { return .sequence([]) }
        switch scalar {
        case "^": return .start
        case "$": return .end
        case "*", "+", "?": throw .malformed("nothing stands before the quantifier `\(scalar)`")
        case ".": return try quantified(.any)
        case "[": return try quantified(.set(characterClass()))
        case "(": return try group()
        case "\\": return try escape()
        case "{":
            index -= 1
            guard try quantifier() == nil else {
                throw .malformed("nothing stands before the quantifier `{`")
            }
            index += 1
            return try quantified(.character(scalar.value))
        default: return try quantified(.character(scalar.value))
        }
    }

    /// Behind `(`.
    private mutating func group() throws(Fault) -> PatternNode {
        guard take("?") else { return try captured() }
        if take(":") { return try quantified(.group(closed(), number: nil)) }
        if take("=") { return .look(try closed(), isBehind: false, isNegated: false) }
        if take("!") { return .look(try closed(), isBehind: false, isNegated: true) }
        guard take("<") else { throw .malformed("the group `(?` is not one of ECMA-262") }
        if take("=") { return .look(try closed(), isBehind: true, isNegated: false) }
        if take("!") { return .look(try closed(), isBehind: true, isNegated: true) }
        let name = try groupName()
        guard names.updateValue(groups + 1, forKey: name) == nil else {
            throw .malformed("two groups have the name `\(String(String.UnicodeScalarView(name)))`")
        }
        return try captured()
    }

    private mutating func captured() throws(Fault) -> PatternNode {
        groups += 1
        let number = groups
        return try quantified(.group(closed(), number: number))
    }

    private mutating func closed() throws(Fault) -> PatternNode {
        let node = try choice()
        guard take(")") else { throw .malformed("a group is not closed") }
        return node
    }

    // MARK: Quantifiers

    mutating func quantified(_ node: PatternNode) throws(Fault) -> PatternNode {
        guard let quantifier = try quantifier() else { return node }
        return .repetition(node, quantifier)
    }

    /// `nil` when none is here.
    private mutating func quantifier() throws(Fault) -> PatternQuantifier? {
        let bounds: (least: Int, most: Int?)
        if take("*") {
            bounds = (0, nil)
        } else if take("+") {
            bounds = (1, nil)
        } else if take("?") {
            bounds = (0, 1)
        } else if let braced = braces() {
            bounds = braced
        } else {
            return nil
        }
        if let most = bounds.most, most < bounds.least {
            throw .malformed("the numbers of a quantifier are out of order")
        }
        return PatternQuantifier(least: bounds.least, most: bounds.most, isLazy: take("?"))
    }

    /// `{2}`, `{2,}` or `{2,3}`; anything else is left where it is.
    private mutating func braces() -> (least: Int, most: Int?)? {
        let start = index
        guard take("{"), let least = number() else {
            index = start
            return nil
        }
        var most: Int? = least
        if take(",") { most = number() }
        guard take("}") else {
            index = start
            return nil
        }
        return (least, most)
    }

    /// A decimal number; what is beyond 2^40 stays there.
    mutating func number() -> Int? {
        var value: Int?
        while let digit = peek(), "0"..."9" ~= digit {
            value = min(1 << 40, (value ?? 0) * 10 + Int(digit.value - 0x30))
            index += 1
        }
        return value
    }

    // MARK: References

    mutating func reference(_ number: Int) -> PatternNode {
        highestReference = max(highestReference, number)
        return .reference(number)
    }

    mutating func namedReference() throws(Fault) -> PatternNode {
        guard take("<") else { throw .malformed("`\\k` needs a name in angle brackets") }
        let name = try groupName()
        namedReferences.append(name)
        return .namedReference(name)
    }

    /// Up to and with `>`.
    private mutating func groupName() throws(Fault) -> [Unicode.Scalar] {
        var name: [Unicode.Scalar] = []
        while let scalar = next(), scalar != ">" {
            var value = scalar.value
            if scalar == "\\" {
                guard take("u") else { throw .malformed("a group's name holds `\\`") }
                value = try unicodeEscape()
            }
            guard let scalar = Unicode.Scalar(value), Self.isAllowed(scalar, atStart: name.isEmpty) else {
                throw .malformed("a group's name holds what no identifier does")
            }
            name.append(scalar)
        }
        guard !name.isEmpty, source[index - 1] == ">" else {
            throw .malformed("a group's name is not closed")
        }
        return name
    }

    private static func isAllowed(_ scalar: Unicode.Scalar, atStart: Bool) -> Bool {
        if scalar == "$" || scalar == "_" { return true }
        if atStart { return scalar.properties.isIDStart }
        return scalar.properties.isIDContinue || scalar == "\u{200C}" || scalar == "\u{200D}"
    }

    // MARK: Scalars

    func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
        index + ahead < source.count ? source[index + ahead] : nil
    }

    mutating func next() -> Unicode.Scalar? {
        guard let scalar = peek() else { return nil }
        index += 1
        return scalar
    }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek() == scalar else { return false }
        index += 1
        return true
    }

    /// Goes back to an earlier place.
    mutating func rewind(to earlier: Int) { index = earlier }
}
