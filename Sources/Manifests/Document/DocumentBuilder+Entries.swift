import Diagnostics

extension DocumentBuilder {
    /// Checks the keys of a mapping that ends, and carries out its merge keys.
    mutating func finishEntries(of frame: inout Frame) {
        if frame.hasMerge {
            merge(into: &frame)
        } else {
            checkKeys(from: frame.firstChild)
        }
    }

    /// Whether a node is a merge key: a plain, untagged `<<`.
    func isMergeKey(_ node: Int32) -> Bool {
        let record = records[Int(node)]
        guard record.isPlain, record.high &- record.low == 2, record.kind == .string else { return false }
        return text(of: node).elementsEqual([0x3C, 0x3C])
    }

    /// Reports keys that stand twice.
    private mutating func checkKeys(from first: Int) {
        let count = (pending.count - first) / 2
        guard count > 1 else { return }
        // Few keys are compared pair by pair: that is faster than hashing.
        guard count > 8 else {
            for position in stride(from: first + 2, to: pending.count, by: 2) {
                let key = pending[position]
                let earlier = stride(from: first, to: position, by: 2)
                guard let other = earlier.first(where: { areEqual(pending[$0], key) }) else { continue }
                reportDuplicate(key, first: pending[other])
            }
            return
        }
        var table = KeyTable()
        swap(&table, &keys)
        collectKeys(from: first, into: &table)
        keys = table
    }

    /// Fills a key table with a mapping's keys and reports those that stand twice.
    private mutating func collectKeys(from first: Int, into table: inout KeyTable) {
        table.reset(capacity: (pending.count - first) / 2)
        for position in stride(from: first, to: pending.count, by: 2) where isScalar(pending[position]) {
            if let other = table.insert(pending[position], text: { text(of: $0) }) {
                reportDuplicate(pending[position], first: other)
            }
        }
    }

    /// Replaces merge keys by the entries of what they name: own entries win, then earlier sources.
    private mutating func merge(into frame: inout Frame) {
        let first = frame.firstChild
        var table = KeyTable()
        swap(&table, &keys)
        defer { keys = table }
        collectKeys(from: first, into: &table)
        var own: [Int32] = []
        var sources: [Int32] = []
        for position in stride(from: first, to: pending.count - 1, by: 2) {
            if isMergeKey(pending[position]) {
                sources += mergeSources(pending[position + 1], key: pending[position])
            } else {
                own += pending[position...position + 1]
            }
        }
        for source in sources {
            let record = records[Int(source)]
            expansion.merged += Int(record.high - record.low) / 2
            guard expansion.merged <= limits.budget(nodes: records.count) else {
                halt(
                    .mergesTooMuch(
                        limit: limits.budget(nodes: records.count),
                        at: label(span(of: frame.record))
                    )
                )
                return
            }
            for position in stride(from: Int(record.low), to: Int(record.high), by: 2) {
                let key = children[position]
                let value = children[position + 1]
                guard isScalar(key), table.insert(key, text: { text(of: $0) }) == nil else { continue }
                own += [key, value]
                let size = expansion.size(of: key).addingSaturating(expansion.size(of: value))
                frame.size = frame.size.addingSaturating(size)
            }
        }
        pending.replaceSubrange(first..., with: own)
    }

    /// The mappings that the value of a merge key names.
    private mutating func mergeSources(_ value: Int32, key: Int32) -> [Int32] {
        let kind = records[Int(value)].kind
        switch kind {
        case .mapping: return [value]
        case .sequence:
            let record = records[Int(value)]
            let items = children[Int(record.low)..<Int(record.high)]
            for item in items where records[Int(item)].kind != .mapping {
                reportMerge(of: item, key: key)
            }
            return items.filter { records[Int($0)].kind == .mapping }
        default:
            // What stands for a faulty alias has its report.
            if kind == .null, !records[Int(value)].isPlain, !problems.isEmpty { return [] }
            reportMerge(of: value, key: key)
            return []
        }
    }

    private mutating func reportMerge(of node: Int32, key: Int32) {
        let kind = records[Int(node)].kind
        let merge = label(span(of: key), "merged here")
        report(.mergesOther(kind, at: label(span(of: node), "not a mapping"), key: merge))
    }

    private func isScalar(_ node: Int32) -> Bool {
        records[Int(node)].kind.rawValue <= Document.Kind.string.rawValue
    }

    private func areEqual(_ left: Int32, _ right: Int32) -> Bool {
        let first = records[Int(left)]
        let second = records[Int(right)]
        guard first.high &- first.low == second.high &- second.low, isScalar(left), isScalar(right) else {
            return false
        }
        return text(of: left).elementsEqual(text(of: right))
    }

    private mutating func reportDuplicate(_ key: Int32, first: Int32) {
        report(
            .duplicateKey(
                String(decoding: text(of: key), as: UTF8.self),
                at: label(span(of: key), "a second time"),
                first: label(span(of: first), "first here")
            )
        )
    }
}

extension Diagnostic {
    fileprivate static func duplicateKey(_ name: String, at label: Label, first: Label) -> Diagnostic {
        Diagnostic(
            .duplicateKey,
            "duplicate key `\(YAMLExcerpt.of(name))`",
            at: label,
            secondary: [first],
            help: "remove one of them"
        )
    }

    fileprivate static func mergesOther(_ kind: Document.Kind, at label: Label, key: Label) -> Diagnostic {
        Diagnostic(
            .mergesOther,
            "a merge key `<<` takes a mapping or a sequence of mappings",
            at: label,
            secondary: [key],
            notes: [kind == .integer ? "this is an integer" : "this is a \(kind)"],
            help: "name a mapping, or quote the key: `\"<<\"`"
        )
    }

    fileprivate static func mergesTooMuch(limit: Int, at label: Label) -> Diagnostic {
        Diagnostic(
            .expandsTooFar,
            "merge keys make the document expand to more than \(limit) values",
            at: label,
            help: "merge smaller mappings"
        )
    }
}
