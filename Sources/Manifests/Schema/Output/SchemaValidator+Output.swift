import Diagnostics
public import JSONValues

extension SchemaValidator {
    /// Checks a document and gives the answer as JSON Schema 2020-12 §12 describes it.
    ///
    /// Annotations are those of words for people, of `format`, of the content keywords and of unknown words; what
    /// applicators note for each other (`properties`, `items` …) is not listed.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - form: How much is said.
    /// - Returns: An object with `valid`, and in the basic form `errors` or `annotations`.
    /// - Complexity: The flag costs as much as a check. The basic form tries every branch and remembers nothing: it gives
    ///   up, invalid with an error that says so, after two million steps.
    public func output(for document: Document, _ form: SchemaOutput) -> JSONValue {
        guard form == .basic else {
            let isValid = SchemaEvaluator.findings(in: document.root, by: program).faults.isEmpty
            return .object([JSONValue.Member("valid", .bool(isValid))])
        }
        let account = SchemaEvaluator.account(of: document.root, by: program)
        let locations = SchemaLocations(program)
        if account.faults.isEmpty {
            let units = account.notes.map { note in
                unit(
                    note.path,
                    note.trace,
                    note.keyword,
                    locations,
                    isValid: true,
                    ("annotation", note.value)
                )
            }
            return .object([JSONValue.Member("valid", true), JSONValue.Member("annotations", .array(units))])
        }
        let report = SchemaReport(program: program, root: document.root, secrets: [])
        let units = account.faults.map { fault in
            let message = JSONValue.string(report.diagnostic(fault).message)
            let keyword = fault.keyword?.rawValue
            return unit(fault.path, fault.trace, keyword, locations, isValid: false, ("error", message))
        }
        return .object([JSONValue.Member("valid", false), JSONValue.Member("errors", .array(units))])
    }

    private func unit(
        _ path: [SchemaEvaluator.Step],
        _ trace: [Int],
        _ keyword: String?,
        _ locations: SchemaLocations,
        isValid: Bool,
        _ content: (name: String, value: JSONValue)
    ) -> JSONValue {
        let steps = locations.keywords(along: trace) + (keyword.map { [$0] } ?? [])
        var members = [
            JSONValue.Member("valid", .bool(isValid)),
            JSONValue.Member("keywordLocation", .string(SchemaLocations.pointer(steps))),
        ]
        if let address = trace.last.flatMap({ locations.address(of: $0, keyword) }) {
            members.append(JSONValue.Member("absoluteKeywordLocation", .string(address)))
        }
        let place = path.map { step in
            switch step {
            case .key(let key): key.text ?? ""
            case .item(let index): "\(index)"
            }
        }
        members.append(JSONValue.Member("instanceLocation", .string(SchemaLocations.pointer(place))))
        members.append(JSONValue.Member(content.name, content.value))
        return .object(members)
    }
}
