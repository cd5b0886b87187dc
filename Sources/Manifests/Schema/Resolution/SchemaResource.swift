/// A schema with an address of its own: a whole file, or a part of one with `$id`.
struct SchemaResource: Sendable {
    /// A part that can be named without a pointer.
    struct Anchor: Sendable {
        let schema: Node
        /// Whether it was made by `$dynamicAnchor`.
        let isDynamic: Bool
    }

    /// The address, without a fragment; empty when it has none.
    let address: SchemaAddress
    /// The schema.
    let root: Node
    /// The language that it is written in.
    let dialect: SchemaDialect
    /// Its parts with names, by addresses that are nothing but `#` and the name.
    private var anchors: [SchemaAddress: Anchor] = [:]
    /// The names made by `$dynamicAnchor`, in the order of the schema.
    private(set) var dynamicNames: [[UInt8]] = []

    init(address: SchemaAddress, root: Node, dialect: SchemaDialect) {
        self.address = address
        self.root = root
        self.dialect = dialect
    }

    /// The part with a name.
    func anchor(named name: [UInt8]) -> Anchor? { anchors[SchemaAddress(fragment: name)] }

    /// Gives a part a name.
    mutating func insert(_ anchor: Anchor, named name: [UInt8]) {
        anchors[SchemaAddress(fragment: name)] = anchor
        if anchor.isDynamic { dynamicNames.append(name) }
    }
}

/// One place of one file, for looking up; where that matters, as part of a resource.
///
/// What a compiler looks up has this type of key or that of addresses, no others: a program's first dictionary of each
/// type searches the whole program for how to hash it, which costs 75 µs at every start.
struct SchemaPlace: Hashable, Sendable {
    private let document: ObjectIdentifier
    private let index: Int32
    private let resource: Int32

    init(_ node: Node, of resource: Int = 0) {
        document = ObjectIdentifier(node.document)
        index = node.index
        self.resource = Int32(truncatingIfNeeded: resource)
    }
}

/// A subschema and the resource that it is part of.
struct LocatedSchema: Sendable {
    let schema: Node
    let resource: Int
    /// The name of the `$dynamicAnchor` that led to it, if one did.
    var dynamicName: [UInt8]?
}
