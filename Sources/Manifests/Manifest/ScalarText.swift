import JSONValues

/// The texts of scalars: what is a number, and how each value is written in one way only.
enum ScalarText {
    /// Why a text is not a value of a type.
    enum Fault: Error, Hashable {
        /// It is something else.
        case notA(String)
        /// It is a whole number beyond 2^53 - 1.
        case tooLarge
        /// It holds the opener of a look-up, which no value may bring in.
        case holdsLookup
    }

    /// The canonical text of a value.
    ///
    /// Strings stay as they are; whole numbers in decimal without sign or zeros ahead; numbers as ECMAScript
    /// writes them; `true` or `false`.
    ///
    /// - Parameters:
    ///   - text: The value as somebody wrote it.
    ///   - type: What it is to be.
    /// - Returns: The canonical text.
    /// - Throws: ``Fault``.
    static func canonical(_ text: String, as type: Parameter.ValueType) throws(Fault) -> String {
        switch type {
        case .string:
            guard !holdsOpener(text) else { throw .holdsLookup }
            return text
        case .integer:
            guard isInteger(text) else { throw .notA("whole number") }
            guard let value = Int(text), WholeNumber.isExact(value) else { throw .tooLarge }
            return String(value)
        case .number:
            guard isNumber(text), let value = Double(text), value.isFinite else { throw .notA("number") }
            if isInteger(text) {
                guard let whole = Int(text), WholeNumber.isExact(whole) else { throw .tooLarge }
                return String(whole)
            }
            return JSONWriter.text(.number(JSONNumber(text: value.description)), .canonical)
        case .boolean:
            guard isBoolean(text) else { throw .notA("truth value: `true` or `false`") }
            return text.lowercased()
        }
    }

    /// Whether a text is of a literal's type.
    ///
    /// - Parameters:
    ///   - text: The text, everything filled in.
    ///   - type: The type.
    /// - Returns: Whether it can be sent as such.
    static func isLiteral(_ text: String, of type: Job.LiteralType) -> Bool {
        switch type {
        case .string: true
        case .integer: isInteger(text)
        case .number: isNumber(text)
        case .boolean: isBoolean(text)
        }
    }

    /// An optional sign and decimal digits.
    static func isInteger(_ text: String) -> Bool {
        let digits = unsigned(text.utf8[...])
        return !digits.isEmpty && digits.allSatisfy(isDigit)
    }

    /// An optional sign, digits with at most one point, an optional exponent; no `inf`, no hexadecimal.
    static func isNumber(_ text: String) -> Bool {
        let rest = unsigned(text.utf8[...])
        let parts = rest.split(maxSplits: 1, omittingEmptySubsequences: false) {
            $0 | 0x20 == UInt8(ascii: "e")
        }
        guard let mantissa = parts.first else { return false }
        let halves = mantissa.split(
            separator: UInt8(ascii: "."),
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        guard halves.contains(where: { !$0.isEmpty }), halves.allSatisfy({ $0.allSatisfy(isDigit) }) else {
            return false
        }
        guard parts.count == 2 else { return true }
        let exponent = unsigned(parts[1])
        return !exponent.isEmpty && exponent.allSatisfy(isDigit)
    }

    private static func isBoolean(_ text: String) -> Bool {
        ["true", "True", "TRUE", "false", "False", "FALSE"].contains(text)
    }

    private static func holdsOpener(_ text: String) -> Bool { text.utf8.contains("${{".utf8) }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func unsigned(_ text: Substring.UTF8View) -> Substring.UTF8View {
        text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+") ? text.dropFirst() : text
    }
}

extension ScalarText.Fault {
    /// What is wrong, to follow the value in a sentence.
    var words: String {
        switch self {
        case .notA(let what): "is not a \(what)"
        case .tooLarge: "is beyond 2^53 - 1"
        case .holdsLookup: "holds `${{`, which no value may bring in"
        }
    }
}
