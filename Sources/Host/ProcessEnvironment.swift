/// The environment that a process was started with, as a value.
public struct ProcessEnvironment: Sendable {
    private let variables: [String: String]
    private let report: (@Sendable (String) -> Void)?

    /// What ``init(_:reporting:)`` reports when all values are taken at once.
    public static let everything = "*"

    /// Makes an environment of given values.
    ///
    /// - Parameters:
    ///   - values: Name to value.
    ///   - report: Is told the name of each variable whose value is asked for, there or not.
    public init(_ values: [String: String], reporting report: (@Sendable (String) -> Void)? = nil) {
        self.variables = values
        self.report = report
    }

    /// Name to value.
    public var values: [String: String] {
        report?(Self.everything)
        return variables
    }

    /// The names of all variables, in no order; no value is looked at.
    public var names: Dictionary<String, String>.Keys { variables.keys }

    /// The value of a variable; an empty one counts as set.
    ///
    /// - Parameter name: The variable.
    public subscript(_ name: String) -> String? {
        report?(name)
        return variables[name]
    }

    /// The value of a variable that is set and not empty.
    ///
    /// - Parameter name: The variable.
    /// - Returns: The value; `nil` when it is empty or not set.
    public func nonEmpty(_ name: String) -> String? {
        guard let value = self[name], !value.isEmpty else { return nil }
        return value
    }
}
