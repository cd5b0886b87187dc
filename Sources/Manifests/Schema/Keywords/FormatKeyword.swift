/// `format`, where it asserts.
struct FormatKeyword: Sendable {
    private let format: FormatCheck

    init?(_ schema: SchemaWords, _ compiler: inout SchemaCompiler) {
        guard let node = schema[.format] else { return nil }
        guard let name = node.string else {
            compiler.problems.append(.malformedKeyword(node, "the name of a format"))
            return nil
        }
        let isAsserted =
            compiler.options.assertsFormats || schema.dialect.vocabularies.contains(.formatAssertion)
        // A format that nobody knows asserts nothing.
        guard isAsserted, let format = FormatCheck(rawValue: name),
            schema.dialect.draft != .draft7 || format.isInDraft07
        else { return nil }
        self.format = format
    }

    /// Checks a value; anything but a string passes.
    func check(_ instance: SchemaInstance, _ evaluator: inout SchemaEvaluator) {
        guard instance.kind == .string, let text = instance.node.textBytes, !format.conforms(text) else {
            return
        }
        evaluator.report(.wrongFormat(format.rawValue), instance, by: .format)
    }
}
