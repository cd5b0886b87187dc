/// A place in documents of a kind, as it is typed and shown: `jobs.score.inputs`, `storage[].prefix`.
///
/// The form is the one that diagnostics use, so that a path can be copied from there: keys with dots between them,
/// `[0]` for an item of a list, a key of other characters in quotes.
public struct SchemaPath: Hashable, Sendable, CustomStringConvertible {
    /// One step of the way.
    public enum Step: Hashable, Sendable {
        /// A key.
        case key(String)
        /// Whatever name is given to an entry of a mapping; written `*`.
        case anyName
        /// An item of a list; written `[]`.
        case item
    }

    /// The steps from the root.
    public var steps: [Step]

    /// Makes a path.
    ///
    /// - Parameter steps: The steps from the root.
    public init(_ steps: [Step] = []) { self.steps = steps }

    /// The most steps that a path may have.
    static let stepLimit = 64

    /// Reads a path.
    ///
    /// `nil` when it cannot be read: an empty step, a bracket or quote without its end, too many steps.
    ///
    /// - Parameter text: Such as `jobs.*.inputs`; empty for the whole document. A dot at its beginning is passed over.
    public init?(_ text: String) {
        var rest = text.unicodeScalars[...]
        var steps: [Step] = []
        if rest.first == "." { rest = rest.dropFirst() }
        while !rest.isEmpty {
            guard steps.count < Self.stepLimit else { return nil }
            if rest.first == "[" {
                guard let end = rest.firstIndex(of: "]") else { return nil }
                let inner = String(rest[rest.index(after: rest.startIndex)..<end])
                guard let step = Self.step(inBrackets: inner) else { return nil }
                steps.append(step)
                rest = rest[rest.index(after: end)...]
            } else {
                guard let key = Self.key(&rest) else { return nil }
                steps.append(key)
            }
            guard let next = rest.first else { break }
            guard next == "." else {
                guard next == "[" else { return nil }
                continue
            }
            rest = rest.dropFirst()
            if rest.isEmpty { return nil }
        }
        self.steps = steps
    }

    private static func key(_ rest: inout Substring.UnicodeScalarView) -> Step? {
        if let quote = rest.first, quote == "\"" || quote == "'" {
            rest = rest.dropFirst()
            guard let end = rest.firstIndex(of: quote) else { return nil }
            defer { rest = rest[rest.index(after: end)...] }
            return .key(String(rest[..<end]))
        }
        let name = rest.prefix { $0 != "." && $0 != "[" }
        rest = rest[name.endIndex...]
        guard !name.isEmpty else { return nil }
        return name.elementsEqual("*".unicodeScalars) ? .anyName : .key(String(name))
    }

    private static func step(inBrackets text: String) -> Step? {
        if text.isEmpty || text == "*" || text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) { return .item }
        guard let first = text.utf8.first, text.utf8.count >= 2, text.utf8.last == first,
            first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
        else { return nil }
        return .key(String(text.dropFirst().dropLast()))
    }

    /// The path with one step more.
    ///
    /// - Parameter step: The step.
    /// - Returns: The longer path.
    public func appending(_ step: Step) -> SchemaPath { SchemaPath(steps + [step]) }

    /// The path as it is typed; empty for the root.
    public var description: String {
        steps.reduce(into: "") { text, step in
            switch step {
            case .item: text += "[]"
            case .anyName: text += (text.isEmpty ? "" : ".") + "*"
            case .key(let key): text += (text.isEmpty ? "" : ".") + Self.quoted(key)
            }
        }
    }

    private static func quoted(_ key: String) -> String {
        let isPlain =
            !key.isEmpty
            && key.utf8.allSatisfy {
                0x30...0x39 ~= $0 || 0x61...0x7A ~= $0 | 0x20 || $0 == UInt8(ascii: "-")
                    || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "$")
            }
        return isPlain ? key : "\"" + key + "\""
    }
}
