/// The keywords of one subschema with their values.
struct SchemaWords: Sendable {
    /// The language that the subschema is written in.
    let dialect: SchemaDialect
    /// What is no keyword, in the order of the schema.
    private(set) var unknown: [Node.Entry] = []
    // Two lists, so that looking for a keyword touches no value.
    private var keywords: [SchemaKeyword] = []
    private var values: [Node] = []

    /// Takes a subschema apart; faults go to the compiler.
    init(_ schema: Node, _ compiler: inout SchemaCompiler) {
        dialect = compiler.dialect
        guard schema.kind == .mapping else {
            if schema.kind != .boolean {
                compiler.problems.append(.malformedKeyword(schema, "a schema: a mapping or a truth value"))
            }
            return
        }
        keywords.reserveCapacity(schema.count)
        values.reserveCapacity(schema.count)
        for entry in schema.entries {
            guard let keyword = SchemaKeyword.byName[entry.name], dialect.knows(keyword) else {
                unknown.append(entry)
                continue
            }
            guard dialect.uses(keyword) else { continue }
            keywords.append(keyword)
            values.append(entry.value)
        }
        // In draft-07 nothing beside a reference counts; words for people may stay.
        if dialect.draft == .draft7, keywords.contains(.reference) {
            let kept = keywords.indices.filter {
                [.reference, .olderDefinitions, .title, .description, .examples].contains(keywords[$0])
            }
            values = kept.map { values[$0] }
            keywords = kept.map { keywords[$0] }
            unknown = []
        }
    }

    /// The value of a keyword.
    subscript(_ keyword: SchemaKeyword) -> Node? {
        keywords.firstIndex(of: keyword).map { values[$0] }
    }

    /// Whether any of these keywords is there.
    func hasAny(of keywords: [SchemaKeyword]) -> Bool { self.keywords.contains { keywords.contains($0) } }

    /// Whether there is nothing but this keyword and annotations.
    func hasOnly(_ keyword: SchemaKeyword) -> Bool {
        keywords.allSatisfy { $0 == keyword || $0.isAnnotation }
    }
}
