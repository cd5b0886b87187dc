/// Reads JSON from a stranger: strict, exact and bounded.
///
/// Refuses what `JSONSerialization` lets pass: names that stand twice, text after the value, a byte-order mark,
/// NaN, lone surrogates, invalid UTF-8, and nesting beyond a limit. Iterative in depth, linear in time.
public struct JSONReader {
    /// How deep arrays and objects may nest.
    public var depthLimit: Int

    /// Makes a reader.
    ///
    /// - Parameter depthLimit: How deep arrays and objects may nest.
    public init(depthLimit: Int = 64) { self.depthLimit = depthLimit }

    /// Why a text is not acceptable JSON.
    public struct Failure: Error, Hashable, Sendable {
        /// What is wrong, lowercase, without the text itself.
        public let reason: String
        /// The byte at which it is wrong.
        public let offset: Int
    }
}
