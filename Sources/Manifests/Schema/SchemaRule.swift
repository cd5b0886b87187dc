/// One compiled subschema.
final class SchemaRule: Sendable {
    /// Whether it is the schema `false`.
    let admitsNothing: Bool
    /// What the schema says about itself.
    let annotations: SchemaAnnotations
    /// `type`, `enum`, `const`.
    let value: ValueKeywords?
    /// `$ref`.
    let reference: Int?
    /// Keywords of numbers.
    let number: NumberKeywords?
    /// Keywords of strings.
    let string: StringKeywords?
    /// Keywords of arrays.
    let array: ArrayKeywords?
    /// Keywords of objects.
    let object: ObjectKeywords?
    /// Keywords that combine schemas.
    let logic: LogicKeywords?

    /// Compiles one subschema; faults go to the compiler.
    init(_ schema: Node, _ compiler: inout SchemaCompiler) {
        let words = SchemaWords(schema, &compiler)
        admitsNothing = schema.boolean == false
        annotations = SchemaAnnotations(words)
        value = ValueKeywords(words, &compiler)
        reference = words[.reference].flatMap { compiler.target(of: $0) }
        number = NumberKeywords(words, &compiler)
        string = StringKeywords(words, &compiler)
        array = ArrayKeywords(words, &compiler)
        object = ObjectKeywords(words, &compiler)
        logic = LogicKeywords(words, &compiler)
        // What only `$defs` holds must be sound too.
        for definition in compiler.entries(words[.definitions]) { _ = compiler.rule(for: definition.value) }
    }
}
