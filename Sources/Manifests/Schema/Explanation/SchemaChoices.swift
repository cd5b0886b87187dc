import JSONValues

/// The forms that a place may have, by the `oneOf` and `anyOf` of its subschemas.
struct SchemaChoices {
    /// One form.
    struct Form {
        /// Its own subschemas.
        let own: SchemaLayers
        /// Its subschemas with those that all forms share.
        let whole: SchemaLayers
        /// The values of the key that tells it from the others; empty when there is no such key.
        let tags: [String]
    }

    /// The forms; empty when there is only one.
    let forms: [Form]
    /// The key that tells them apart, when one does.
    let key: String?

    /// Finds the forms of a place.
    init(_ layers: SchemaLayers, in source: SchemaSource) {
        let branches = layers.realChoices.flatMap { $0 }.map { source.layers(of: $0) }
        let key = Self.discriminator(of: branches, in: source)
        let shared = layers.withoutChoices
        forms = branches.map { own in
            Form(
                own: own,
                whole: own.with(shared),
                tags: key.map { Self.tags(own, $0, in: source) } ?? []
            )
        }
        self.key = key
    }

    /// How many values the key has over all forms.
    var tagCount: Int { SchemaTypeNames.unique(forms.flatMap(\.tags)).count }

    /// The first key of the first form whose values tell every form from the others.
    private static func discriminator(of branches: [SchemaLayers], in source: SchemaSource) -> String? {
        let candidates = (branches.first?.all("properties") ?? []).compactMap(\.members).flatMap { $0 }.map(
            \.name
        )
        return candidates.first { name in
            let tags = branches.map { self.tags($0, name, in: source) }
            let all = tags.flatMap { $0 }
            return !tags.contains([]) && Set(all).count == all.count
        }
    }

    private static func tags(_ branch: SchemaLayers, _ name: String, in source: SchemaSource) -> [String] {
        let property = branch.all("properties").lazy.compactMap { $0[name] }.first
        guard let layers = property.map(source.layers) else { return [] }
        return (layers["const"].map { [$0] } ?? layers["enum"]?.array ?? []).compactMap(\.string)
    }
}
