/// Rules by key; keys compare by their bytes.
struct KeyedRules: Sendable {
    /// The keys in the order of the schema.
    let names: [String]
    /// The rules by length of key, then by its bytes: few keys of one length are left to be compared.
    private let sorted: [Entry]
    /// The bytes of all keys.
    private let text: [UInt8]

    private struct Entry {
        let name: Range<Int>
        let rule: Int
    }

    init(_ properties: Node?, _ compiler: inout SchemaCompiler) {
        var names: [String] = []
        var text: [UInt8] = []
        var entries: [Entry] = []
        for entry in compiler.entries(properties) {
            names.append(entry.name)
            let start = text.count
            text.append(contentsOf: entry.name.utf8)
            entries.append(Entry(name: start..<text.count, rule: compiler.rule(for: entry.value)))
        }
        self.names = names
        self.text = text
        sorted = entries.sorted { Self.order($0.name, of: text, text[$1.name].span) < 0 }
    }

    /// The rule of a key.
    subscript(_ key: Node) -> Int? { key.withText { rule(of: $0) } }

    /// The rule of a key.
    subscript(_ name: String) -> Int? { rule(of: name.utf8.span) }

    private func rule(of name: Span<UInt8>) -> Int? {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            let order = Self.order(sorted[middle].name, of: text, name)
            if order == 0 { return sorted[middle].rule }
            if order < 0 { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    /// Below zero when a key comes before a name, above zero when it comes behind.
    private static func order(_ key: Range<Int>, of text: [UInt8], _ name: Span<UInt8>) -> Int {
        guard key.count == name.count else { return key.count - name.count }
        let key = text.span.extracting(key)
        for index in key.indices where key[index] != name[index] {
            return Int(key[index]) - Int(name[index])
        }
        return 0
    }
}
