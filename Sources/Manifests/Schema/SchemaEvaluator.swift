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
    /// The rule that is looked at.
    private(set) var currentRule = 0
    /// Whether somebody asks which parts of the current value have been looked at.
    private(set) var isTracking = false
    /// The parts of the current value that the current rule has looked at; kept while ``isTracking``.
    var evaluated = EvaluatedParts()
    private var faults: [SchemaFault] = []
    /// The rule that the value was met with, before any reference was followed.
    private var placeRule = 0
    private var isSecret = false
    /// Values that are to stay unseen and stand in the document all the same.
    private var secrets: [Node] = []
    private var depth = 0
    private var stepsLeft: Int
    /// Once no more steps than this are left, what rules have said about values is remembered.
    private let memoryMark: Int
    private var memory = SchemaMemory()
    /// Whether annotations are collected, and the ways by which rules were reached.
    let isCollecting: Bool
    /// The rules that led to the current one, itself last; kept while ``isCollecting``.
    private var trace: [Int] = []
    private var notes: [SchemaNote] = []
    private var scope = DynamicScope()
    private var hasGivenUp = false

    /// Room for values inside values and for references; a document nests at most 256 deep.
    private static let greatestDepth = 1200

    private init(program: SchemaProgram, steps: Int, ordinary: Int, isCollecting: Bool = false) {
        self.program = program
        self.isCollecting = isCollecting
        self.stepsLeft = steps
        self.memoryMark = max(0, steps - ordinary)
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
        // Ordinary schemas look at each value a few times; remembering that would cost more than it saves.
        let ordinary = 10_000 + 16 * root.document.records.count
        var evaluator = SchemaEvaluator(program: program, steps: max(steps, 2 * ordinary), ordinary: ordinary)
        evaluator.stepsLeft = steps == 20_000_000 ? max(steps, 4 * ordinary) : steps
        evaluator.placeRule = program.root
        evaluator.check(program.root, SchemaInstance(root))
        let faults =
            evaluator.hasGivenUp
            ? evaluator.faults.filter(\.isTooCostly) : SchemaFault.tidied(evaluator.faults)
        return Findings(faults: faults, secrets: evaluator.secrets)
    }

    /// Checks a document, and collects what the schema says about its values.
    ///
    /// - Parameters:
    ///   - root: The document's root.
    ///   - program: The schema.
    /// - Returns: Every fault by every keyword, and the annotations; none where there are faults.
    static func account(of root: Node, by program: SchemaProgram) -> (
        faults: [SchemaFault], notes: [SchemaNote]
    ) {
        var evaluator = SchemaEvaluator(program: program, steps: 2_000_000, ordinary: 0, isCollecting: true)
        evaluator.placeRule = program.root
        evaluator.check(program.root, SchemaInstance(root))
        let faults = evaluator.faults
        return (evaluator.hasGivenUp ? faults.filter(\.isTooCostly) : faults, evaluator.notes)
    }

    /// Whether the text of a scalar, taken as a string, would conform to a rule.
    static func conforms(_ scalar: Node, asStringTo rule: Int, of program: SchemaProgram) -> Bool {
        var evaluator = SchemaEvaluator(program: program, steps: 10_000, ordinary: 1000)
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
        let outer = (rule: currentRule, isSecret: isSecret, scope: scope.number)
        if !program.dynamicRules.isEmpty { scope.enter(rule.resource, of: program) }
        let isRemembering = stepsLeft < memoryMark && !isCollecting && program.isShared[number]
        if isRemembering || isTracking || isCollecting || rule.unevaluated != nil {
            checkNoting(number, rule, instance, isRemembering: isRemembering)
        } else {
            enter(number, rule, instance)
        }
        (currentRule, isSecret, scope.number) = outer
    }

    private mutating func enter(_ number: Int, _ rule: SchemaRule, _ instance: SchemaInstance) {
        depth += 1
        currentRule = number
        if rule.annotations.isWriteOnly, !isSecret {
            isSecret = true
            if instance.kind != .mapping, instance.kind != .null { secrets.append(instance.node) }
        }
        apply(rule, instance)
        depth -= 1
    }

    /// Checks a value where the answer is remembered, or somebody asks what was looked at or said on the way.
    private mutating func checkNoting(
        _ number: Int,
        _ rule: SchemaRule,
        _ instance: SchemaInstance,
        isRemembering: Bool
    ) {
        let outer = (isTracking: isTracking, evaluated: evaluated)
        let mark = faults.count
        let key = SchemaMemory.Key(number, instance, scope.number, isSecret: isSecret, isTracking: isTracking)
        if isRemembering, let known = memory[key] {
            faults += known.faults
            evaluated = known.evaluated
        } else {
            isTracking = isTracking || rule.unevaluated != nil
            evaluated = EvaluatedParts()
            let noteMark = notes.count
            if isCollecting { trace.append(number) }
            enter(number, rule, instance)
            if isCollecting {
                // Where a rule fails, nothing that it says holds.
                if faults.count > mark {
                    notes.removeSubrange(noteMark...)
                } else {
                    notes += SchemaNote.notes(of: number, in: program, about: instance, path, trace)
                }
                trace.removeLast()
            }
            if isRemembering, !hasGivenUp { memory.insert(key, faults[mark...], evaluated) }
        }
        let own = evaluated
        (isTracking, evaluated) = outer
        // What a rule that failed has looked at counts for nothing.
        if isTracking, faults.count == mark { evaluated.formUnion(own) }
    }

    private mutating func apply(_ rule: SchemaRule, _ instance: SchemaInstance) {
        if rule.admitsNothing { return report(.forbidden, instance) }
        if let value = rule.value, !value.check(instance, &self) { return }
        let before = faults.count
        if let reference = rule.reference { check(reference, instance) }
        if let dynamic = rule.dynamicReference {
            check(scope.target(of: dynamic, in: program), instance)
        }
        let isBroken = faults.count > before
        rule.number?.check(instance, &self)
        rule.string?.check(instance, &self)
        rule.format?.check(instance, &self)
        rule.array?.check(instance, &self)
        rule.object?.check(instance, &self)
        let beforeLogic = faults.count
        rule.logic?.check(instance, &self)
        // Where another rule for the same value failed, nobody knows what it would have looked at.
        if let unevaluated = rule.unevaluated, !isBroken, faults.count == beforeLogic {
            unevaluated.check(instance, &self)
        }
    }

    /// Checks a value inside the one that is looked at.
    mutating func descend(_ step: Step, to node: Node, _ rule: Int) {
        let outer = (rule: placeRule, isTracking: isTracking)
        placeRule = rule
        isTracking = false
        path.append(step)
        check(rule, SchemaInstance(node))
        path.removeLast()
        (placeRule, isTracking) = outer
    }

    /// Checks a key as a string.
    mutating func checkName(_ key: Node, _ rule: Int) {
        let outer = (rule: placeRule, isTracking: isTracking)
        let mark = faults.count
        let noteMark = notes.count
        placeRule = rule
        isTracking = false
        path.append(.key(key))
        check(rule, SchemaInstance(key: key))
        path.removeLast()
        // What is said about a key is about no value.
        notes.removeSubrange(noteMark...)
        (placeRule, isTracking) = outer
        for index in mark..<faults.count { faults[index].isOfKey = true }
    }

    /// Notes that a part of the value was looked at.
    mutating func noteEvaluated(_ position: Int) {
        if isTracking { evaluated.insert(position) }
    }
}

// MARK: - Trying

extension SchemaEvaluator {
    /// Whether a value conforms to a rule; leaves no faults.
    mutating func accepts(_ rule: Int, _ instance: SchemaInstance) -> Bool {
        faults(of: rule, instance).isEmpty
    }

    /// Whether a part of the value conforms to a rule; leaves no faults.
    mutating func acceptsInside(_ step: Step, _ node: Node, _ rule: Int) -> Bool {
        let mark = faults.count
        descend(step, to: node, rule)
        guard faults.count > mark, !hasGivenUp else { return true }
        faults.removeSubrange(mark...)
        return false
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
    ///
    /// - Parameters:
    ///   - problem: What is wrong.
    ///   - instance: The value.
    ///   - keyword: The keyword that says so; `nil` for the schema `false` and for a check that was given up.
    mutating func report(
        _ problem: SchemaFault.Problem,
        _ instance: SchemaInstance,
        by keyword: SchemaKeyword? = nil
    ) {
        faults.append(
            SchemaFault(
                problem: problem,
                node: instance.node,
                path: path,
                rule: currentRule,
                placeRule: placeRule,
                isSecret: isSecret,
                keyword: keyword,
                trace: trace
            )
        )
    }

    /// Keeps the fault of a tag that no branch has.
    mutating func reportTag(
        _ value: Node,
        in instance: SchemaInstance,
        _ tag: BranchTag,
        by keyword: SchemaKeyword
    ) {
        guard let entry = instance.node.entry(tag.key) else { return }
        path.append(.key(entry.key))
        report(.notAllowed(tag.values), SchemaInstance(value), by: keyword)
        path.removeLast()
    }

    /// Keeps the fault of an item that was there before.
    mutating func reportRepeated(_ item: Node, at index: Int, after earlier: Node, in list: Node) {
        path.append(.item(index))
        report(.repeatedItem(earlier, in: list), SchemaInstance(item), by: .uniqueItems)
        path.removeLast()
    }

    /// Keeps faults that were found by trying.
    mutating func add(_ found: [SchemaFault]) { faults += found }

    /// What a value of a rule is called.
    func title(of rule: Int) -> String? { program.chain(of: rule).lazy.compactMap(\.annotations.title).first }

    /// What the value that is looked at is called.
    var placeTitle: String? { title(of: currentRule) ?? title(of: placeRule) }
}
