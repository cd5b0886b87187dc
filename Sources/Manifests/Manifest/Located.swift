public import Diagnostics

/// A value with the place that it was read from.
public struct Located<Value: Sendable>: Sendable {
    /// The value.
    public let value: Value
    /// Where it stands.
    public let span: SourceSpan

    /// Makes a located value.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - span: Where it stands.
    public init(_ value: Value, at span: SourceSpan) {
        self.value = value
        self.span = span
    }
}

extension Located: Equatable where Value: Equatable {}
extension Located: Hashable where Value: Hashable {}
