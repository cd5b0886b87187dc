/// The keywords of one subschema with their values.
struct SchemaWords: Sendable {
    private var entries: [(keyword: SchemaKeyword, value: Node)] = []

    /// Takes a subschema apart; faults go to the compiler.
    init(_ schema: Node, _ compiler: inout SchemaCompiler) {
        guard schema.kind == .mapping else {
            if schema.kind != .boolean {
                compiler.problems.append(.malformedKeyword(schema, "a schema: a mapping or a truth value"))
            }
            return
        }
        entries.reserveCapacity(schema.count)
        for entry in schema.entries {
            if let keyword = SchemaKeyword.byName[entry.name] {
                entries.append((keyword, entry.value))
            } else {
                compiler.problems.append(.unknownKeyword(entry.key))
            }
        }
    }

    /// The value of a keyword.
    subscript(_ keyword: SchemaKeyword) -> Node? {
        for entry in entries where entry.keyword == keyword { return entry.value }
        return nil
    }

    /// Whether any of these keywords is there.
    func hasAny(of keywords: [SchemaKeyword]) -> Bool { entries.contains { keywords.contains($0.keyword) } }

    /// Whether there is nothing but this keyword and annotations.
    func hasOnly(_ keyword: SchemaKeyword) -> Bool {
        entries.allSatisfy { $0.keyword == keyword || $0.keyword.isAnnotation }
    }
}
