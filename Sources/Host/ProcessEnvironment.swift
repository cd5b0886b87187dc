/// The environment that a process was started with, as a value.
public struct ProcessEnvironment: Sendable {
    /// Name to value.
    public let values: [String: String]

    /// Makes an environment of given values.
    ///
    /// - Parameter values: Name to value.
    public init(_ values: [String: String]) { self.values = values }

    /// The value of a variable; an empty one counts as set.
    ///
    /// - Parameter name: The variable.
    public subscript(_ name: String) -> String? { values[name] }

    /// The value of a variable that is set and not empty.
    ///
    /// - Parameter name: The variable.
    /// - Returns: The value; `nil` when it is empty or not set.
    public func nonEmpty(_ name: String) -> String? {
        guard let value = values[name], !value.isEmpty else { return nil }
        return value
    }
}
