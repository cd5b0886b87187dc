import Diagnostics

/// Schemas that others can refer to, by address; the meta-schemas of JSON Schema are always there.
///
/// It is filled by the caller and asks nobody: neither a file nor the network. A reference to anything else is a fault
/// that names it.
public struct SchemaRegistry: Sendable {
    private var roots: [SchemaAddress: Node] = [:]

    /// Makes a registry that knows the meta-schemas only.
    public init() {}

    /// Adds a schema under an address, and under its own `$id` where that is absolute or resolves against the address.
    ///
    /// - Parameters:
    ///   - document: The schema; it must outlive nothing, documents are values.
    ///   - address: Where it would be found: a URI, or a relative reference as other schemas write it.
    /// - Returns: The address that was taken before by another document, if one was; that one stays.
    @discardableResult
    public mutating func add(_ document: Document, at address: String) -> String? {
        let place = SchemaAddress(address).resource
        var names = [place]
        if let identifier = document.root["$id"]?.textBytes {
            names.append(place.resolving(SchemaAddress(identifier)).resource)
        }
        var taken: String?
        for name in names where !name.isLocal {
            if let known = roots[name], known.document !== document {
                taken = name.text
            } else {
                roots[name] = document.root
            }
        }
        return taken
    }

    /// The schema at an address.
    func root(at address: SchemaAddress) -> Node? {
        if let root = roots[address] { return root }
        let text = address.text
        guard let known = SchemaCatalog.metaSchemas.first(where: { $0.address == text }) else { return nil }
        var problems: [Diagnostic] = []
        return YAMLParser().documents(in: SourceText(name: known.name, text: known.text), into: &problems)
            .first?.root
    }
}
