/// A value that must not be seen.
///
/// It cannot be printed, encoded, compared or dumped: every way of turning it into text gives `<secret>`. The bytes
/// are read inside ``expose(_:)`` only. Clearing memory is not promised: Swift may have copied it.
public struct Secret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let bytes: [UInt8]

    /// Takes a value in.
    ///
    /// - Parameter value: The value.
    public init(_ value: String) { self.bytes = Array(value.utf8) }

    /// Takes a value in.
    ///
    /// - Parameter bytes: The value, UTF-8.
    public init(bytes: [UInt8]) { self.bytes = bytes }

    /// Lends the value.
    ///
    /// - Parameter body: Uses the value and must not keep it.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    public func expose<Result, Failure: Error>(
        _ body: (String) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(String(decoding: bytes, as: UTF8.self))
    }

    /// Lends the value of a secret that is no text, such as a PKCS#12 file.
    ///
    /// - Parameter body: Uses the value and must not keep it.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    public func exposeBytes<Result, Failure: Error>(
        _ body: ([UInt8]) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(bytes)
    }

    /// How many bytes the value has.
    public var count: Int { bytes.count }

    /// Whether there is nothing in it.
    public var isEmpty: Bool { bytes.isEmpty }

    /// Always `<secret>`.
    public var description: String { "<secret>" }
    /// Always `<secret>`.
    public var debugDescription: String { "<secret>" }
    /// Empty: `dump` would show the bytes otherwise.
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
