/// A declared parameter: `parameters.date`.
public struct Parameter: Sendable {
    /// The types that a parameter can have.
    public enum ValueType: String, Sendable { case string, integer, number, boolean }
    /// The name.
    public let name: Located<String>
    /// The type.
    public let type: ValueType
    /// What it is for.
    public let description: String?
    /// The value without `--set`, in its canonical text; `nil` when one must be given.
    public let defaultValue: Located<String>?
    /// A pattern that a string must match (ECMA-262; checked by the schema's own engine).
    public let pattern: String?
    /// The allowed texts, when they are listed.
    public let allowedValues: [String]?
    /// The least number, inclusive.
    public let minimum: Double?
    /// The greatest number, inclusive.
    public let maximum: Double?
}
