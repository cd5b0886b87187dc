import Diagnostics

/// Compiles a schema, and those that it refers to, into a program.
struct SchemaCompiler {
    /// What schemas are held to.
    struct Options: Sendable {
        /// Whether an unknown keyword is a fault; a warning otherwise.
        var refusesUnknownKeywords = true
        /// Whether `format` asserts where the dialect leaves that open.
        var assertsFormats = false
        /// The language of schemas without `$schema`.
        var dialect = SchemaDialect.draft2020
        /// Where the schema was found, for relative references.
        var address = ""

        /// For schemas of our own: nothing may be ignored.
        static let own = Options(assertsFormats: true)

        /// For schemas of others: what the standard says.
        static func foreign(assertsFormats: Bool, address: String) -> Options {
            Options(refusesUnknownKeywords: false, assertsFormats: assertsFormats, address: address)
        }
    }

    /// The faults and warnings so far.
    var problems: [Diagnostic] = []
    /// What schemas are held to.
    let options: Options
    /// The resource of the subschema that is compiled.
    private(set) var resource = 0
    private var library: SchemaLibrary
    private var numbers: [SchemaPlace: Int] = [:]
    private var pending: [LocatedSchema] = []
    private var isShared: [Bool] = []
    private var names: [[UInt8]] = []
    private var nameNumbers: [[UInt8]: Int] = [:]
    /// For each resource whether its dynamic names are compiled.
    private var hasOpenNames: [Bool] = []
    private var dynamicRules: [[UInt8]: [Int: Int]] = [:]

    private init(registry: SchemaRegistry, options: Options) {
        library = SchemaLibrary(registry: registry, dialect: options.dialect)
        self.options = options
    }

    /// Compiles a schema.
    ///
    /// - Parameters:
    ///   - document: The schema; 2020-12 when its `$schema` says nothing else.
    ///   - registry: The schemas that it may refer to.
    ///   - options: What it is held to.
    ///   - problems: Where faults and warnings are added.
    /// - Returns: The program; `nil` when there was a fault.
    static func compile(
        _ document: Document,
        registry: SchemaRegistry = SchemaRegistry(),
        options: Options = Options(),
        into problems: inout [Diagnostic]
    ) -> SchemaProgram? {
        var compiler = SchemaCompiler(registry: registry, options: options)
        let program = compiler.program(of: document)
        problems += compiler.problems
        return program
    }

    private mutating func program(of document: Document) -> SchemaProgram? {
        let address = SchemaAddress(options.address).resource
        guard let first = library.open(document.root, at: address, into: &problems) else { return nil }
        resource = first
        let root = rule(for: document.root)
        var rules: [SchemaRule] = []
        // A list instead of recursion: a chain of references costs no stack.
        while rules.count < pending.count {
            resource = pending[rules.count].resource
            rules.append(SchemaRule(pending[rules.count].schema, &self))
        }
        guard !problems.contains(where: { $0.severity == .error }) else { return nil }
        if let loop = Self.loop(in: rules) {
            problems.append(.endlessSchema(pending[loop].schema))
            return nil
        }
        let meanings = names.map { dynamicRules[$0] ?? [:] }
        return SchemaProgram(
            name: document.source.name,
            rules: rules,
            root: root,
            isShared: isShared,
            places: pending.map(\.schema),
            resources: library.resources,
            dynamicRules: meanings,
            dynamicResources: meanings.reduce(into: []) { $0.formUnion($1.keys) }
        )
    }

    /// The language that the current subschema is written in.
    var dialect: SchemaDialect { library.resources[resource].dialect }

    // MARK: Subschemas

    /// The number of a subschema, which is compiled when it is its turn.
    mutating func rule(for schema: Node) -> Int { rule(for: schema, in: resource) }

    /// The number of a subschema of a resource.
    mutating func rule(for schema: Node, in outer: Int) -> Int {
        let resource = library.resource(at: schema) ?? outer
        let key = SchemaPlace(schema, of: resource)
        if let number = numbers[key] {
            isShared[number] = true
            return number
        }
        let number = pending.count
        numbers[key] = number
        pending.append(LocatedSchema(schema: schema, resource: resource))
        isShared.append(false)
        openNames(of: resource)
        return number
    }

    /// Compiles what a `$dynamicRef` can mean in a resource.
    private mutating func openNames(of resource: Int) {
        while hasOpenNames.count <= resource { hasOpenNames.append(false) }
        guard !hasOpenNames[resource] else { return }
        hasOpenNames[resource] = true
        for name in library.resources[resource].dynamicNames {
            guard let anchor = library.resources[resource].anchor(named: name) else { continue }
            let number = rule(for: anchor.schema, in: resource)
            isShared[number] = true
            dynamicRules[name, default: [:]][resource] = number
        }
    }

    /// The number of a name that a `$dynamicRef` has.
    mutating func number(ofName name: [UInt8]) -> Int {
        if let known = nameNumbers[name] { return known }
        nameNumbers[name] = names.count
        names.append(name)
        return names.count - 1
    }

    // MARK: References

    /// The rule that a `$ref` names.
    mutating func target(of reference: Node) -> Int? {
        located(reference).map { rule(for: $0.schema, in: $0.resource) }
    }

    /// The subschema that a reference names; a fault when there is none.
    mutating func located(_ reference: Node) -> LocatedSchema? {
        guard reference.kind == .string, let text = reference.textBytes else {
            problems.append(.malformedKeyword(reference, "a reference to a schema"))
            return nil
        }
        let before = problems.count
        if let place = library.place(of: SchemaAddress(text), from: resource, into: &problems) {
            return place
        }
        if problems.count == before {
            let base = library.resources[resource].address
            problems.append(.unresolvedReference(reference, base.resolving(SchemaAddress(text)).text))
        }
        return nil
    }

    /// The keywords of a subschema, or of the one that it refers to and adds nothing to.
    mutating func dereferenced(_ schema: Node) -> SchemaWords {
        // Faults are reported where the subschema is compiled.
        let known = problems.count
        let outer = resource
        defer {
            problems.removeSubrange(known...)
            resource = outer
        }
        resource = library.resource(at: schema) ?? resource
        var words = SchemaWords(schema, &self)
        for _ in 0..<16 {
            guard words.hasOnly(.reference), let next = words[.reference].flatMap({ located($0) }) else {
                break
            }
            resource = next.resource
            words = SchemaWords(next.schema, &self)
        }
        return words
    }

    /// A rule that leads to itself without a step into the value: checking it would never end.
    private static func loop(in rules: [SchemaRule]) -> Int? {
        var states = [UInt8](repeating: 0, count: rules.count)
        for start in rules.indices where states[start] == 0 {
            var way: [(rule: Int, next: ArraySlice<Int>)] = [(start, rules[start].immediate[...])]
            states[start] = 1
            while let last = way.indices.last {
                guard let next = way[last].next.popFirst() else {
                    states[way.removeLast().rule] = 2
                    continue
                }
                if states[next] == 1 { return next }
                guard states[next] == 0 else { continue }
                states[next] = 1
                way.append((next, rules[next].immediate[...]))
            }
        }
        return nil
    }
}
