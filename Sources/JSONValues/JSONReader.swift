/// Reads JSON from a stranger: strict, exact and bounded.
///
/// Refuses what `JSONSerialization` lets pass: names that stand twice, text after the value, a byte-order mark,
/// NaN, lone surrogates, invalid UTF-8, and nesting beyond a limit. Iterative in depth, linear in time. Numbers keep
/// their text. Names are compared by Unicode scalars, not by canonical equivalence.
public struct JSONReader: Sendable {
    /// How deep arrays and objects may nest, at most ``greatestDepthLimit``.
    public var depthLimit: Int

    /// The depth that no limit lifts: freeing and hashing a ``JSONValue`` recurse, so its depth must be bounded.
    public static let greatestDepthLimit = 512

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

        init(_ reason: String, at offset: Int) {
            self.reason = reason
            self.offset = offset
        }
    }

    /// Reads a text that is one JSON value.
    ///
    /// - Parameter bytes: The text, UTF-8 without a byte-order mark.
    /// - Returns: The value.
    /// - Throws: ``Failure`` at the first byte that is wrong.
    /// - Complexity: O(length).
    public func read(_ bytes: [UInt8]) throws(Failure) -> JSONValue {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw Failure("a byte-order mark", at: 0) }
        if let offset = UTF8Check.firstFault(in: bytes) { throw Failure("not UTF-8", at: offset) }
        var scanner = JSONScanner(bytes: bytes)
        var stack: [OpenContainer] = []
        let limit = min(depthLimit, Self.greatestDepthLimit)
        while true {
            // A value begins here; inside an object its name comes first.
            if let top = stack.indices.last, stack[top].isObject {
                try stack[top].readName(&scanner)
            }
            var value: JSONValue
            scanner.skipBlanks()
            switch scanner.peek {
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                guard stack.count < limit else { throw scanner.failure("nested more than \(limit) deep") }
                var container = OpenContainer(isObject: scanner.peek == UInt8(ascii: "{"))
                scanner.index += 1
                scanner.skipBlanks()
                guard scanner.peek == container.closingByte else {
                    stack.append(container)
                    continue
                }
                scanner.index += 1
                value = container.finish()
            default:
                value = try scanner.scalar()
            }
            // The value is whole: it belongs to the innermost container, which may be whole with it.
            while true {
                scanner.skipBlanks()
                guard let top = stack.indices.last else {
                    guard scanner.peek == nil else { throw scanner.failure("text after the value") }
                    return value
                }
                stack[top].append(value)
                if scanner.peek == UInt8(ascii: ",") {
                    scanner.index += 1
                    break
                }
                guard scanner.peek == stack[top].closingByte else {
                    throw scanner.failure(stack[top].isObject ? "expected `,` or `}`" : "expected `,` or `]`")
                }
                scanner.index += 1
                value = stack[top].finish()
                stack.removeLast()
            }
        }
    }
}

/// An array or object whose end has not come yet.
private struct OpenContainer {
    let isObject: Bool
    private var elements: [JSONValue] = []
    private var members: [JSONValue.Member] = []
    private var name = ""
    /// Bytes, because `String` takes canonically equivalent names for one.
    private var names: Set<[UInt8]> = []

    init(isObject: Bool) { self.isObject = isObject }

    var closingByte: UInt8 { UInt8(ascii: isObject ? "}" : "]") }

    mutating func readName(_ scanner: inout JSONScanner) throws(JSONReader.Failure) {
        scanner.skipBlanks()
        guard scanner.peek == UInt8(ascii: "\"") else { throw scanner.failure("expected a name in quotes") }
        let start = scanner.index
        name = try scanner.string()
        guard names.insert(Array(name.utf8)).inserted else {
            throw JSONReader.Failure("a name that stands twice", at: start)
        }
        scanner.skipBlanks()
        guard scanner.peek == UInt8(ascii: ":") else { throw scanner.failure("expected `:`") }
        scanner.index += 1
    }

    mutating func append(_ value: JSONValue) {
        if isObject { members.append(JSONValue.Member(name, value)) } else { elements.append(value) }
    }

    mutating func finish() -> JSONValue {
        defer { (elements, members) = ([], []) }
        return isObject ? .object(members) : .array(elements)
    }
}
