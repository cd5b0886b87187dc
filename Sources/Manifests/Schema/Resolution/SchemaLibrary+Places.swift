import Diagnostics

extension SchemaLibrary {
    /// The subschema that a reference names.
    ///
    /// - Parameters:
    ///   - reference: The reference.
    ///   - base: The resource that it stands in.
    ///   - problems: Where faults of files that are opened for it are added.
    /// - Returns: The place; `nil` when there is none.
    mutating func place(
        of reference: SchemaAddress,
        from base: Int,
        into problems: inout [Diagnostic]
    ) -> LocatedSchema? {
        var number = base
        if !reference.isLocal {
            let address = resources[base].address.resolving(reference).resource
            guard let found = resource(at: address, into: &problems) else { return nil }
            number = found
        }
        guard let fragment = reference.decodedFragment else { return nil }
        if fragment.isEmpty { return LocatedSchema(schema: resources[number].root, resource: number) }
        guard fragment.utf8.first == UInt8(ascii: "/") else {
            let text = Array(fragment.utf8)
            guard let anchor = resources[number].anchor(named: text) else { return nil }
            let name = anchor.isDynamic ? text : nil
            return LocatedSchema(schema: anchor.schema, resource: number, dynamicName: name)
        }
        return place(behind: fragment, in: number, into: &problems)
    }

    /// The subschema that a JSON pointer names in a resource.
    private mutating func place(
        behind pointer: String,
        in start: Int,
        into problems: inout [Diagnostic]
    ) -> LocatedSchema? {
        var number = start
        var schema = resources[start].root
        for step in pointer.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .dropFirst()
        {
            let name = Self.unescaped(step)
            if schema.kind == .sequence {
                guard let position = Int(name), position >= 0, position < schema.count else { return nil }
                schema = schema.items[position]
            } else {
                guard let next = value(of: name, in: schema) else { return nil }
                schema = next
            }
            number = resource(at: schema) ?? number
        }
        // A place that no keyword leads to was not searched yet.
        index(schema, in: number, into: &problems)
        return LocatedSchema(schema: schema, resource: resource(at: schema) ?? number)
    }

    private static func unescaped(_ step: Substring.UTF8View) -> String {
        var bytes: [UInt8] = []
        var isEscape = false
        for byte in step {
            if isEscape {
                bytes.append(byte == UInt8(ascii: "1") ? UInt8(ascii: "/") : UInt8(ascii: "~"))
                isEscape = false
            } else if byte == UInt8(ascii: "~") {
                isEscape = true
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Diagnostic {
    static func unresolvedReference(_ value: Node, _ address: String) -> Diagnostic {
        let name = (value.text ?? "").shortened
        let isLocal = name.utf8.first == UInt8(ascii: "#")
        return Diagnostic(
            .unresolvedSchemaReference,
            "`\(name)` leads nowhere",
            at: Label(
                value.span,
                isLocal ? "nothing of this schema has that name" : "no schema is given for it"
            ),
            notes: isLocal
                ? []
                : [
                    "it means `\(address.shortened)`; nothing is fetched, neither from the network nor from a file"
                ]
        )
    }

    static func unknownSchemaDialect(_ value: Node) -> Diagnostic {
        Diagnostic(
            .unknownSchemaDialect,
            "`\((value.text ?? "").shortened)` is not a dialect that is understood",
            at: Label(value.span, "expected 2020-12 or draft-07"),
            notes: ["a meta-schema of your own can be given as a schema; nothing is fetched"],
            help: "for example `https://json-schema.org/draft/2020-12/schema`"
        )
    }

    static func unknownSchemaVocabulary(_ value: Node, _ name: String) -> Diagnostic {
        Diagnostic(
            .unknownSchemaDialect,
            "the dialect needs the vocabulary `\(name.shortened)`, which is not understood",
            at: Label(value.span, "this meta-schema requires it")
        )
    }

    static func duplicateSchemaName(_ value: Node, _ name: String, first: Node?) -> Diagnostic {
        Diagnostic(
            .duplicateSchemaName,
            "two subschemas are called `\(name.shortened)`",
            at: Label(value.span, "again"),
            secondary: first.map { [Label($0.span, "first")] } ?? []
        )
    }

    static func endlessSchema(_ schema: Node) -> Diagnostic {
        Diagnostic(
            .endlessSchema,
            "the schema refers to itself without end",
            at: Label(schema.headSpan, "leads back here for the same value"),
            help:
                "refer to it from a place that is about a part of the value, such as `properties` or `items`"
        )
    }
}
