/// A value that must not be seen.
///
/// It cannot be printed, encoded, compared or dumped: every way of turning it into text gives `<secret>`. The bytes
/// are read inside ``expose(_:)`` only.
///
/// Its own copy of the bytes is overwritten when the last copy of the value goes away. More is not promised: the array
/// or string that it was made of, the string that ``expose(_:)`` lends, and what is made of that are Swift's to keep
/// or to reuse; against those help that no core is dumped and that nobody else may look into the process.
public struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let storage: SecretStorage

    /// Takes a value in.
    ///
    /// - Parameter value: The value.
    public init(_ value: String) { self.storage = SecretStorage(Array(value.utf8)) }

    /// Takes a value in.
    ///
    /// - Parameter bytes: The value, UTF-8.
    public init(bytes: [UInt8]) { self.storage = SecretStorage(bytes) }

    /// Lends the value.
    ///
    /// - Parameter body: Uses the value and must not keep it.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    public func expose<Result, Failure: Error>(
        _ body: (String) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(storage.text)
    }

    /// Lends the value of a secret that is no text, such as a PKCS#12 file.
    ///
    /// - Parameter body: Uses the value and must not keep it.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    public func exposeBytes<Result, Failure: Error>(
        _ body: ([UInt8]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(storage.copy)
    }

    /// How many bytes the value has.
    public var count: Int { storage.count }

    /// Whether there is nothing in it.
    public var isEmpty: Bool { storage.count == 0 }

    /// Always `<secret>`.
    public var description: String { "<secret>" }
    /// Always `<secret>`.
    public var debugDescription: String { "<secret>" }
    /// Empty: `dump` would show the bytes otherwise.
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
