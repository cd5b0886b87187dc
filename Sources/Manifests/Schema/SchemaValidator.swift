public import Diagnostics

/// Checks documents against a schema of JSON Schema 2020-12 or draft-07.
///
/// The dialect is what `$schema` says, 2020-12 without it. Nothing is fetched: references resolve to the schema itself,
/// to those of the registry and to the meta-schemas. Compiled once, a validator checks any number of documents, on any
/// number of threads.
public struct SchemaValidator: Sendable {
    let program: SchemaProgram

    /// Compiles a schema; there is no validator for one with a fault.
    ///
    /// - Parameters:
    ///   - schema: The schema.
    ///   - registry: The schemas that it may refer to.
    ///   - address: Where the schema was found, as others would refer to it; relative references start there unless it
    ///     has an absolute `$id`. Empty when nobody refers to it.
    ///   - assertsFormats: Whether `format` decides; it is an annotation otherwise.
    ///   - problems: Where faults of the schema are added, RN0231 to RN0236, and a warning RN0230 for each word that is
    ///     no keyword.
    public init?(
        _ schema: Document,
        registry: SchemaRegistry = SchemaRegistry(),
        address: String = "",
        assertsFormats: Bool = false,
        into problems: inout [Diagnostic]
    ) {
        let options = SchemaCompiler.Options.foreign(assertsFormats: assertsFormats, address: address)
        guard
            let program = SchemaCompiler.compile(
                schema,
                registry: registry,
                options: options,
                into: &problems
            )
        else { return nil }
        self.program = program
    }

    /// Checks one document.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - problems: Where faults are added, RN0203 to RN0216, in the order of the file.
    /// - Returns: Whether it conforms.
    /// - Complexity: O(values × rules that apply to each); beyond a budget the check is given up with RN0216.
    public func check(_ document: Document, into problems: inout [Diagnostic]) -> Bool {
        let findings = SchemaEvaluator.findings(in: document.root, by: program)
        let report = SchemaReport(program: program, root: document.root, secrets: findings.secrets)
        problems += report.diagnostics(findings.faults)
        return findings.faults.isEmpty
    }
}
