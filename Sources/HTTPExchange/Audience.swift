/// What a token is for: the `aud` that the far side wants to see, without a trailing slash.
public struct Audience: Hashable, Sendable, CustomStringConvertible {
    /// The audience, such as `https://ml.azure.com`.
    public let value: String

    /// Makes an audience.
    ///
    /// - Parameter value: The audience, without a trailing slash.
    public init(_ value: String) { self.value = value }

    /// The audience as it stands in a request.
    public var description: String { value }
}
