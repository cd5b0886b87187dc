import JSONValues

/// The way along a path through a schema.
struct SchemaWalk {
    let source: SchemaSource
    /// Where it has come, with `*` for free names.
    private(set) var path = SchemaPath()
    /// What holds there.
    private(set) var places: [SchemaPosition]
    /// Names that were taken for free ones and are keys one level below.
    private(set) var ambiguousNames: [SchemaPath] = []
    /// When the last step was to a key that tells forms apart: what its values mean.
    private(set) var meanings: [String: String] = [:]
    private var totals: [SchemaPosition.ConditionKey: Int] = [:]

    /// How deep choices may be nested in each other.
    private static let choiceDepth = 8

    /// Begins at the root.
    init(_ source: SchemaSource) {
        self.source = source
        let way = SchemaPosition.Way(conditions: [], requirement: .none)
        places = [SchemaPosition(layers: source.layers(of: source.root), ways: [way])]
    }

    /// Takes a step.
    ///
    /// - Parameter step: A key, a free name or an item; a key of an item may be named without the item.
    /// - Throws: When nothing is there.
    mutating func take(_ step: SchemaPath.Step) throws(SchemaPathFailure) {
        if advance(step) { return }
        switch step {
        case .key(let name):
            // `storage.0.prefix`, `storage.prefix`: the item need not be written.
            if advance(.item) {
                if name.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) || advance(step) { return }
                throw failure(step)
            }
            if advance(.anyName) {
                if keys.contains(name) { ambiguousNames.append(path.appending(step)) }
                return
            }
        case .anyName: if advance(.item) { return }
        case .item: if advance(.anyName) { return }
        }
        throw failure(step)
    }

    /// The keys of the place, each once.
    private var keys: [String] {
        let forms = places.flatMap { Self.wholes($0.layers, source, depth: 0) }
        return SchemaTypeNames.unique(
            forms.flatMap { $0.all("properties") }.compactMap(\.members).flatMap { $0 }.map(\.name)
        )
    }

    private func failure(_ step: SchemaPath.Step) -> SchemaPathFailure {
        SchemaPathFailure(parent: path, step: step, keys: keys)
    }

    /// Goes where a step leads in any of the forms.
    private mutating func advance(_ step: SchemaPath.Step) -> Bool {
        var found: [SchemaPosition] = []
        var meanings: [String: String] = [:]
        for place in places {
            for way in place.ways {
                find(step, in: place.layers, way.conditions, depth: 0, into: &found, &meanings)
            }
        }
        guard !found.isEmpty else { return false }
        places = SchemaPosition.merged(found, totals: totals)
        path = path.appending(step)
        self.meanings = meanings
        return true
    }

    private mutating func find(
        _ step: SchemaPath.Step,
        in layers: SchemaLayers,
        _ conditions: [SchemaCondition],
        depth: Int,
        into found: inout [SchemaPosition],
        _ meanings: inout [String: String]
    ) {
        let choices = SchemaChoices(layers, in: source)
        guard !choices.forms.isEmpty, depth < Self.choiceDepth else {
            guard let child = SchemaSteps.child(of: layers, step) else { return }
            let way = SchemaPosition.Way(
                conditions: conditions,
                requirement: SchemaSteps.requirement(of: step, in: layers)
            )
            found.append(SchemaPosition(layers: source.layers(of: child), ways: [way]))
            return
        }
        if let key = choices.key { totals[.init(place: path, key: key)] = choices.tagCount }
        for form in choices.forms {
            var conditions = conditions
            if let key = choices.key {
                conditions.append(SchemaCondition(place: path, key: key, values: form.tags))
                if step == .key(key), let words = form.own["description"]?.string ?? form.own["title"]?.string
                {
                    for tag in form.tags { meanings[tag] = words }
                }
            }
            find(step, in: form.whole, conditions, depth: depth + 1, into: &found, &meanings)
        }
    }

    /// The subschemas of every form of a place.
    private static func wholes(_ layers: SchemaLayers, _ source: SchemaSource, depth: Int) -> [SchemaLayers] {
        let forms = SchemaChoices(layers, in: source).forms
        guard !forms.isEmpty, depth < choiceDepth else { return [layers] }
        return forms.flatMap { wholes($0.whole, source, depth: depth + 1) }
    }
}
