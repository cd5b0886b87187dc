/// The fields of an `application/x-www-form-urlencoded` body, taken strictly.
struct FormFields: Sendable {
    /// Why a body is not a form.
    enum Fault: Error, Hashable {
        /// Percent-encoding or text that is broken.
        case malformed
        /// A field that stands twice.
        case duplicate(String)
    }

    private var values: [String: String] = [:]

    /// Reads a body.
    init(_ body: [UInt8]) throws(Fault) {
        for pair in body.split(separator: UInt8(ascii: "&")) {
            let name = pair.prefix { $0 != UInt8(ascii: "=") }
            let value = pair.dropFirst(name.count + 1)
            guard let name = Self.decoded(name), let value = Self.decoded(value) else { throw .malformed }
            guard values.updateValue(value, forKey: name) == nil else { throw .duplicate(name) }
        }
    }

    /// The value of a field that is there and not empty.
    subscript(_ name: String) -> String? {
        guard let value = values[name], !value.isEmpty else { return nil }
        return value
    }

    /// Undoes `+` and percent-encoding; `nil` when that is broken or the text is not UTF-8.
    private static func decoded(_ text: ArraySlice<UInt8>) -> String? {
        let spaced = text.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        return PercentEncoding.decoded(spaced[...])
    }
}
