/// Finds what looks like a secret by what stands around it.
///
/// - A value after a name of ``SecretName``: `client_secret=…`, `&sig=…`, `%26sig%3D…`, `\u0026code=…`.
/// - A string after such a name in quotes: `"access_token": "…"`.
/// - A value of YAML after such a name: `clientSecret: …`, where a key can stand.
/// - A header field: `Authorization: …`, to the end of its line.
/// - `Bearer` or `Basic` with sixteen characters or more.
/// - A JSON Web Token: `eyJ….….…`.
/// - The user information of an address: `https://user:password@host`.
/// - A private key in PEM.
///
/// A value never goes on past the end of its line, nor past the end of the JSON string that it stands in: a text that
/// names a secret and does not go on must not take what follows with it.
///
/// Works on text, never on parsed addresses: what does not parse leaks as well. Linear: looking back is bounded.
struct StructuralScan {
    private let bytes: [UInt8]
    private let mayGoOn: Bool

    /// How far it looks back for a name.
    static let nameLimit = 48

    /// Looks at a text.
    ///
    /// - Parameters:
    ///   - bytes: The text.
    ///   - mayGoOn: Whether more may follow, so that what could become a token at the end counts as one.
    init(_ bytes: [UInt8], mayGoOn: Bool = false) {
        self.bytes = bytes
        self.mayGoOn = mayGoOn
    }

    /// The places of values, in order; no two overlap.
    func ranges() -> [Range<Int>] {
        var found: [Range<Int>] = []
        var tokenEnd = 0
        var index = 0
        let beginnings = Self.beginnings
        while index < bytes.count {
            guard beginnings[Int(bytes[index])] else {
                index += 1
                continue
            }
            var range: Range<Int>?
            switch bytes[index] {
            case UInt8(ascii: "="):
                range = assignment(nameEnd: index, valueStart: index + 1)
            case UInt8(ascii: "%") where matches("%3d", at: index):
                range = assignment(nameEnd: index, valueStart: index + 3)
            case UInt8(ascii: ":"):
                range =
                    member(colon: index) ?? header(colon: index) ?? userInformation(colon: index)
                    ?? entry(colon: index)
            case UInt8(ascii: "b"), UInt8(ascii: "B"):
                range = scheme(index)
            case UInt8(ascii: "e")
            where index >= tokenEnd && stands("y", behind: index) && matches("eyj", at: index):
                (range, tokenEnd) = token(index)
            case UInt8(ascii: "-") where stands("-", behind: index) && matches("-----begin ", at: index):
                range = privateKey(index)
            default:
                range = nil
            }
            // What a plan shows in place of a token.
            if let start = range?.lowerBound, matches("bearer <token of ", at: start) { range = nil }
            // What is hidden already is not looked at again: values within values would cost a pass each.
            if let range { found.append(range) }
            index = max(index + 1, range?.upperBound ?? 0)
        }
        return found
    }

    /// What a value can be found by.
    private static let beginnings: [Bool] = {
        var table = [Bool](repeating: false, count: 256)
        for byte in "=%:bBe-".utf8 { table[Int(byte)] = true }
        return table
    }()

    // MARK: Names and values

    private func assignment(nameEnd: Int, valueStart: Int) -> Range<Int>? {
        var start = nameStart(nameEnd)
        // `%26sig=` and `\u0026sig=`: the escape's last letters look like the name's first.
        var isQuery = false
        if start > 0, bytes[start - 1] == UInt8(ascii: "%"), nameEnd - start > 2 {
            isQuery = matches("3f", at: start) || matches("26", at: start) || matches("3b", at: start)
            start += 2
        } else if start > 0, bytes[start - 1] == UInt8(ascii: "\\"), matches("u0026", at: start) {
            isQuery = true
            start += 5
        } else if start > 0 {
            isQuery = [UInt8(ascii: "?"), UInt8(ascii: "&"), UInt8(ascii: ";")].contains(bytes[start - 1])
        }
        guard start < nameEnd, let certainty = SecretName.certainty(of: bytes[start..<nameEnd]),
            certainty == .always || isQuery
        else { return nil }
        // A finding's code among the properties of Azure Pipelines' logging commands, not OAuth's in a query.
        if start > 0, bytes[start - 1] == UInt8(ascii: ";"), bytes[start..<nameEnd].elementsEqual("code".utf8)
        {
            return nil
        }
        return value(valueStart)
    }

    private func member(colon: Int) -> Range<Int>? {
        var end = colon
        while end > 0, colon - end < 4, bytes[end - 1] == 0x20 { end -= 1 }
        guard end > 0, isQuote(bytes[end - 1]) else { return nil }
        end -= 1
        if end > 0, bytes[end - 1] == UInt8(ascii: "\\") { end -= 1 }
        let start = nameStart(end)
        let name = bytes[start..<end]
        let isToken = name.elementsEqual("token".utf8)
        guard !name.isEmpty, isToken || SecretName.certainty(of: name) == .always else { return nil }
        var index = colon + 1
        while index < bytes.count, isBlank(bytes[index]) { index += 1 }
        return quoted(index)
    }

    private func header(colon: Int) -> Range<Int>? {
        let name = bytes[nameStart(colon)..<colon]
        guard !name.isEmpty, SecretName.isHeader(name) else { return nil }
        var start = colon + 1
        while start < bytes.count, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
        var end = start
        while end < bytes.count, !isQuote(bytes[end]), bytes[end] >= 0x20, !endsByEscape(end) { end += 1 }
        return start < end ? start..<end : nil
    }

    /// The value of an entry of YAML; a reference, an anchor or the like is none.
    private func entry(colon: Int) -> Range<Int>? {
        guard colon + 1 < bytes.count, bytes[colon + 1] == 0x20 else { return nil }
        let nameStart = nameStart(colon)
        let name = bytes[nameStart..<colon]
        guard !name.isEmpty, SecretName.certainty(of: name) == .always else { return nil }
        // A key stands at the beginning of a line, after the mark of an element or inside a flow mapping; behind `|`
        // in an excerpt, and behind `"` or `\n` in a string of JSON that holds one.
        var before = nameStart
        while before > 0, nameStart - before < 64, bytes[before - 1] == 0x20 || bytes[before - 1] == 0x09 {
            before -= 1
        }
        var isInFlow = false
        if before > 0 {
            let byte = bytes[before - 1]
            isInFlow = byte == UInt8(ascii: "{") || byte == UInt8(ascii: ",")
            let isEscapedBreak =
                byte == UInt8(ascii: "n") && before > 1 && bytes[before - 2] == UInt8(ascii: "\\")
            guard isInFlow || isEscapedBreak || "\n\r-|?\"".utf8.contains(byte) else { return nil }
        }
        var start = colon + 1
        while start < bytes.count, bytes[start] == 0x20 { start += 1 }
        guard start < bytes.count, !"{[&*!|>#\n\r".utf8.contains(bytes[start]) else { return nil }
        if !closesString(start), let range = quoted(start) { return range }
        var end = start
        while end < bytes.count, bytes[end] >= 0x20, bytes[end] != UInt8(ascii: "\""), !endsByEscape(end) {
            if isInFlow, bytes[end] == UInt8(ascii: ",") || bytes[end] == UInt8(ascii: "}") { break }
            end += 1
        }
        // The permission of a workflow that asks GitHub for a token.
        if name.elementsEqual("id-token".utf8), ["write", "none"].contains(where: { matches($0, at: start) })
        {
            return nil
        }
        return start < end ? start..<end : nil
    }

    private func nameStart(_ end: Int) -> Int {
        var start = end
        while start > 0, end - start < Self.nameLimit, SecretName.isLetter(bytes[start - 1]) { start -= 1 }
        return start
    }

    /// A value that ends where a query's or a form's would, or with its quote.
    private func value(_ start: Int) -> Range<Int>? {
        if start < bytes.count, !closesString(start), let range = quoted(start) { return range }
        var end = start
        while end < bytes.count, Self.isValue(bytes[end]), !endsByEscape(end), !matches("%26", at: end) {
            end += 1
        }
        return start < end ? start..<end : nil
    }

    /// What stands between quotes, the first of which stands here, perhaps behind a backslash.
    private func quoted(_ index: Int) -> Range<Int>? {
        var start = index
        let isEscaped = start < bytes.count && bytes[start] == UInt8(ascii: "\\")
        if isEscaped { start += 1 }
        guard start < bytes.count, isQuote(bytes[start]) else { return nil }
        let quote = bytes[start]
        start += 1
        var end = start
        while end < bytes.count, bytes[end] != quote, bytes[end] != 0x0A, bytes[end] != 0x0D {
            // A string of JSON around it ends before it does.
            if bytes[end] == UInt8(ascii: "\""), closesString(end) { break }
            // Inside a string inside a string the closing quote has a backslash too.
            if bytes[end] == UInt8(ascii: "\\") {
                if isEscaped, end + 1 < bytes.count, bytes[end + 1] == quote { break }
                end += 1
            }
            end += 1
        }
        return start < end ? start..<min(end, bytes.count) : nil
    }

    /// Whether a `"` ends a string of JSON, by what comes after it.
    private func closesString(_ index: Int) -> Bool {
        guard bytes[index] == UInt8(ascii: "\"") else { return false }
        guard index + 1 < bytes.count else { return !mayGoOn }
        return [0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ":")]
            .contains(bytes[index + 1])
    }

    /// Whether a byte goes on with a value that has no quotes around it.
    static func isValue(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x7F, UInt8(ascii: "&"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"),
            UInt8(ascii: "<"), UInt8(ascii: ">"):
            false
        default: true
        }
    }

    /// Whether an escaped quote, line break or `&` stands here.
    private func endsByEscape(_ index: Int) -> Bool {
        guard bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count else { return false }
        switch bytes[index + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return true
        default: return matches("\\u0026", at: index)
        }
    }

    // MARK: Tokens

    private func scheme(_ index: Int) -> Range<Int>? {
        guard index == 0 || !SecretName.isLetter(bytes[index - 1]) else { return nil }
        let length = matches("bearer", at: index) ? 6 : matches("basic", at: index) ? 5 : 0
        guard length > 0 else { return nil }
        var start = index + length
        if matches("%20", at: start) { start += 3 }
        while start < bytes.count, start - index < 12,
            bytes[start] == 0x20 || bytes[start] == UInt8(ascii: "+")
        { start += 1 }
        guard start > index + length else { return nil }
        var end = start
        while end < bytes.count, isTokenLetter(bytes[end]) { end += 1 }
        return end - start >= 16 ? start..<end : nil
    }

    /// A token that begins here, and the end of its first part, in which no other can begin.
    private func token(_ start: Int) -> (Range<Int>?, Int) {
        guard bytes[start + 2] == UInt8(ascii: "J") else { return (nil, start + 1) }
        let header = partEnd(start)
        if mayGoOn, header == bytes.count { return (start..<header, header) }
        guard header - start >= 8, header < bytes.count, bytes[header] == UInt8(ascii: ".") else {
            return (nil, header)
        }
        let payload = partEnd(header + 1)
        guard payload - header > 4, payload < bytes.count, bytes[payload] == UInt8(ascii: ".") else {
            // Cut off, it is a token all the same; too short a one is a name with dots.
            return (
                payload == bytes.count && (mayGoOn || payload - header > 4) ? start..<payload : nil, header
            )
        }
        var end = partEnd(payload + 1)
        while end < bytes.count, bytes[end] == UInt8(ascii: "."), partEnd(end + 1) > end + 1 {
            end = partEnd(end + 1)
        }
        return (start..<end, end)
    }

    private func partEnd(_ start: Int) -> Int {
        var end = start
        while end < bytes.count, Base64.isLetter(bytes[end]) || bytes[end] == UInt8(ascii: "=") { end += 1 }
        return end
    }

    /// The body of a private key in PEM, its line breaks escaped or not; `nil` for other PEM.
    private func privateKey(_ index: Int) -> Range<Int>? {
        // `-----BEGIN RSA PRIVATE KEY-----`: the word before is an algorithm's name, or `ENCRYPTED`.
        var start = index + 11
        while start < bytes.count, start < index + 40, !matches("private key", at: start) { start += 1 }
        guard matches("private key", at: start) else { return nil }
        start += 11
        while start < bytes.count, start < index + 70, bytes[start] != UInt8(ascii: "-") { start += 1 }
        guard matches("-----", at: start) else { return nil }
        start += 5
        var end = start
        var letters = 0
        while end < bytes.count, end - start < Self.longestKeyInBytes, !matches("-----", at: end) {
            guard isInKey(bytes[end]) else { break }
            if Base64.isLetter(bytes[end]) { letters += 1 }
            end += 1
        }
        return letters >= 16 ? start..<end : nil
    }

    private static let longestKeyInBytes = 32 << 10

    /// Letters, breaks, escapes of breaks, and the header fields of an old encrypted key.
    private func isInKey(_ byte: UInt8) -> Bool {
        Base64.isLetter(byte) || isBlank(byte) || "=\\%&#;:,".utf8.contains(byte)
    }

    private static let containerSchemes = ["abfs", "abfss", "wasb", "wasbs"].map { Array($0.utf8) }

    private func userInformation(colon: Int) -> Range<Int>? {
        guard matches("://", at: colon) else { return nil }
        let start = colon + 3
        var last: Int?
        var hasPassword = false
        for index in start..<min(start + 512, bytes.count) {
            if bytes[index] == UInt8(ascii: "@") { last = index }
            if bytes[index] == UInt8(ascii: ":"), last == nil { hasPassword = true }
            if bytes[index] == UInt8(ascii: "/") || bytes[index] == UInt8(ascii: "?")
                || !Self.isValue(bytes[index])
            {
                break
            }
        }
        // What stands there of `abfss` and `wasbs` is a container's name.
        let scheme = bytes[nameStart(colon)..<colon]
        if !hasPassword, Self.containerSchemes.contains(where: { $0.elementsEqual(scheme) }) { return nil }
        return last.flatMap { start < $0 ? start..<$0 : nil }
    }

    // MARK: Bytes

    private func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

    private func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    private func isTokenLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "~"), UInt8(ascii: "="), UInt8(ascii: "%"): true
        default: Base64.isLetter(byte)
        }
    }

    /// Whether a character stands behind a place, for a first look.
    private func stands(_ letter: Unicode.Scalar, behind index: Int) -> Bool {
        index + 1 < bytes.count && UInt32(bytes[index + 1] | 0x20) == letter.value | 0x20
    }

    /// Whether a lower-case text stands here, in either case.
    private func matches(_ text: StaticString, at index: Int) -> Bool {
        guard index >= 0, index + text.utf8CodeUnitCount <= bytes.count else { return false }
        return text.withUTF8Buffer { text in
            for offset in text.indices {
                let (byte, here) = (unsafe text[offset], bytes[index + offset])
                guard byte == here || 0x41...0x5A ~= here && byte == here | 0x20 else { return false }
            }
            return true
        }
    }
}
