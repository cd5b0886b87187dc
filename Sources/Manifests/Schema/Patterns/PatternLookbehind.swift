/// Makes a lookbehind of several possible lengths into one that PCRE2 10.42 takes.
///
/// There every branch has one length: `(?<=https?:)` becomes `(?<=http:|https:)`.
struct PatternLookbehind {
    /// More branches than this are not worth their cost.
    private static let limit = 100

    /// What is left of the nodes that may be looked at: copies of copies grow fast.
    private var steps = 1000

    /// The branches of a lookbehind.
    ///
    /// - Parameter node: What is looked for.
    /// - Returns: The branches; `nil` when the length has no bound, or a group of several lengths captures.
    static func branches(of node: PatternNode) -> [PatternNode]? {
        var lookbehind = PatternLookbehind()
        return lookbehind.expand(node).map { $0.map(PatternNode.sequence) }
    }

    private init() {}

    private mutating func expand(_ node: PatternNode) -> [[PatternNode]]? {
        steps -= 1
        guard steps > 0 else { return nil }
        if Self.width(of: node) != nil { return [[node]] }
        switch node {
        case .group(let inner, nil): return expand(inner)
        case .choice(let branches):
            var result: [[PatternNode]] = []
            for branch in branches {
                guard let expanded = expand(branch), result.count + expanded.count <= Self.limit else {
                    return nil
                }
                result += expanded
            }
            return result
        case .sequence(let nodes):
            var result: [[PatternNode]] = [[]]
            for node in nodes {
                guard let expanded = expand(node), result.count * expanded.count <= Self.limit else {
                    return nil
                }
                result = result.flatMap { start in expanded.map { start + $0 } }
            }
            return result
        case .repetition(let inner, let quantifier):
            guard let most = quantifier.most, most - quantifier.least < Self.limit, Self.holdsNoGroup(inner)
            else { return nil }
            if Self.width(of: inner) != nil {
                return (quantifier.least...most).map { count in
                    [.repetition(inner, PatternQuantifier(least: count, most: count, isLazy: false))]
                }
            }
            guard most <= Self.limit else { return nil }
            var result: [[PatternNode]] = []
            for count in quantifier.least...most {
                let copies = PatternNode.sequence(Array(repeating: inner, count: count))
                guard let expanded = expand(copies), result.count + expanded.count <= Self.limit else {
                    return nil
                }
                result += expanded
            }
            return result
        default: return nil
        }
    }

    /// In characters; `nil` when it varies, or is above what PCRE2 takes.
    private static func width(of node: PatternNode) -> Int? {
        switch node {
        case .character, .any, .set: return 1
        case .start, .end, .boundary, .look: return 0
        case .group(let inner, _): return width(of: inner)
        case .reference, .namedReference: return nil
        case .sequence(let nodes):
            var sum = 0
            for node in nodes {
                guard let width = width(of: node), sum + width <= 65_535 else { return nil }
                sum += width
            }
            return sum
        case .choice(let branches):
            let widths = Set(branches.map(width))
            return widths.count == 1 ? widths.first.flatMap(\.self) : nil
        case .repetition(let inner, let quantifier):
            guard quantifier.least == quantifier.most, quantifier.least <= 65_535,
                let width = width(of: inner), width * quantifier.least <= 65_535
            else { return nil }
            return width * quantifier.least
        }
    }

    /// A group that is copied would count twice.
    private static func holdsNoGroup(_ node: PatternNode) -> Bool {
        switch node {
        case .group(let inner, let number): number == nil && holdsNoGroup(inner)
        case .look(let inner, _, _), .repetition(let inner, _): holdsNoGroup(inner)
        case .sequence(let nodes), .choice(let nodes): nodes.allSatisfy(holdsNoGroup)
        default: true
        }
    }
}
