import Diagnostics

extension DocumentBuilder {
    /// Adds the node that an alias names.
    mutating func alias(_ name: AnchorTable.Name, span: Range<Int>) {
        guard let slot = anchors.slot(name) else {
            report(
                .undefinedAlias(
                    name,
                    near: anchors.nearest(to: name),
                    at: label(span, "nothing above has this anchor")
                )
            )
            scalar(
                .null,
                isPlain: false,
                isDecoded: false,
                span: span,
                text: span.lowerBound..<span.lowerBound
            )
            return
        }
        let target = anchors[slot]
        guard !target.isOpen else {
            let start = Int(records[Int(target.node)].start)
            report(
                .cyclicAlias(
                    name,
                    at: label(span, "this stands inside what it names"),
                    anchor: label(start..<start + 1, "`\(name)` begins here")
                )
            )
            scalar(
                .null,
                isPlain: false,
                isDecoded: false,
                span: span,
                text: span.lowerBound..<span.lowerBound
            )
            return
        }
        let kind = records[Int(target.node)].kind
        if expectsKey, kind == .sequence || kind == .mapping {
            report(.keyIsCollection(kind, at: label(span, "`\(name)` is a \(kind)")))
        }
        if frames.count + Int(target.height) > limits.depth {
            halt(
                .nestedTooDeep(limit: limits.depth, at: label(span, "`\(name)` adds \(target.height) levels"))
            )
            return
        }
        expansion.noteAlias(name, span: span, size: target.size, nodes: records.count, limits: limits)
        attach(target.node, size: target.size, height: target.height, end: span.upperBound)
    }
}

extension Diagnostic {
    fileprivate static func undefinedAlias(_ name: String, near: String?, at label: Label) -> Diagnostic {
        Diagnostic(
            .undefinedAlias,
            "undefined alias `*\(name)`",
            at: label,
            help: near.map { "did you mean `*\($0)`?" } ?? "define `&\(name)` above, or quote the text"
        )
    }

    fileprivate static func cyclicAlias(_ name: String, at label: Label, anchor: Label) -> Diagnostic {
        Diagnostic(
            .cyclicAlias,
            "alias `*\(name)` refers to a value that contains it",
            at: label,
            secondary: [anchor],
            help: "put the anchor on a value that ends before the alias"
        )
    }
}
