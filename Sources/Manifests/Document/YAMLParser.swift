public import Diagnostics

/// Reads YAML 1.2 and JSON into ``Document``s, every key and value with its place.
///
/// Plain scalars follow the core schema: `no` and `1_000` are strings, `0777` is the integer 777, `0o17` is 15. Keys
/// are strings whatever they look like: the key of `1: x` is `1`, that of `~: x` is `~`, and `1` beside `"1"` is a
/// duplicate. Merge keys (`<<`) are carried out: entries of the mapping itself win, then earlier sources. Tags other
/// than the core ones are faults.
///
/// JSON has its own strict reader, because libyaml refuses surrogate pairs. It reads a file whose name ends in
/// `.json`, and any other that begins with `{` or `[` and is JSON; what is not is read as YAML.
public struct YAMLParser: Sendable {
    /// What it refuses to read.
    public let limits: YAMLLimits

    /// Makes a parser.
    ///
    /// - Parameter limits: What it refuses to read.
    public init(limits: YAMLLimits = .standard) { self.limits = limits }

    /// Reads all documents of a source.
    ///
    /// - Parameters:
    ///   - source: The text; its bytes need not be valid UTF-8.
    ///   - problems: Gets every fault that was found, up to ``YAMLLimits/faults``.
    /// - Returns: The documents in order. After a fault those before it, or none; when the source holds nothing but
    ///   blanks and comments none and no fault: see ``Diagnostics/Diagnostic/emptySource(_:)``.
    /// - Complexity: O(bytes) in time and memory, whatever the text.
    public func documents(in source: SourceText, into problems: inout [Diagnostic]) -> [Document] {
        guard source.bytes.count <= min(limits.bytes, 1 << 30) else {
            problems.append(.sourceTooLarge(source, limit: limits.bytes))
            return []
        }
        let isNamedJSON = source.name.utf8.suffix(5).elementsEqual(".json".utf8)
        var check = CharacterCheck(source: source, limits: limits, grammar: isNamedJSON ? .json : .yaml)
        let faults = check.faults()
        guard faults.isEmpty else {
            problems += faults
            return []
        }
        if isNamedJSON || JSONDocumentReader.mayBegin(source.bytes[check.start...]) {
            var reader = JSONDocumentReader(source: source, limits: limits, start: check.start)
            switch reader.read() {
            case .document(let document): return [document]
            case .faults(let faults):
                problems += faults
                return []
            case .notJSON(let fault):
                if isNamedJSON {
                    problems.append(fault)
                    return []
                }
            }
        }
        if let fault = DirectiveCount.fault(in: source) {
            problems.append(fault)
            return []
        }
        var reader = YAMLReader(source: source, limits: limits, check: check)
        return reader.documents(into: &problems)
    }
}

extension Diagnostic {
    /// The fault of a source that holds no document at all.
    ///
    /// - Parameter source: The source.
    /// - Returns: A fault at its first byte.
    public static func emptySource(_ source: SourceText) -> Diagnostic {
        Diagnostic(
            .emptySource,
            "the file holds nothing but blanks and comments",
            at: Label(SourceSpan(file: source.name, start: 0, end: 0), "a document should be here")
        )
    }

    static func sourceTooLarge(_ source: SourceText, limit: Int) -> Diagnostic {
        Diagnostic(
            .sourceTooLarge,
            "the file is too large",
            at: Label(SourceSpan(file: source.name, start: 0, end: 0)),
            notes: ["it has \(source.bytes.count) bytes, the limit is \(limit)"],
            help: "split it into several files"
        )
    }
}
