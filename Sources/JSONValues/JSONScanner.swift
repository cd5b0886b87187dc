/// Reads JSON's tokens from bytes that are known to be UTF-8.
struct JSONScanner {
    let bytes: [UInt8]
    var index = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// The next byte; `nil` at the end.
    var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    func failure(_ reason: String) -> JSONReader.Failure {
        JSONReader.Failure(index < bytes.count ? reason : "the text ends too early", at: index)
    }

    mutating func skipBlanks() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            default: return
            }
        }
    }

    /// A string, a number, `true`, `false` or `null`.
    mutating func scalar() throws(JSONReader.Failure) -> JSONValue {
        switch peek {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")):
            return .number(try number())
        default: throw failure("expected a value")
        }
    }

    private mutating func word(_ text: StaticString, _ value: JSONValue) throws(JSONReader.Failure)
        -> JSONValue
    {
        for byte in text.description.utf8 {
            guard peek == byte else { throw failure("expected a value") }
            index += 1
        }
        return value
    }

    private mutating func number() throws(JSONReader.Failure) -> JSONNumber {
        let start = index
        if peek == UInt8(ascii: "-") { index += 1 }
        if peek == UInt8(ascii: "0") {
            index += 1
            if digitCount() > 0 { throw JSONReader.Failure("a number with a leading zero", at: start) }
        } else {
            guard digitCount() > 0 else { throw failure("expected a digit") }
        }
        if peek == UInt8(ascii: ".") {
            index += 1
            guard digitCount() > 0 else { throw failure("expected a digit") }
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            index += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { index += 1 }
            guard digitCount() > 0 else { throw failure("expected a digit") }
        }
        return JSONNumber(text: String(decoding: bytes[start..<index], as: UTF8.self))
    }

    /// Steps over digits and says how many they were.
    private mutating func digitCount() -> Int {
        let start = index
        while let byte = peek, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { index += 1 }
        return index - start
    }

    /// A string; `index` stands on its opening quote.
    mutating func string() throws(JSONReader.Failure) -> String {
        index += 1
        let start = index
        index = endOfPlainText(from: start)
        // Most strings have no escape: they are taken as they stand.
        if peek == UInt8(ascii: "\"") {
            defer { index += 1 }
            return String(decoding: bytes[start..<index], as: UTF8.self)
        }
        var text = Array(bytes[start..<index])
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                try escape(into: &text)
            case 0..<0x20:
                throw failure("a control character that is not escaped")
            default:
                let end = endOfPlainText(from: index)
                text += bytes[index..<end]
                index = end
            }
        }
        throw failure("")
    }

    /// The next quote, backslash or control character; the end when there is none.
    private func endOfPlainText(from start: Int) -> Int {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            var index = start
            while index < buffer.count {
                let byte = unsafe buffer[index]
                if byte < 0x20 || byte == 0x22 || byte == 0x5C { break }
                index += 1
            }
            return index
        }
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONReader.Failure) {
        let start = index
        index += 1
        switch peek {
        case UInt8(ascii: "\""): text.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): text.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): text.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            index += 1
            let scalar = try escapedScalar(start)
            text.append(contentsOf: String(Character(scalar)).utf8)
            return
        default: throw failure("an escape that JSON does not have")
        }
        index += 1
    }

    /// The scalar of `\uXXXX` or of a pair of them; `index` stands on the first digit.
    private mutating func escapedScalar(_ start: Int) throws(JSONReader.Failure) -> Unicode.Scalar {
        let first = try hexadecimal()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, peek == UInt8(ascii: "\\"), index + 1 < bytes.count,
            bytes[index + 1] == UInt8(ascii: "u")
        else { throw JSONReader.Failure("half a surrogate pair", at: start) }
        index += 2
        let second = try hexadecimal()
        guard 0xDC00...0xDFFF ~= second,
            let scalar = Unicode.Scalar(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
        else { throw JSONReader.Failure("half a surrogate pair", at: start) }
        return scalar
    }

    private mutating func hexadecimal() throws(JSONReader.Failure) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw failure("expected four hexadecimal digits")
            }
            value = value << 4 | UInt16(digit)
            index += 1
        }
        return value
    }
}
