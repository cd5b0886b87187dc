/// The ways in which a secret gets written down by accident; shares no code with the redactor.
public enum SecretEncoding: String, CaseIterable, Sendable {
    case raw
    case json, jsonWithSlashes, jsonAllEscaped, jsonTwice
    case base64, base64AtSecondByte, base64AtThirdByte
    case base64URL, base64URLAtSecondByte, base64URLAtThirdByte
    case base64Wrapped
    case percentUpper, percentLower, percentAll, form
    case percentTwiceUpper, percentTwiceLower
    case hexadecimalUpper, hexadecimalLower
    case html, xml, entitiesDecimal, entitiesHexadecimal
    case basic, basicOfForm
    case utf16LittleEndian, utf16BigEndian, utf16Escaped, utf16Base64, utf16BigEndianBase64
    case jsonOfPercent, percentOfJSON, htmlOfPercent, jsonOfHTML, percentOfBase64

    /// The text as somebody would write it down.
    ///
    /// - Parameter secret: The secret.
    /// - Returns: The encoded text, with neighbours where the encoding mixes them in.
    public func text(_ secret: String) -> String {
        let bytes = Array(secret.utf8)
        switch self {
        case .raw: return secret
        case .json: return Self.json(secret, slashes: false)
        case .jsonWithSlashes: return Self.json(secret, slashes: true)
        case .jsonAllEscaped: return secret.utf16.map { "\\u" + Self.hex(Int($0), 4) }.joined()
        case .jsonTwice: return Self.json(Self.json(secret, slashes: false), slashes: false)
        case .base64: return Self.base64(bytes)
        case .base64AtSecondByte: return Self.base64(Array("u".utf8) + bytes + Array("v".utf8))
        case .base64AtThirdByte: return Self.base64(Array("uu".utf8) + bytes + Array("v".utf8))
        case .base64URL: return Self.url(Self.base64(bytes))
        case .base64URLAtSecondByte: return Self.url(Self.base64(Array("u".utf8) + bytes))
        case .base64URLAtThirdByte: return Self.url(Self.base64(Array("uu".utf8) + bytes))
        case .base64Wrapped: return Self.base64Wrapped(bytes)
        case .percentUpper: return Self.percent(secret, upper: true)
        case .percentLower: return Self.percent(secret, upper: false)
        case .percentAll: return bytes.map { "%" + Self.hex(Int($0), 2) }.joined()
        case .form: return Self.percent(secret, upper: true).replacing("%20", with: "+")
        case .percentTwiceUpper: return Self.percent(Self.percent(secret, upper: true), upper: true)
        case .percentTwiceLower: return Self.percent(Self.percent(secret, upper: false), upper: false)
        case .hexadecimalUpper: return bytes.map { Self.hex(Int($0), 2).uppercased() }.joined()
        case .hexadecimalLower: return bytes.map { Self.hex(Int($0), 2) }.joined()
        case .html: return Self.entities(secret) { $0 == "'" ? "&#x27;" : nil }
        case .xml: return Self.entities(secret) { $0 == "'" ? "&apos;" : nil }
        case .entitiesDecimal: return Self.entities(secret) { "&#\($0.value);" }
        case .entitiesHexadecimal: return Self.entities(secret) { "&#x" + Self.hex(Int($0.value), 2) + ";" }
        case .basic: return "Basic " + Self.base64(Array("user:".utf8) + bytes)
        case .basicOfForm:
            return Self.base64(Array(("id:" + Self.percent(secret, upper: true)).utf8))
        case .utf16LittleEndian: return secret.unicodeScalars.map { "\($0)\u{0}" }.joined()
        case .utf16BigEndian: return secret.unicodeScalars.map { "\u{0}\($0)" }.joined()
        case .utf16Escaped:
            return secret.unicodeScalars.map { Self.json(String($0), slashes: false) + "\\u0000" }.joined()
        case .utf16Base64: return Self.base64(secret.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
        case .utf16BigEndianBase64:
            return Self.base64(secret.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] })
        case .jsonOfPercent: return Self.json(Self.percent(secret, upper: true), slashes: true)
        case .percentOfJSON: return Self.percent(Self.json(secret, slashes: false), upper: true)
        case .htmlOfPercent: return Self.entities(Self.percent(secret, upper: false)) { "&#\($0.value);" }
        case .jsonOfHTML:
            return Self.json(Self.entities(secret) { _ in nil }, slashes: false)
                .replacing("&", with: "\\u0026")
        case .percentOfBase64: return Self.percent(Self.base64(bytes), upper: true)
        }
    }

    /// What tells the secret when it is found in a sink: the encoded text without what neighbours decide.
    ///
    /// - Parameter secret: The secret.
    /// - Returns: Bytes that depend on the secret alone.
    public func needle(_ secret: String) -> [UInt8] {
        let text = Array(text(secret).utf8)
        switch self {
        case .base64, .base64URL, .utf16Base64, .utf16BigEndianBase64, .percentOfBase64:
            return Array(text.dropLast(4))
        case .base64AtSecondByte, .base64AtThirdByte, .base64URLAtSecondByte, .base64URLAtThirdByte:
            return Array(text.dropFirst(4).dropLast(4))
        case .base64Wrapped: return Array(text.suffix(24).dropLast(4))
        case .basic: return Array(text.dropFirst(14).dropLast(4))
        case .basicOfForm: return Array(text.dropFirst(8).dropLast(4))
        case .utf16BigEndian: return Array(text.dropFirst())
        case .utf16LittleEndian: return Array(text.dropLast())
        default: return text
        }
    }

    // MARK: Encoders

    private static func hex(_ value: Int, _ count: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
    }

    private static func percent(_ text: String, upper: Bool) -> String {
        text.utf8.map { byte in
            let isKept =
                0x30...0x39 ~= byte || 0x41...0x5A ~= byte || 0x61...0x7A ~= byte
                || "-._~".utf8.contains(byte)
            if isKept { return String(Unicode.Scalar(byte)) }
            return "%" + (upper ? hex(Int(byte), 2).uppercased() : hex(Int(byte), 2))
        }.joined()
    }

    private static func json(_ text: String, slashes: Bool) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"": return "\\\""
            case "\\": return "\\\\"
            case "/" where slashes: return "\\/"
            case "\n": return "\\n"
            default: return scalar.value < 0x20 ? "\\u" + hex(Int(scalar.value), 4) : String(scalar)
            }
        }.joined()
    }

    private static func entities(_ text: String, _ other: (Unicode.Scalar) -> String?) -> String {
        text.unicodeScalars.map { scalar in
            if let text = other(scalar) { return text }
            switch scalar {
            case "&": return "&amp;"
            case "<": return "&lt;"
            case ">": return "&gt;"
            case "\"": return "&quot;"
            default: return String(scalar)
            }
        }.joined()
    }

    private static func url(_ text: String) -> String {
        text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".unicodeScalars
        )
        var output = String.UnicodeScalarView()
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = Array(bytes[start..<min(start + 3, bytes.count)])
            let value = group.enumerated().reduce(0) { $0 | Int($1.element) << (16 - 8 * $1.offset) }
            for index in 0..<4 {
                output.append(index <= group.count ? alphabet[value >> (18 - 6 * index) & 63] : "=")
            }
        }
        return String(output)
    }

    /// The secret in the middle of a line break, as in what `base64` makes of a file.
    private static func base64Wrapped(_ bytes: [UInt8]) -> String {
        let text = base64(Array(String(repeating: "x", count: 57 - bytes.count / 2 / 3 * 3).utf8) + bytes)
        return String(text.prefix(76)) + "\n" + String(text.dropFirst(76))
    }
}

extension String {
    fileprivate func replacing(_ old: String, with new: String) -> String {
        split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
    }
}
