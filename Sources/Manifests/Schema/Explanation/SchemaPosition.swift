/// The subschemas that hold for a place, and how one comes there.
struct SchemaPosition {
    /// The subschemas.
    let layers: SchemaLayers
    /// Each way to come there.
    var ways: [Way]

    /// One way to come to a place.
    struct Way: Hashable {
        /// What must stand beside what is on the way.
        var conditions: [SchemaCondition]
        /// Whether it must be there.
        var requirement: SchemaRequirement
    }

    /// Puts places with the same subschemas together.
    ///
    /// - Parameters:
    ///   - places: The places, one for each way.
    ///   - totals: How many values each key that tells forms apart can have.
    /// - Returns: Each once, with all its ways; conditions that hold in any case are left out.
    static func merged(_ places: [SchemaPosition], totals: [ConditionKey: Int]) -> [SchemaPosition] {
        var result: [SchemaPosition] = []
        for place in places {
            if let index = result.firstIndex(where: { $0.layers == place.layers }) {
                result[index].ways += place.ways
            } else {
                result.append(place)
            }
        }
        for index in result.indices { result[index].ways = merged(result[index].ways, totals) }
        return result
    }

    /// A key that tells forms apart.
    struct ConditionKey: Hashable {
        let place: SchemaPath
        let key: String
    }

    private static func merged(_ ways: [Way], _ totals: [ConditionKey: Int]) -> [Way] {
        var result: [Way] = []
        for way in ways {
            guard let last = way.conditions.last,
                let index = result.firstIndex(where: { other in
                    other.requirement == way.requirement
                        && other.conditions.dropLast() == way.conditions.dropLast()
                        && other.conditions.last?.place == last.place
                        && other.conditions.last?.key == last.key
                })
            else {
                if !result.contains(way) { result.append(way) }
                continue
            }
            let values = (result[index].conditions.last?.values ?? []) + last.values
            result[index].conditions[result[index].conditions.count - 1] = SchemaCondition(
                place: last.place,
                key: last.key,
                values: SchemaTypeNames.unique(values)
            )
        }
        for index in result.indices {
            result[index].conditions.removeAll { condition in
                totals[ConditionKey(place: condition.place, key: condition.key)] == condition.values.count
            }
        }
        return result
    }
}
