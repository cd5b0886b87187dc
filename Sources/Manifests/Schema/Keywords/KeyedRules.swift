/// Rules by key; keys compare by their bytes.
struct KeyedRules: Sendable {
    /// The keys in the order of the schema.
    let names: [String]
    private let sorted: [(name: [UInt8], rule: Int)]

    init(_ properties: Node?, _ compiler: inout SchemaCompiler) {
        var names: [String] = []
        var rules: [(name: [UInt8], rule: Int)] = []
        for entry in compiler.entries(properties) {
            names.append(entry.name)
            rules.append((Array(entry.name.utf8), compiler.rule(for: entry.value)))
        }
        self.names = names
        sorted = rules.sorted { Self.precedes($0.name[...], $1.name[...]) }
    }

    /// The rule of a key.
    subscript(_ name: ArraySlice<UInt8>) -> Int? {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if Self.precedes(sorted[middle].name[...], name) { low = middle + 1 } else { high = middle }
        }
        return low < sorted.count && sorted[low].name[...] == name ? sorted[low].rule : nil
    }

    /// The rule of a key.
    subscript(_ name: String) -> Int? { self[Array(name.utf8)[...]] }

    private static func precedes(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
        left.count != right.count ? left.count < right.count : left.lexicographicallyPrecedes(right)
    }
}
