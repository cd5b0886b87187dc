/// One compiled subschema.
final class SchemaRule: Sendable {
    /// Whether it is the schema `false`.
    let admitsNothing: Bool
    /// The resource that it is part of.
    let resource: Int
    /// What the schema says about itself.
    let annotations: SchemaAnnotations
    /// `type`, `enum`, `const`.
    let value: ValueKeywords?
    /// `$ref`, or a `$dynamicRef` that can only mean one place.
    let reference: Int?
    /// `$dynamicRef`.
    let dynamicReference: DynamicReference?
    /// Keywords of numbers.
    let number: NumberKeywords?
    /// Keywords of strings.
    let string: StringKeywords?
    /// `format`, where it asserts.
    let format: FormatKeyword?
    /// Keywords of arrays.
    let array: ArrayKeywords?
    /// Keywords of objects.
    let object: ObjectKeywords?
    /// Keywords that combine schemas.
    let logic: LogicKeywords?
    /// `unevaluatedProperties`, `unevaluatedItems`.
    let unevaluated: UnevaluatedKeywords?

    /// Compiles one subschema; faults go to the compiler.
    init(_ schema: Node, _ compiler: inout SchemaCompiler) {
        let words = SchemaWords(schema, &compiler)
        compiler.note(words.unknown)
        compiler.checkIdentity(words)
        admitsNothing = schema.boolean == false
        resource = compiler.resource
        annotations = SchemaAnnotations(words)
        value = ValueKeywords(words, &compiler)
        let dynamic = words[.dynamicReference].flatMap { DynamicReference($0, &compiler) }
        let fixed = words[.reference].flatMap { compiler.target(of: $0) }
        // One that never moves is a plain reference.
        let isFixed = dynamic != nil && dynamic?.name == nil && fixed == nil
        reference = isFixed ? dynamic?.initial : fixed
        dynamicReference = isFixed ? nil : dynamic
        number = NumberKeywords(words, &compiler)
        string = StringKeywords(words, &compiler)
        format = FormatKeyword(words, &compiler)
        array = ArrayKeywords(words, &compiler)
        object = ObjectKeywords(words, &compiler)
        logic = LogicKeywords(words, &compiler)
        unevaluated = UnevaluatedKeywords(words, &compiler)
        // What only `$defs` holds must be sound too.
        for keyword in [SchemaKeyword.definitions, .olderDefinitions] {
            for definition in compiler.entries(words[keyword]) { _ = compiler.rule(for: definition.value) }
        }
    }

    /// The rules that the same value is always held against as well.
    var immediate: [Int] {
        [reference, dynamicReference?.initial].compactMap { $0 } + (logic?.immediate ?? [])
    }
}
