/// Finds back-references that PCRE2 would read in another way than ECMA-262.
///
/// ECMA-262 forgets what the groups in a loop captured when the loop begins a new round (§22.2.2.3.1); PCRE2 keeps
/// it. The two agree where the group has always captured anew before the reference is read. Any other pattern is
/// refused, because a wrong answer is worse than none.
struct PatternReferences {
    /// A node that holds the present one.
    private struct Frame: Hashable {
        let id: Int
        let isLoop: Bool
        /// Whether every way through this node leads through the present one.
        let isMandatory: Bool
    }

    private struct Place {
        let frames: [Frame]
        let order: Int
    }

    private let names: [[Unicode.Scalar]: Int]
    private var frames: [Frame] = []
    private var steps = 0
    private var groups: [Int: Place] = [:]
    private var references: [(number: Int, place: Place)] = []

    /// Holds every reference of a pattern against its group.
    ///
    /// - Parameter tree: The pattern.
    /// - Throws: ``PatternExpression/Fault/malformed(_:)``.
    static func check(_ tree: PatternTree) throws(PatternExpression.Fault) {
        var walk = PatternReferences(tree.names)
        walk.visit(tree.root)
        for (number, place) in walk.references where !walk.agrees(number, place) {
            throw .malformed("a back-reference to a group that a loop may skip is not supported")
        }
    }

    private init(_ names: [[Unicode.Scalar]: Int]) { self.names = names }

    private mutating func visit(_ node: PatternNode) {
        switch node {
        case .group(let inner, let number):
            within(isLoop: false, isMandatory: true) { $0.visit(inner) }
            steps += 1
            if let number { groups[number] = Place(frames: frames, order: steps) }
        case .look(let inner, _, let isNegated):
            within(isLoop: false, isMandatory: !isNegated) { $0.visit(inner) }
        case .reference(let number): note(number)
        case .namedReference(let name): note(names[name] ?? 0)
        case .sequence(let nodes): for node in nodes { visit(node) }
        case .choice(let branches):
            for branch in branches { within(isLoop: false, isMandatory: false) { $0.visit(branch) } }
        case .repetition(let inner, let quantifier):
            let isLoop = quantifier.most.map { $0 > 1 } ?? true
            within(isLoop: isLoop, isMandatory: quantifier.least > 0) { $0.visit(inner) }
        case .character, .any, .set, .start, .end, .boundary: break
        }
    }

    private mutating func within(isLoop: Bool, isMandatory: Bool, _ body: (inout Self) -> Void) {
        steps += 1
        frames.append(Frame(id: steps, isLoop: isLoop, isMandatory: isMandatory))
        body(&self)
        frames.removeLast()
    }

    private mutating func note(_ number: Int) {
        steps += 1
        references.append((number, Place(frames: frames, order: steps)))
    }

    private func agrees(_ number: Int, _ reference: Place) -> Bool {
        guard let group = groups[number] else { return true }
        let shared = zip(group.frames, reference.frames).prefix { $0 == $1 }.count
        let own = group.frames[shared...]
        if group.frames[..<shared].contains(where: \.isLoop) {
            return group.order < reference.order && own.allSatisfy(\.isMandatory)
        }
        guard let loop = own.firstIndex(where: \.isLoop) else { return true }
        return own[(loop + 1)...].allSatisfy(\.isMandatory)
    }
}
