/// The keywords of one subschema with their values.
struct SchemaWords: Sendable {
    // Two lists, so that looking for a keyword touches no value.
    private var keywords: [SchemaKeyword] = []
    private var values: [Node] = []

    /// Takes a subschema apart; faults go to the compiler.
    init(_ schema: Node, _ compiler: inout SchemaCompiler) {
        guard schema.kind == .mapping else {
            if schema.kind != .boolean {
                compiler.problems.append(.malformedKeyword(schema, "a schema: a mapping or a truth value"))
            }
            return
        }
        keywords.reserveCapacity(schema.count)
        values.reserveCapacity(schema.count)
        for entry in schema.entries {
            if let keyword = SchemaKeyword.byName[entry.name] {
                keywords.append(keyword)
                values.append(entry.value)
            } else {
                compiler.problems.append(.unknownKeyword(entry.key))
            }
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
