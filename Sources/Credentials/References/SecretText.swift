import Secrets

/// The rules for the bytes of a secret: one line of UTF-8 that is safe in a header and in a form.
enum SecretText {
    /// What is wrong with the bytes; says nothing of what they are.
    enum Fault: Error, Hashable {
        /// Nothing is left.
        case empty
        /// There is a NUL.
        case nul
        /// There is a line break that is not the last character of a file.
        case lineBreak
        /// There is a line break at the end, and nowhere else.
        case lineBreakAtEnd
        /// There is another control character.
        case control
        /// Not UTF-8.
        case notUTF8
        /// UTF-16, as some Windows tools write.
        case utf16

        /// What is wrong, as the end of a sentence about the bytes.
        var words: String {
            switch self {
            case .empty: "is empty"
            case .nul: "holds a NUL character"
            case .lineBreak: "holds a line break"
            case .lineBreakAtEnd: "ends with a line break"
            case .control: "holds a control character"
            case .notUTF8: "is not UTF-8 text"
            case .utf16: "is UTF-16 text"
            }
        }

        /// What to do about it.
        var help: String? {
            switch self {
            case .empty: "write the secret into it"
            case .lineBreak:
                "a client secret is one line; if this is a certificate or a key, it is the wrong kind of credential"
            case .lineBreakAtEnd:
                "take the line break away; `NAME=\"$(cat FILE)\"` leaves it out, and so does `printf %s`"
            case .utf16: "write it as UTF-8; in PowerShell: `Set-Content -Encoding utf8NoBOM`"
            case .nul, .control, .notUTF8: "write it again as plain text"
            }
        }
    }

    /// What a file holds, by what it must look like.
    static func ofFile(
        _ bytes: [UInt8],
        _ content: LocatedSecretReference.Content,
        noting trimmed: inout [SecretFinding.Trimming]
    ) throws(Fault) -> [UInt8] {
        switch content {
        case .line: try ofFile(bytes, noting: &trimmed)
        case .certificate: try certificate(bytes)
        }
    }

    /// Anything but nothing: certificates are looked at by those who read them.
    static func certificate(_ bytes: [UInt8]) throws(Fault) -> [UInt8] {
        if bytes.isEmpty { throw .empty }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { throw .utf16 }
        return bytes
    }

    /// What a file holds: without a UTF-8 byte order mark and without one line break (LF or CR LF) at its end.
    ///
    /// - Parameters:
    ///   - bytes: What is in the file.
    ///   - trimmed: Where is added what was left away.
    /// - Returns: The secret's bytes.
    /// - Throws: What is wrong with them.
    static func ofFile(
        _ bytes: [UInt8],
        noting trimmed: inout [SecretFinding.Trimming]
    ) throws(Fault) -> [UInt8] {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { throw .utf16 }
        var text = bytes[...]
        if text.starts(with: [0xEF, 0xBB, 0xBF]) {
            text = text.dropFirst(3)
            trimmed.append(.byteOrderMark)
        }
        if text.last == UInt8(ascii: "\n") {
            text = text.dropLast()
            if text.last == UInt8(ascii: "\r") { text = text.dropLast() }
            trimmed.append(.lineBreak)
        }
        return try checked(Array(text))
    }

    /// The bytes, when they can be a secret.
    static func checked(_ bytes: [UInt8]) throws(Fault) -> [UInt8] {
        guard !bytes.isEmpty else { throw .empty }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        let isBreak = { (byte: UInt8) in byte == 0x0A || byte == 0x0D }
        if let last = bytes.last, isBreak(last), let end = bytes.lastIndex(where: { !isBreak($0) }),
            !bytes[...end].contains(where: isBreak)
        {
            throw .lineBreakAtEnd
        }
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0: throw .nul
            case 0x0A, 0x0D, 0x85, 0x2028, 0x2029: throw .lineBreak
            case 1..<0x20, 0x7F..<0xA0: throw .control
            default: continue
            }
        }
        return bytes
    }
}
