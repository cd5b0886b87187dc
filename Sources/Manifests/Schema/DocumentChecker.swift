public import Diagnostics

/// Checks documents against the schema of their kind.
///
/// Every fault of a document is reported at once: one for each mistake, at the value, or at the key for keys that are
/// unknown, or at the key of what lacks something. Values that may be secrets are neither quoted nor shown.
public struct DocumentChecker: Sendable {
    /// The `apiVersion` of all documents.
    public static let apiVersion = "runner/v1"

    /// Makes a checker.
    public init() {}

    /// Checks one document.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - problems: Where faults are added, RN0201 to RN0216, in the order of the file.
    /// - Returns: The document as a checked one; `nil` when there was a fault.
    /// - Complexity: O(values), aliases written out.
    public func check(_ document: Document, into problems: inout [Diagnostic]) -> CheckedDocument? {
        let root = document.root
        guard root.kind == .mapping else {
            problems.append(.notADocument(root))
            return nil
        }
        var header: [Diagnostic] = []
        guard let kind = DocumentHeader(root).kind(into: &header) else {
            problems += header
            return nil
        }
        let program = SchemaCatalog.program(for: kind)
        let findings = SchemaEvaluator.findings(in: root, by: program)
        let report = SchemaReport(program: program, root: root, secrets: findings.secrets)
        let misplaced = MisplacedKeys(root, kind: kind, faults: findings.faults)
        let faults = findings.faults.filter { !misplaced.explains($0) }.compactMap(\.withoutHeader)
        problems += (header + report.diagnostics(faults, and: misplaced.diagnostics)).sortedByPlace
        return findings.faults.isEmpty ? CheckedDocument(kind: kind, document: document) : nil
    }
}

extension SchemaFault {
    /// The fault without what ``DocumentHeader`` has said: that there is no `apiVersion`.
    fileprivate var withoutHeader: SchemaFault? {
        guard path.isEmpty, case .missingKeys(let names, let cause) = problem else { return self }
        let left = names.filter { $0 != "apiVersion" }
        var fault = self
        fault.problem = .missingKeys(left, because: cause)
        return left.isEmpty ? nil : fault
    }
}

extension Diagnostic {
    static func notADocument(_ root: Node) -> Diagnostic {
        Diagnostic(
            .wrongType,
            "the document must be a mapping, not \(root.kind == .null ? "nothing" : root.kind.words)",
            at: Label(root.headSpan, "expected `apiVersion: \(DocumentChecker.apiVersion)` and `kind`")
        )
    }
}
