/// Holds one document against a program and collects every fault.
struct SchemaEvaluator {
    /// A step from a value to one inside.
    enum Step: Sendable {
        case key(Node)
        case item(Int)
    }

    /// The schema.
    let program: SchemaProgram
    /// The way to the value that is looked at.
    private(set) var path: [Step] = []
    private var faults: [SchemaFault] = []
    /// The rule that the value was met with, before any reference was followed.
    private var placeRule = 0
    /// The rule that is looked at.
    private var currentRule = 0
    private var isSecret = false
    /// Values that are to stay unseen and stand in the document all the same.
    private var secrets: [Node] = []
    private var depth = 0
    private var stepsLeft: Int
    private var hasGivenUp = false

    /// Room for values inside values and for references; a document nests at most 256 deep.
    private static let greatestDepth = 1200

    private init(program: SchemaProgram, steps: Int) {
        self.program = program
        self.stepsLeft = steps
    }

    /// What was found in a document.
    struct Findings {
        /// One for each mistake; none when the document conforms.
        var faults: [SchemaFault]
        /// Values that are to stay unseen: what the schema calls `writeOnly`, written out.
        var secrets: [Node]
    }

    /// Checks a document.
    ///
    /// - Parameters:
    ///   - root: The document's root.
    ///   - program: The schema.
    ///   - steps: How many pairs of value and rule are looked at before it gives up.
    /// - Returns: What was found.
    /// - Complexity: O(values × rules that apply to each), never more than `steps`.
    static func findings(in root: Node, by program: SchemaProgram, steps: Int = 20_000_000) -> Findings {
        var evaluator = SchemaEvaluator(program: program, steps: steps)
        evaluator.placeRule = program.root
        evaluator.check(program.root, SchemaInstance(root))
        let faults =
            evaluator.hasGivenUp
            ? evaluator.faults.filter(\.isTooCostly) : SchemaFault.tidied(evaluator.faults)
        return Findings(faults: faults, secrets: evaluator.secrets)
    }

    /// Whether the text of a scalar, taken as a string, would conform to a rule.
    static func conforms(_ scalar: Node, asStringTo rule: Int, of program: SchemaProgram) -> Bool {
        var evaluator = SchemaEvaluator(program: program, steps: 10_000)
        return evaluator.accepts(rule, SchemaInstance(key: scalar))
    }

    /// Checks a value against a rule.
    mutating func check(_ number: Int, _ instance: SchemaInstance) {
        guard !hasGivenUp else { return }
        stepsLeft -= 1
        guard stepsLeft > 0, depth < Self.greatestDepth else {
            hasGivenUp = true
            return report(.tooCostly, instance)
        }
        let rule = program.rules[number]
        let outer = (rule: currentRule, isSecret: isSecret)
        depth += 1
        currentRule = number
        if rule.annotations.isWriteOnly, !isSecret {
            isSecret = true
            if instance.kind != .mapping, instance.kind != .null { secrets.append(instance.node) }
        }
        apply(rule, instance)
        depth -= 1
        (currentRule, isSecret) = outer
    }

    private mutating func apply(_ rule: SchemaRule, _ instance: SchemaInstance) {
        if rule.admitsNothing { return report(.forbidden, instance) }
        if let value = rule.value, !value.check(instance, &self) { return }
        if let reference = rule.reference { check(reference, instance) }
        rule.number?.check(instance, &self)
        rule.string?.check(instance, &self)
        rule.array?.check(instance, &self)
        rule.object?.check(instance, &self)
        rule.logic?.check(instance, &self)
    }

    /// Checks a value inside the one that is looked at.
    mutating func descend(_ step: Step, to node: Node, _ rule: Int) {
        let outer = placeRule
        placeRule = rule
        path.append(step)
        check(rule, SchemaInstance(node))
        path.removeLast()
        placeRule = outer
    }

    /// Checks a key as a string.
    mutating func checkName(_ key: Node, _ rule: Int) {
        let outer = placeRule
        let mark = faults.count
        placeRule = rule
        path.append(.key(key))
        check(rule, SchemaInstance(key: key))
        path.removeLast()
        placeRule = outer
        for index in mark..<faults.count { faults[index].isOfKey = true }
    }
}

// MARK: - Trying

extension SchemaEvaluator {
    /// Whether a value conforms to a rule; leaves no faults.
    mutating func accepts(_ rule: Int, _ instance: SchemaInstance) -> Bool {
        faults(of: rule, instance).isEmpty
    }

    /// The faults of a value by a rule, without keeping them.
    mutating func faults(of rule: Int, _ instance: SchemaInstance) -> [SchemaFault] {
        let mark = faults.count
        check(rule, instance)
        guard faults.count > mark, !hasGivenUp else { return [] }
        let found = Array(faults[mark...])
        faults.removeSubrange(mark...)
        return found
    }
}

// MARK: - Reporting

extension SchemaEvaluator {
    /// Keeps a fault of the value that is looked at.
    mutating func report(_ problem: SchemaFault.Problem, _ instance: SchemaInstance) {
        faults.append(
            SchemaFault(
                problem: problem,
                node: instance.node,
                path: path,
                rule: currentRule,
                placeRule: placeRule,
                isSecret: isSecret
            )
        )
    }

    /// Keeps the fault of a tag that no branch has.
    mutating func reportTag(_ value: Node, in instance: SchemaInstance, key: String, allowed: [Node]) {
        guard let entry = instance.node.entry(key) else { return }
        path.append(.key(entry.key))
        report(.notAllowed(allowed), SchemaInstance(value))
        path.removeLast()
    }

    /// Keeps the fault of an item that was there before.
    mutating func reportRepeated(_ item: Node, at index: Int, after earlier: Node) {
        path.append(.item(index))
        report(.repeatedItem(earlier), SchemaInstance(item))
        path.removeLast()
    }

    /// Keeps faults that were found by trying.
    mutating func add(_ found: [SchemaFault]) { faults += found }

    /// What a value of a rule is called.
    func title(of rule: Int) -> String? { program.chain(of: rule).lazy.compactMap(\.annotations.title).first }

    /// What the value that is looked at is called.
    var placeTitle: String? { title(of: currentRule) ?? title(of: placeRule) }
}
