import JSONValues

/// A JSON object whose names are compared without regard to letter case, as the service compares them.
struct CaseBlindObject {
    private let members: [JSONValue.Member]

    /// Takes an object; `nil` when the value is something else.
    init?(_ value: JSONValue?) {
        guard let members = value?.members else { return nil }
        self.members = members
    }

    /// The value of a member; `nil` when it is not there or `null`.
    subscript(_ name: String) -> JSONValue? {
        let value = members.first { $0.name.lowercased() == name.lowercased() }?.value
        return value == .null ? nil : value
    }

    /// The members in order.
    var all: [JSONValue.Member] { members }
}
