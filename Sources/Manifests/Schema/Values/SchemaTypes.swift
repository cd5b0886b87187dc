/// The types of JSON Schema, as a set.
struct SchemaTypes: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    static let null = SchemaTypes(rawValue: 1)
    static let boolean = SchemaTypes(rawValue: 2)
    /// Whole numbers, `3.0` among them.
    static let integer = SchemaTypes(rawValue: 4)
    /// Numbers that are not whole.
    static let fraction = SchemaTypes(rawValue: 8)
    static let string = SchemaTypes(rawValue: 16)
    static let array = SchemaTypes(rawValue: 32)
    static let object = SchemaTypes(rawValue: 64)
    static let number: SchemaTypes = [.integer, .fraction]
    static let all: SchemaTypes = [.null, .boolean, .number, .string, .array, .object]

    /// The types by their names in schemas.
    static let names: [(name: String, types: SchemaTypes)] = [
        ("null", .null), ("boolean", .boolean), ("integer", .integer), ("number", .number),
        ("string", .string),
        ("array", .array), ("object", .object),
    ]

    /// The type of a value.
    init(_ instance: SchemaInstance) {
        switch instance.kind {
        case .null: self = .null
        case .boolean: self = .boolean
        case .integer: self = .integer
        case .decimal: self = DecimalNumber(instance.node).isWhole ? .integer : .fraction
        case .string: self = .string
        case .sequence: self = .array
        case .mapping: self = .object
        }
    }

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The types as a person says them: `a string or a list`.
    var words: String {
        var words: [String] = []
        if contains(.object) { words.append("a mapping") }
        if contains(.array) { words.append("a list") }
        if contains(.string) { words.append("a string") }
        if contains(.number) {
            words.append("a number")
        } else if contains(.integer) {
            words.append("a whole number")
        }
        if contains(.boolean) { words.append("`true` or `false`") }
        if contains(.null) { words.append("nothing (`null`)") }
        return words.joined(separator: " or ")
    }
}
