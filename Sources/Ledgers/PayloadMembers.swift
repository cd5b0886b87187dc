import JSONValues
import Plans

/// The members of a payload, by name and type.
struct PayloadMembers {
    private let payload: JSONValue

    init(_ payload: JSONValue) { self.payload = payload }

    subscript(_ name: String) -> JSONValue? { payload[name] }

    func string(_ name: String) throws(LedgerEvent.Unreadable) -> String {
        guard let value = payload[name]?.string else { throw .init(reason: "`\(name)` is no string") }
        return value
    }

    func optionalString(_ name: String) throws(LedgerEvent.Unreadable) -> String? {
        payload[name] == nil ? nil : try string(name)
    }

    func integer(_ name: String) throws(LedgerEvent.Unreadable) -> Int {
        guard let value = payload[name]?.integer else { throw .init(reason: "`\(name)` is no integer") }
        return value
    }

    func optionalInteger(_ name: String) throws(LedgerEvent.Unreadable) -> Int? {
        payload[name] == nil ? nil : try integer(name)
    }

    func state(_ name: String) throws(LedgerEvent.Unreadable) -> JobState {
        guard let state = JobState(rawValue: try string(name)) else {
            throw .init(reason: "`\(name)` is no state")
        }
        return state
    }

    func optionalBool(_ name: String) throws(LedgerEvent.Unreadable) -> Bool? {
        guard let value = payload[name] else { return nil }
        guard case .bool(let flag) = value else { throw .init(reason: "`\(name)` is no truth value") }
        return flag
    }

    /// The members of an object; `nil` when it is left out.
    func optionalObject(_ name: String) throws(LedgerEvent.Unreadable) -> PayloadMembers? {
        guard let value = payload[name] else { return nil }
        guard value.members != nil else { throw .init(reason: "`\(name)` is no object") }
        return PayloadMembers(value)
    }

    /// The elements of an array; none when it is left out.
    func list<Element>(
        _ name: String,
        of element: (PayloadMembers) throws(LedgerEvent.Unreadable) -> Element
    ) throws(LedgerEvent.Unreadable) -> [Element] {
        guard let value = payload[name] else { return [] }
        guard let values = value.array else { throw .init(reason: "`\(name)` is no list") }
        var result: [Element] = []
        for value in values { result.append(try element(PayloadMembers(value))) }
        return result
    }

    func strings(_ name: String) throws(LedgerEvent.Unreadable) -> [String: String] {
        guard let members = payload[name]?.members else { throw .init(reason: "`\(name)` is no object") }
        var result: [String: String] = [:]
        for member in members {
            guard let value = member.value.string else {
                throw .init(reason: "`\(name)` holds more than strings")
            }
            result[member.name] = value
        }
        return result
    }
}

extension JSONValue {
    /// An object of the members that have a value.
    static func members(_ pairs: [(String, String?)]) -> JSONValue {
        .object(pairs.compactMap { name, value in value.map { Member(name, .string($0)) } })
    }

    /// The object with one more member, when there is a value.
    func adding(_ name: String, _ value: Int?) -> JSONValue {
        guard let value else { return self }
        return adding(name, .number(JSONNumber(value)))
    }

    /// The object with one more member, when the list has any element.
    func adding(_ name: String, list: [JSONValue]) -> JSONValue {
        list.isEmpty ? self : adding(name, .array(list))
    }

    /// The object with one more member.
    func adding(_ name: String, _ value: JSONValue) -> JSONValue {
        .object((members ?? []) + [Member(name, value)])
    }
}
