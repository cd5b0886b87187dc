import JSONValues

/// A schema as it is written, in which references are followed.
struct SchemaSource {
    /// The whole schema.
    let root: JSONValue

    /// How many subschemas may hold for one place; more only in a schema that goes in circles.
    private static let layerLimit = 64

    /// The layers of a subschema.
    ///
    /// What cannot be followed is left out: references out of the schema, and those that lead back.
    func layers(of schema: JSONValue) -> SchemaLayers {
        var layers: [JSONValue] = []
        var followed: Set<String> = []
        var pending = [schema]
        while let next = pending.popLast(), layers.count < Self.layerLimit {
            guard next.members != nil else { continue }
            layers.append(next)
            var others = next["allOf"]?.array ?? []
            for keyword in ["$ref", "$dynamicRef"] {
                guard let reference = next[keyword]?.string, followed.insert(reference).inserted,
                    let target = target(of: reference)
                else { continue }
                others.insert(target, at: 0)
            }
            pending += others.reversed()
        }
        return SchemaLayers(schemas: layers)
    }

    /// What a reference leads to; `nil` when it leads out of the schema.
    private func target(of reference: String) -> JSONValue? {
        let parts = reference.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let resource = parts.first.map(String.init) ?? ""
        let fragment = parts.count > 1 ? String(parts[1]) : ""
        let own = root["$id"]?.string.map { $0.hasSuffix("#") ? String($0.dropLast()) : $0 }
        guard resource.isEmpty || resource == own else { return nil }
        if fragment.isEmpty { return root }
        guard fragment.hasPrefix("/") else { return anchored(fragment) }
        return fragment.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
            .reduce(root as JSONValue?) { schema, part in
                let name = String(part).replacing("~1", with: "/").replacing("~0", with: "~")
                return schema?[name]
                    ?? Int(name).flatMap { index in
                        schema?.array.flatMap { $0.indices.contains(index) ? $0[index] : nil }
                    }
            }
    }

    /// The definition with an anchor.
    private func anchored(_ name: String) -> JSONValue? {
        for keyword in ["$defs", "definitions"] {
            let found = root[keyword]?.members?.first { definition in
                definition.value["$anchor"]?.string == name
                    || definition.value["$dynamicAnchor"]?.string == name
            }
            if let found { return found.value }
        }
        return nil
    }
}
