public import JSONValues

extension Node {
    /// The value as JSON, aliases written out.
    ///
    /// Numbers keep the text that they have in the file as far as JSON's grammar allows: `+1` becomes `1`, `0777`
    /// `777`, `.5` `0.5`, `1.` `1.0`, `0o17` `15`. Entries keep their order, merged ones come last.
    ///
    /// - Returns: The value; `nil` when it holds something that JSON cannot say: `.inf`, `.nan`, or a hexadecimal or
    ///   octal number of more than 64 bits.
    /// - Complexity: O(values with aliases written out), at most ten times those in the file or 100,000.
    public func jsonValue() -> JSONValue? {
        switch kind {
        case .null: return .null
        case .boolean: return .bool(boolean ?? false)
        case .string: return .string(text ?? "")
        case .integer, .decimal: return jsonNumber.map { .number(JSONNumber(text: $0)) }
        case .sequence:
            var elements: [JSONValue] = []
            elements.reserveCapacity(count)
            for item in items {
                guard let element = item.jsonValue() else { return nil }
                elements.append(element)
            }
            return .array(elements)
        case .mapping:
            var members: [JSONValue.Member] = []
            members.reserveCapacity(count)
            for entry in entries {
                guard let value = entry.value.jsonValue() else { return nil }
                members.append(JSONValue.Member(entry.name, value))
            }
            return .object(members)
        }
    }

    /// The number in JSON's grammar; `nil` when JSON has no such number.
    private var jsonNumber: String? {
        guard var text = textBytes, let first = text.first else { return nil }
        let isNegative = first == UInt8(ascii: "-")
        if isNegative || first == UInt8(ascii: "+") { text = text.dropFirst() }
        if text.count > 2, kind == .integer || !text.contains(UInt8(ascii: ".")) {
            let radix = text[text.startIndex + 1]
            if radix == UInt8(ascii: "x") || radix == UInt8(ascii: "o") {
                let digits = String(decoding: text.dropFirst(2), as: UTF8.self)
                return UInt64(digits, radix: radix == UInt8(ascii: "x") ? 16 : 8).map { String($0) }
            }
        }
        let whole = text.prefix { $0 &- 0x30 < 10 }
        var rest = text.dropFirst(whole.count)
        var result = isNegative ? "-" : ""
        let digits = whole.drop { $0 == 0x30 }
        result += digits.isEmpty ? "0" : String(decoding: digits, as: UTF8.self)
        guard !rest.isEmpty else { return result }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            let fraction = rest.prefix { $0 &- 0x30 < 10 }
            // `.inf` and `.nan` have digits on neither side of the dot.
            if whole.isEmpty, fraction.isEmpty { return nil }
            result += "." + (fraction.isEmpty ? "0" : String(decoding: fraction, as: UTF8.self))
            rest = rest.dropFirst(fraction.count)
        }
        return result + String(decoding: rest, as: UTF8.self)
    }
}
