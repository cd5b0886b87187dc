import JSONValues
import Manifests

/// Shows a path with everything below it, one line each.
enum ExplanationTree {
    /// The text of a tree.
    ///
    /// - Parameter explanations: The root of the tree first, as ``SchemaExplainer/all(from:)`` gives them.
    /// - Returns: The lines.
    static func text(for explanations: [SchemaExplanation]) -> String {
        guard let root = explanations.first else { return "" }
        let depth = root.path.steps.count
        var missing: [SchemaPath: String] = [:]
        let rows = explanations.map { explanation in
            let steps = explanation.path.steps
            let indent = String(repeating: "  ", count: steps.count - depth)
            let name =
                steps.count > depth
                ? SchemaPath(Array(steps.suffix(1))).description
                : steps.isEmpty ? root.kind.rawValue : root.path.description
            let lack = ExplanationWords.missing(of: explanation.forms.flatMap(\.uses))
            missing[explanation.path] = lack
            // Said once, where it begins.
            let isSaid = lack == missing[SchemaPath(Array(steps.dropLast()))] && steps.count > depth
            return [indent + name, types(explanation), words(explanation, isSaid ? nil : lack)]
        }
        return HangingTable.text(rows, indent: 0)
    }

    private static func types(_ explanation: SchemaExplanation) -> String {
        var types: [String] = []
        for type in explanation.forms.flatMap(\.shape.types) where !types.contains(type) {
            types.append(type)
        }
        return ExplanationWords.types(types)
    }

    private static func words(_ explanation: SchemaExplanation, _ missing: String?) -> String {
        let isRequired = explanation.forms.flatMap(\.uses).allSatisfy { $0.requirement == .required }
        let values = explanation.forms.flatMap(\.shape.values).map { FlowText.text($0.value) }
        return [
            isRequired ? "required" : nil,
            values.isEmpty ? nil : values.joined(separator: " | "),
            missing.map(ExplanationWords.missing),
        ].compactMap { $0 }.joined(separator: ", ")
    }
}
