import JSONValues

/// What a run digest's text tells of the remote job: enough to find it in a list.
public struct SpecificationText: Sendable {
    /// What it reads and writes; nothing else.
    public let specification: JobSpecification
    /// The deployment that it names.
    public let deployment: String?

    /// Reads a canonical text of ``RunDigest``.
    ///
    /// - Parameter text: The text; `nil` for anything else.
    public init?(_ text: String) {
        guard let value = try? JSONReader().read(Array(text.utf8)), value.members != nil else { return nil }
        deployment = value["deployment"]?.string
        specification = JobSpecification(
            inputs: (value["inputs"]?.members ?? []).map { member in
                let type = member.value["type"]?.string ?? ""
                if let uri = member.value["uri"]?.string {
                    return JobSpecification.Input(
                        name: member.name,
                        value: .data(type: type, uri: LateText(uri))
                    )
                }
                let literal = LateText(member.value["value"]?.string ?? "")
                return JobSpecification.Input(name: member.name, value: .literal(type: type, text: literal))
            },
            outputs: (value["outputs"]?.members ?? []).map { member in
                JobSpecification.Output(
                    name: member.name,
                    type: member.value["type"]?.string ?? "",
                    uri: member.value["uri"]?.string.map { LateText($0) }
                )
            }
        )
    }
}
