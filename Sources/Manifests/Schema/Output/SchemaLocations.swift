/// Where the rules of a program stand in their files.
struct SchemaLocations {
    private let program: SchemaProgram
    private var parents: [SchemaPlace: (parent: Node, step: String)] = [:]

    init(_ program: SchemaProgram) {
        self.program = program
        var seen: Set<ObjectIdentifier> = []
        for resource in program.resources where seen.insert(ObjectIdentifier(resource.root.document)).inserted
        {
            var pending = [resource.root.document.root]
            while let node = pending.popLast() {
                for (index, item) in node.items.enumerated() { note(item, in: node, "\(index)", &pending) }
                for entry in node.entries { note(entry.value, in: node, entry.name, &pending) }
            }
        }
    }

    private mutating func note(_ node: Node, in parent: Node, _ step: String, _ pending: inout [Node]) {
        let place = SchemaPlace(node)
        guard parents[place] == nil else { return }
        parents[place] = (parent, step)
        pending.append(node)
    }

    /// The steps from one place to another inside it.
    private func way(from outer: Node, to inner: Node) -> [String]? {
        let start = SchemaPlace(outer)
        var place = SchemaPlace(inner)
        var steps: [String] = []
        while place != start {
            guard let (parent, step) = parents[place] else { return nil }
            steps.append(step)
            place = SchemaPlace(parent)
        }
        return steps.reversed()
    }

    /// The steps from a file's root to a rule.
    func pointer(of rule: Int) -> [String] {
        let schema = program.places[rule]
        return way(from: schema.document.root, to: schema) ?? []
    }

    /// The address of a keyword of a rule; `nil` when the schema has no absolute one.
    func address(of rule: Int, _ keyword: String?) -> String? {
        let resource = program.resources[program.rules[rule].resource]
        guard resource.address.isAbsolute,
            let steps = way(from: resource.root, to: program.places[rule])
        else { return nil }
        return resource.address.text + "#" + Self.fragment(steps + (keyword.map { [$0] } ?? []))
    }

    /// The keywords that led to a rule, references among them.
    func keywords(along trace: [Int]) -> [String] {
        zip(trace, trace.dropFirst()).flatMap { outer, inner -> [String] in
            let schema = program.places[outer]
            if program.rules[outer].reference == inner {
                return [schema["$ref"] == nil ? "$dynamicRef" : "$ref"]
            }
            return way(from: schema, to: program.places[inner]) ?? ["$dynamicRef"]
        }
    }

    /// Steps as a JSON pointer.
    static func pointer(_ steps: [String]) -> String {
        steps.map { step in
            let bytes = step.utf8.flatMap { byte -> [UInt8] in
                switch byte {
                case UInt8(ascii: "~"): Array("~0".utf8)
                case UInt8(ascii: "/"): Array("~1".utf8)
                default: [byte]
                }
            }
            return "/" + String(decoding: bytes, as: UTF8.self)
        }.joined()
    }

    /// Steps as a JSON pointer behind `#`.
    static func fragment(_ steps: [String]) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let bytes = pointer(steps).utf8.flatMap { byte -> [UInt8] in
            let isPlain =
                0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20 || "-._~!$&'()*+,;=:@/?".utf8.contains(byte)
            return isPlain ? [byte] : [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
