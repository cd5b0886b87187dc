import JSONValues

/// Gathers an object's members, leaving out what has no value.
struct ObjectText {
    private var members: [JSONValue.Member] = []

    /// The object so far.
    var value: JSONValue { .object(members) }

    /// Adds a member; not an empty object.
    mutating func add(_ name: String, _ value: JSONValue) {
        if case .object(let inner) = value, inner.isEmpty { return }
        members.append(JSONValue.Member(name, value))
    }

    /// Adds a text that is there.
    mutating func add(_ name: String, _ text: String?) {
        guard let text else { return }
        members.append(JSONValue.Member(name, .string(text)))
    }

    /// Adds a whole number that is there.
    mutating func add(_ name: String, _ number: Int?) {
        guard let number else { return }
        members.append(JSONValue.Member(name, .number(JSONNumber(number))))
    }
}
