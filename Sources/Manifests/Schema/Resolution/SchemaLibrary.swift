import Diagnostics

/// The resources that a schema and those that it refers to are made of.
struct SchemaLibrary {
    /// All resources so far.
    private(set) var resources: [SchemaResource] = []
    private let registry: SchemaRegistry
    /// The language of files without `$schema`.
    private let usualDialect: SchemaDialect
    private var numbers: [SchemaAddress: Int] = [:]
    private var starts: [SchemaPlace: Int] = [:]
    private var visited: Set<SchemaPlace> = []
    /// The roots of documents in which nothing has a name.
    private var rootsWithoutNames: Set<SchemaPlace> = []
    private var largeMappings: [SchemaPlace: [ArraySlice<UInt8>: Node]] = [:]

    init(registry: SchemaRegistry, dialect: SchemaDialect) {
        self.registry = registry
        usualDialect = dialect
    }

    /// The resource that begins at a subschema.
    func resource(at schema: Node) -> Int? { starts[SchemaPlace(schema)] }

    /// The resource with an address; its file is opened when it is needed.
    mutating func resource(at address: SchemaAddress, into problems: inout [Diagnostic]) -> Int? {
        if let number = numbers[address] { return number }
        guard let root = registry.root(at: address) else { return nil }
        return open(root, at: address, into: &problems)
    }

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - root: The schema.
    ///   - address: Where it was found.
    ///   - problems: Where faults are added.
    /// - Returns: Its resource; `nil` when its dialect is not understood.
    mutating func open(_ root: Node, at address: SchemaAddress, into problems: inout [Diagnostic]) -> Int? {
        guard let dialect = dialect(of: root, instead: usualDialect, into: &problems) else { return nil }
        var own = address
        if !Self.isHidden(root, dialect), let identifier = root["$id"]?.textBytes {
            let resolved = address.resolving(SchemaAddress(identifier)).resource
            if !resolved.isLocal { own = resolved }
        }
        let number = add(SchemaResource(address: own, root: root, dialect: dialect))
        numbers[address] = numbers[address] ?? number
        if Self.names(in: root.document) > (root["$id"] == nil ? 0 : 1) {
            index(root, in: number, into: &problems)
        } else {
            rootsWithoutNames.insert(SchemaPlace(root.document.root))
        }
        return number
    }

    private mutating func add(_ resource: SchemaResource) -> Int {
        let number = resources.count
        resources.append(resource)
        if numbers[resource.address] == nil { numbers[resource.address] = number }
        starts[SchemaPlace(resource.root)] = number
        return number
    }

    /// How many words of a document may be keywords that name something: most schemas need not be searched.
    private static func names(in document: Document) -> Int {
        let bytes = document.source.bytes
        return document.records.reduce(into: 0) { count, record in
            guard record.kind == .string, record.low < record.high else { return }
            let text =
                record.isDecoded
                ? document.decoded[Int(record.low)..<Int(record.high)]
                : bytes[Int(record.low)..<Int(record.high)]
            guard text.first == UInt8(ascii: "$") else { return }
            let isName = ["$id", "$anchor", "$dynamicAnchor"].contains { text.elementsEqual($0.utf8) }
            if isName { count += 1 }
        }
    }

    /// In draft-07 a `$ref` hides what stands beside it.
    private static func isHidden(_ schema: Node, _ dialect: SchemaDialect) -> Bool {
        dialect.draft == .draft7 && schema["$ref"] != nil
    }

    /// Finds what has a name in a subschema and below; a second time does nothing.
    mutating func index(_ schema: Node, in resource: Int, into problems: inout [Diagnostic]) {
        guard schema.kind == .mapping, !rootsWithoutNames.contains(SchemaPlace(schema.document.root)),
            visited.insert(SchemaPlace(schema)).inserted
        else { return }
        var resource = resource
        let isHidden = Self.isHidden(schema, resources[resource].dialect)
        if !isHidden {
            resource = identify(schema, in: resource, into: &problems) ?? resource
            name(schema, by: "$anchor", in: resource, into: &problems)
            name(schema, by: "$dynamicAnchor", in: resource, into: &problems)
        }
        let dialect = resources[resource].dialect
        for entry in schema.entries {
            guard let keyword = SchemaKeyword.byName[entry.name], dialect.knows(keyword),
                dialect.uses(keyword),
                !isHidden || keyword == .definitions || keyword == .olderDefinitions
            else { continue }
            switch keyword.shape {
            case .none: break
            case .schema: index(entry.value, in: resource, into: &problems)
            case .schemas, .schemaOrSchemas:
                index(entry.value, in: resource, into: &problems)
                for item in entry.value.items { index(item, in: resource, into: &problems) }
            case .mapping:
                for inner in entry.value.entries { index(inner.value, in: resource, into: &problems) }
            }
        }
    }

    /// Takes `$id` into account.
    ///
    /// - Returns: The resource that begins here, if one does.
    private mutating func identify(_ schema: Node, in outer: Int, into problems: inout [Diagnostic]) -> Int? {
        if let known = starts[SchemaPlace(schema)] { return known }
        guard let value = schema["$id"], let text = value.textBytes, value.kind == .string else { return nil }
        let address = SchemaAddress(text)
        let isDraft7 = resources[outer].dialect.draft == .draft7
        if isDraft7, let fragment = address.fragment, !fragment.isEmpty {
            insert(fragment, schema, isDynamic: false, at: value, in: outer, into: &problems)
        }
        guard !address.isLocal else { return nil }
        let own = resources[outer].address.resolving(address).resource
        guard let dialect = dialect(of: schema, instead: resources[outer].dialect, into: &problems) else {
            return nil
        }
        if let known = numbers[own], resources[known].root.index != schema.index {
            problems.append(.duplicateSchemaName(value, own.text, first: resources[known].root["$id"]))
            return nil
        }
        return add(SchemaResource(address: own, root: schema, dialect: dialect))
    }

    private mutating func name(
        _ schema: Node,
        by keyword: String,
        in resource: Int,
        into problems: inout [Diagnostic]
    ) {
        guard resources[resource].dialect.draft == .draft2020, let value = schema[keyword],
            value.kind == .string, let text = value.textBytes
        else { return }
        let isDynamic = keyword == "$dynamicAnchor"
        insert(Array(text), schema, isDynamic: isDynamic, at: value, in: resource, into: &problems)
    }

    private mutating func insert(
        _ name: [UInt8],
        _ schema: Node,
        isDynamic: Bool,
        at value: Node,
        in resource: Int,
        into problems: inout [Diagnostic]
    ) {
        if let known = resources[resource].anchor(named: name), known.schema.index != schema.index {
            let first = known.schema[known.isDynamic ? "$dynamicAnchor" : "$anchor"] ?? known.schema["$id"]
            return problems.append(
                .duplicateSchemaName(value, "#" + String(decoding: name, as: UTF8.self), first: first)
            )
        }
        // Both keywords may give one schema the same name; the dynamic one means more.
        if isDynamic || resources[resource].anchor(named: name) == nil {
            resources[resource].insert(.init(schema: schema, isDynamic: isDynamic), named: name)
        }
    }

    /// The value under a key; large mappings such as `$defs` are asked for many.
    mutating func value(of name: String, in mapping: Node) -> Node? {
        guard mapping.count > 32 else { return mapping[name] }
        let place = SchemaPlace(mapping)
        if largeMappings[place] == nil {
            let entries = mapping.entries.compactMap { entry in entry.key.textBytes.map { ($0, entry.value) }
            }
            largeMappings[place] = Dictionary(entries) { first, _ in first }
        }
        return largeMappings[place]?[Array(name.utf8)[...]]
    }

    // MARK: Dialects

    /// The dialect that `$schema` names.
    mutating func dialect(
        of schema: Node,
        instead: SchemaDialect,
        into problems: inout [Diagnostic]
    ) -> SchemaDialect? {
        guard let value = schema["$schema"] else { return instead }
        guard value.kind == .string, let text = value.textBytes else {
            problems.append(.malformedKeyword(value, "the address of a meta-schema"))
            return nil
        }
        let address = SchemaAddress(text)
        if let known = SchemaDialect(named: address) { return known }
        guard let dialect = dialect(ofMetaSchema: address, levels: 8) else {
            problems.append(.unknownSchemaDialect(value))
            return nil
        }
        for (name, isRequired) in dialect.unknown where isRequired {
            problems.append(.unknownSchemaVocabulary(value, name))
            return nil
        }
        return dialect.dialect
    }

    private struct DescribedDialect {
        let dialect: SchemaDialect
        var unknown: [(name: String, isRequired: Bool)] = []
    }

    /// The dialect that a meta-schema of the registry describes.
    private func dialect(ofMetaSchema address: SchemaAddress, levels: Int) -> DescribedDialect? {
        if let known = SchemaDialect(named: address) { return DescribedDialect(dialect: known) }
        guard levels > 0, let root = registry.root(at: address.resource),
            let meta = root["$schema"]?.textBytes,
            let base = dialect(ofMetaSchema: SchemaAddress(meta), levels: levels - 1)
        else { return nil }
        guard base.dialect.draft == .draft2020, let list = root["$vocabulary"] else { return base }
        var vocabularies: SchemaVocabularies = []
        var unknown: [(name: String, isRequired: Bool)] = []
        for entry in list.entries {
            if let vocabulary = SchemaVocabularies(named: entry.name) {
                vocabularies.formUnion(vocabulary)
            } else {
                unknown.append((entry.name, entry.value.boolean ?? true))
            }
        }
        return DescribedDialect(
            dialect: SchemaDialect(draft: .draft2020, vocabularies: vocabularies),
            unknown: unknown
        )
    }
}
