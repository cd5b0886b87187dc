/// `$dynamicRef`: what it means can depend on the resources that led to it.
struct DynamicReference: Sendable {
    /// What it means where nobody else has the name.
    let initial: Int
    /// The number of the name that the outermost resource decides; `nil` when it is a plain reference.
    let name: Int?

    init?(_ reference: Node, _ compiler: inout SchemaCompiler) {
        guard let place = compiler.located(reference) else { return nil }
        initial = compiler.rule(for: place.schema, in: place.resource)
        name = place.dynamicName.map { compiler.number(ofName: $0) }
    }
}
