import Diagnostics

/// The lines of a document on which a secret may be written out; they are not shown, whatever else is wrong there.
///
/// Sensitive are values that the schema calls `writeOnly`, and values under keys that the schema does not know and
/// that sound like secrets: `client_secret: hunter2` is an unknown key, and still a secret. So are signed addresses.
struct SensitiveLines {
    private let source: SourceText
    private var lines: Set<Int> = []

    init(root: Node, program: SchemaProgram, secrets: [Node]) {
        source = root.document.source
        for secret in secrets { insert(secret) }
        var names: [String: Bool] = [:]
        for rule in program.rules {
            guard let properties = rule.object?.properties else { continue }
            for name in properties.names {
                let chain = properties[name].map { program.chain(of: $0) } ?? []
                names[name, default: false] =
                    names[name] ?? false || chain.contains { $0.annotations.isWriteOnly }
            }
        }
        var pending = [root]
        var visited: Set<Int32> = []
        while let node = pending.popLast() {
            guard visited.insert(node.index).inserted else { continue }
            pending += node.items
            for entry in node.entries {
                pending.append(entry.value)
                let isSensitive =
                    names[entry.name] ?? Self.soundsSecret(entry.name) || Self.isSigned(entry.value)
                guard isSensitive, entry.value.kind != .mapping, entry.value.kind != .null else { continue }
                insert(entry.value)
            }
        }
    }

    /// Whether a text is an address with a signature in it.
    private static func isSigned(_ value: Node) -> Bool {
        guard let bytes = value.textBytes, bytes.contains(UInt8(ascii: "?")) else { return false }
        return value.text.map(URISignature.isIn) ?? false
    }

    private mutating func insert(_ value: Node) {
        let span = value.span
        lines.formUnion(source.line(at: span.start)...source.line(at: max(span.start, span.end - 1)))
    }

    private static func soundsSecret(_ name: String) -> Bool {
        let letters = name.utf8.map { $0 | 0x20 }.filter { 0x61...0x7A ~= $0 }
        let text = String(decoding: letters, as: UTF8.self)
        return ["secret", "password", "passwd", "token", "apikey", "accountkey", "accesskey", "privatekey"]
            .contains { text.utf8.count >= $0.utf8.count && text.contains($0) }
    }

    /// The diagnostics, without excerpts of these lines.
    func hiding(in diagnostics: [Diagnostic]) -> [Diagnostic] {
        guard !lines.isEmpty else { return diagnostics }
        return diagnostics.map { diagnostic in
            var diagnostic = diagnostic
            if let primary = diagnostic.primary, isSensitive(primary.span) {
                diagnostic.primary?.showsExcerpt = false
            }
            for index in diagnostic.secondary.indices where isSensitive(diagnostic.secondary[index].span) {
                diagnostic.secondary[index].showsExcerpt = false
            }
            return diagnostic
        }
    }

    private func isSensitive(_ span: SourceSpan) -> Bool {
        let first = source.line(at: span.start)
        let last = source.line(at: max(span.start, span.end - 1))
        return (first...last).contains { lines.contains($0) }
    }
}
