public import Diagnostics

/// The values of one manifest's parameters, checked, in canonical text.
public struct ParameterValues: Hashable, Sendable {
    /// Canonical texts by name; every declared parameter has one.
    private let texts: [String: String]

    /// The values of a manifest without parameters.
    public static let none = ParameterValues()

    private init() { texts = [:] }

    /// The value of a parameter.
    ///
    /// - Parameter name: A declared name.
    public subscript(name: String) -> String? { texts[name] }

    /// The values as names with canonical texts, sorted by name.
    public var sorted: [(name: String, text: String)] {
        texts.sorted { $0.key < $1.key }.map { (name: $0.key, text: $0.value) }
    }

    /// Gives every parameter of some manifests its value.
    ///
    /// An assignment goes to every manifest that declares its name, and must be declared by one. Everything
    /// that is wrong or missing is reported at once; faults of assignments have no place in a file, so they
    /// point at the parameter's declaration.
    ///
    /// - Parameters:
    ///   - manifests: The manifests of one run.
    ///   - assignments: The texts of `--set`, each `NAME=VALUE`.
    ///   - problems: Where faults are added: RN0320 to RN0323.
    /// - Returns: Values for each manifest, in order; `nil` when there was a fault.
    public static func values(
        for manifests: [Manifest],
        assignments: [String],
        into problems: inout [Diagnostic]
    ) -> [ParameterValues]? {
        var found: [Diagnostic] = []
        let given = read(assignments, into: &found)
        let declared = Set(manifests.flatMap { $0.parameters.map(\.name.value) })
        for assignment in given.order where !declared.contains(assignment) {
            found.append(.unknownAssignment(assignment, declared: declared.sorted()))
        }
        let values = manifests.map { ParameterValues($0, given.values, into: &found) }
        problems += found
        return found.containsErrors ? nil : values
    }

    /// Gives the parameters of one manifest their values.
    private init(_ manifest: Manifest, _ given: [String: String], into problems: inout [Diagnostic]) {
        var texts: [String: String] = [:]
        var missing: [Parameter] = []
        for parameter in manifest.parameters {
            let name = parameter.name.value
            if let text = given[name] {
                do throws(ScalarText.Fault) {
                    let canonical = try ScalarText.canonical(text, as: parameter.type)
                    texts[name] = canonical
                    if let fault = parameter.fault(of: canonical) {
                        problems.append(.invalidValue(canonical, of: parameter, fault))
                    }
                } catch {
                    problems.append(.invalidValue(text, of: parameter, error.words))
                }
            } else if let value = parameter.defaultValue {
                texts[name] = value.value
            } else {
                missing.append(parameter)
            }
        }
        if !missing.isEmpty { problems.append(.missingParameters(missing, of: manifest)) }
        self.texts = texts
    }

    /// Takes `NAME=VALUE` apart.
    private static func read(
        _ assignments: [String],
        into problems: inout [Diagnostic]
    ) -> (values: [String: String], order: [String]) {
        var values: [String: String] = [:]
        var order: [String] = []
        for assignment in assignments {
            guard let equals = assignment.utf8.firstIndex(of: UInt8(ascii: "=")),
                equals > assignment.startIndex
            else {
                problems.append(.malformedAssignment("`--set \(assignment.shortened)` has no `NAME=`"))
                continue
            }
            let name = String(assignment[..<equals])
            let value = String(assignment[assignment.utf8.index(after: equals)...])
            if values.updateValue(value, forKey: name) == nil {
                order.append(name)
            } else {
                problems.append(.malformedAssignment("`--set` gives `\(name.shortened)` twice"))
            }
        }
        return (values, order)
    }
}

extension Diagnostic {
    static func malformedAssignment(_ message: String) -> Diagnostic {
        Diagnostic(.malformedAssignment, message, help: "write `--set NAME=VALUE`, once for each parameter")
    }

    static func unknownAssignment(_ name: String, declared: [String]) -> Diagnostic {
        Diagnostic(
            .unknownAssignment,
            "unknown parameter `\(name.shortened)` in `--set`",
            notes: [.declared("parameters", declared)],
            help: NearestName.among(declared, to: name).map { "did you mean `\($0)`?" }
        )
    }

    static func invalidValue(_ text: String, of parameter: Parameter, _ fault: String) -> Diagnostic {
        let name = parameter.name.value
        return Diagnostic(
            .invalidParameterValue,
            "`\(text.shortened)` \(fault)",
            secondary: [Label(parameter.name.span, "`\(name)` is declared here")],
            notes: ["given with `--set \(name)=…`"]
        )
    }

    static func missingParameters(_ missing: [Parameter], of manifest: Manifest) -> Diagnostic {
        let names = missing.map { "`\($0.name.value)`" }.joined(separator: ", ")
        let flags = missing.map { "--set \($0.name.value)=…" }.joined(separator: " ")
        return Diagnostic(
            .missingParameter,
            "`\(manifest.name.value)` needs a value for \(names)",
            secondary: missing.map { Label($0.name.span, "has no `default`") },
            help: "add `\(flags)`"
        )
    }
}
