/// The forms of output that JSON Schema describes and that a validator can give.
public enum SchemaOutput: String, CaseIterable, Sendable {
    /// Whether the document conforms, and nothing else.
    case flag
    /// A flat list: every fault, or every annotation.
    case basic
}
