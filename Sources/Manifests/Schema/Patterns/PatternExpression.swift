import CPCRE2

/// A regular expression of ECMA-262, safe on patterns and texts from outside.
///
/// It finds a match anywhere in a text, as JSON Schema's `pattern` does. Bounded: a pattern is at most 16 KiB and
/// nests at most 100 deep; a match takes at most 200,000 steps, 10,000 levels and 8 MiB. A limit that is hit is a
/// fault of its own, never "no match". ``PatternParser`` knows the grammar, PCRE2 does the matching,
/// ``PatternEmitter`` bridges the difference.
public struct PatternExpression: Sendable {
    /// Why there is no answer.
    public enum Fault: Error, Hashable, Sendable {
        /// The pattern is not a regular expression, or one that is not supported; says why.
        case malformed(String)
        /// The match took too long.
        case tooCostly
    }

    /// The pattern as it was written.
    public let text: String
    private let program: PatternProgram

    /// Compiles a pattern.
    ///
    /// - Parameter pattern: A pattern of ECMA-262, as with the `u` flag.
    /// - Throws: ``Fault/malformed(_:)``.
    public init(_ pattern: String) throws(Fault) {
        guard pattern.utf8.count <= 16 * 1024 else { throw .malformed("it is longer than 16 KiB") }
        self.text = pattern
        self.program = try PatternProgram(PatternEmitter.emit(PatternParser.parse(pattern)))
    }

    /// Whether a text holds a match.
    ///
    /// - Parameter text: UTF-8.
    /// - Returns: Whether it does.
    /// - Throws: ``Fault/tooCostly`` when a limit is hit, ``Fault/malformed(_:)`` when the text is not UTF-8.
    public func matches(_ text: some Collection<UInt8>) throws(Fault) -> Bool {
        let answer: Int32
        if let lent = text.withContiguousStorageIfAvailable({ unsafe program.match($0) }) {
            answer = lent
        } else {
            answer = unsafe Array(text).withUnsafeBufferPointer { unsafe program.match($0) }
        }
        switch answer {
        case PCRE2_ERROR_NOMATCH: return false
        case 0...: return true
        case PCRE2_ERROR_MATCHLIMIT, PCRE2_ERROR_DEPTHLIMIT, PCRE2_ERROR_HEAPLIMIT, PCRE2_ERROR_NOMEMORY:
            throw .tooCostly
        default: throw .malformed("the text is not UTF-8")
        }
    }
}
