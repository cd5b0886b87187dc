import JSONValues

/// Says what a schema says about a path: what `runner explain` shows.
///
/// Works on the text of the schema, not on its program: it wants the words for people, in their order. Keywords that
/// it does not know are passed over; schemas that go in circles end at a bound.
public struct SchemaExplainer: Sendable {
    /// The kind of document.
    public let kind: DocumentKind
    let root: JSONValue

    /// The most places that ``all(from:)`` gives.
    static let placeLimit = 10_000

    /// Makes it for a kind of document, with the schema in the binary.
    ///
    /// - Parameter kind: The kind.
    public init(_ kind: DocumentKind) {
        guard let root = try? JSONReader().read(Array(kind.schemaText.utf8)) else {
            // A test reads every schema of the binary.
            preconditionFailure("the schema of \(kind.rawValue) is not JSON")
        }
        self.init(kind, root: root)
    }

    /// Makes it for any schema.
    init(_ kind: DocumentKind, root: JSONValue) {
        self.kind = kind
        self.root = root
    }

    /// Explains a path.
    ///
    /// - Parameter path: The path. Under a mapping of free names any name will do, `*` too; the item of a list may be
    ///   left out.
    /// - Returns: What the schema says.
    /// - Throws: ``SchemaPathFailure`` at the first step that leads nowhere.
    public func explain(_ path: SchemaPath) throws(SchemaPathFailure) -> SchemaExplanation {
        var walk = SchemaWalk(SchemaSource(root: root))
        for step in path.steps { try walk.take(step) }
        let availability = KeyAvailability(kind: kind)
        let shaping = SchemaShaping(source: walk.source, availability: availability)
        let forms = walk.places.map { place in
            SchemaForm(
                uses: place.ways.map { way in
                    SchemaUse(
                        conditions: way.conditions,
                        requirement: way.requirement,
                        missing: availability.missing(walk.path, way.conditions)
                    )
                },
                shape: shaping.shape(of: place.layers, at: walk.path)
            )
        }
        return SchemaExplanation(
            kind: kind,
            path: walk.path,
            forms: SchemaForm.merged(forms, meanings: walk.meanings),
            ambiguousNames: walk.ambiguousNames
        )
    }

    /// Explains a path and everything below it.
    ///
    /// - Parameter path: Where to begin.
    /// - Returns: Each place once, what is below it behind it, in the schema's order; at most 10,000.
    /// - Throws: ``SchemaPathFailure`` when the path leads nowhere.
    public func all(from path: SchemaPath) throws(SchemaPathFailure) -> [SchemaExplanation] {
        var result: [SchemaExplanation] = []
        var pending = [try explain(path)]
        while let next = pending.popLast(), result.count < Self.placeLimit {
            result.append(next)
            guard next.path.steps.count < SchemaPath.stepLimit / 2 else { continue }
            for step in next.steps.reversed() {
                // A step that a place names leads somewhere.
                if let child = try? explain(next.path.appending(step)) { pending.append(child) }
            }
        }
        return result
    }
}

extension SchemaForm {
    /// Puts forms together that differ in nothing but their values: those of a key that tells forms apart.
    ///
    /// - Parameters:
    ///   - forms: The forms.
    ///   - meanings: What the values of that key mean.
    /// - Returns: One form with all values, or the forms as they are.
    fileprivate static func merged(_ forms: [SchemaForm], meanings: [String: String]) -> [SchemaForm] {
        guard var shape = forms.first?.shape, !meanings.isEmpty,
            forms.allSatisfy({ !$0.shape.values.isEmpty && $0.shape.steps.isEmpty })
        else { return forms }
        shape.values = forms.flatMap(\.shape.values)
        for index in shape.values.indices {
            shape.values[index].description = shape.values[index].value.string.flatMap { meanings[$0] }
        }
        let sentences = SchemaTypeNames.unique(forms.compactMap(\.shape.description))
        shape.description = sentences.isEmpty ? nil : sentences.joined(separator: " ")
        shape.types = SchemaTypeNames.unique(forms.flatMap(\.shape.types))
        let uses = forms.flatMap(\.uses)
        let use = SchemaUse(
            conditions: [],
            requirement: uses.first?.requirement ?? .none,
            missing: uses.contains { $0.missing == nil } ? nil : uses.first?.missing
        )
        return [SchemaForm(uses: [use], shape: shape)]
    }
}
