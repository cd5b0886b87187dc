/// What a value looks like that should be a client secret; says nothing of what it is.
enum ValueAppearance: Hashable {
    /// `${VAR}`, `$(VAR)`, `%VAR%` or `{{ … }}`: nobody filled it in.
    case placeholder
    /// Quotes around it are part of it.
    case quoted
    /// A blank at an end.
    case outerBlank
    /// `-----BEGIN`: a certificate or a key.
    case pem
    /// A file name of a certificate or a key.
    case certificatePath
    /// A GUID: the secret's id, not its value.
    case identifier

    /// Looks at a value; `nil` when nothing strikes.
    init?(of value: String) {
        let bytes = Array(value.utf8)
        if Self.isPlaceholder(value) {
            self = .placeholder
        } else if let first = bytes.first, bytes.count > 1, first == bytes.last, "\"'`".utf8.contains(first) {
            self = .quoted
        } else if let first = value.unicodeScalars.first, let last = value.unicodeScalars.last,
            first.properties.isWhitespace || last.properties.isWhitespace
        {
            self = .outerBlank
        } else if value.hasPrefix("-----BEGIN") {
            self = .pem
        } else if Self.isCertificatePath(value) {
            self = .certificatePath
        } else if Self.isGUID(bytes) {
            self = .identifier
        } else {
            return nil
        }
    }

    /// Whether it cannot be a client secret; otherwise it is only unlikely: years ago `az` made GUIDs.
    var isCertain: Bool { self != .identifier }

    /// What strikes, as the end of a sentence about the value.
    var words: String? {
        switch self {
        case .placeholder: "is a placeholder that nobody filled in"
        case .quoted: "has quotes around it, as part of it"
        case .outerBlank: "begins or ends with a blank"
        case .pem: "is a certificate or a key, not a client secret"
        case .certificatePath: "is the path of a certificate or a key, not a client secret"
        case .identifier: "looks like the id of a secret, not like its value"
        }
    }

    /// What to do about it.
    var help: String {
        switch self {
        case .placeholder: "set the value itself; where it was written down, look-ups are not filled in"
        case .quoted: "remove the quotes; in an `.env` file or a CI setting they are not syntax"
        case .outerBlank: "remove the blank"
        case .pem, .certificatePath:
            "set a client secret, or give `certificate` in place of `clientSecret`"
        case .identifier: "copy the column “Value” of the portal, not “Secret ID”; it is shown only once"
        }
    }

    /// What is surely wrong with an identifier, as the end of a sentence.
    static func obviousMistake(in value: String) -> String? {
        switch ValueAppearance(of: value) {
        case .placeholder: ValueAppearance.placeholder.words
        case .quoted: ValueAppearance.quoted.words
        case .outerBlank: ValueAppearance.outerBlank.words
        case .pem, .certificatePath, .identifier, nil: nil
        }
    }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20 }

    private static func isPlaceholder(_ value: String) -> Bool {
        let pairs = [("${", "}"), ("$(", ")"), ("{{", "}}"), ("<", ">")]
        if pairs.contains(where: { value.hasPrefix($0) && value.hasSuffix($1) }) { return true }
        let inner = value.utf8.dropFirst().dropLast()
        let isName = { (name: Substring.UTF8View) in
            !name.isEmpty && name.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "_") }
        }
        if value.hasPrefix("%"), value.hasSuffix("%"), isName(inner) { return true }
        // `$VAR` that no shell filled in: capitals only, so that hardly a real secret looks like it.
        let name = value.utf8.dropFirst()
        return value.hasPrefix("$") && isName(name) && !name.contains { 0x61...0x7A ~= $0 }
    }

    private static func isCertificatePath(_ value: String) -> Bool {
        let lowered = value.lowercased()
        guard value.utf8.count <= 4096,
            value.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") })
        else { return false }
        return [".pem", ".pfx", ".p12", ".key", ".crt", ".cer", ".der"].contains(where: lowered.hasSuffix)
    }

    private static func isGUID(_ bytes: [UInt8]) -> Bool {
        guard bytes.count == 36 else { return false }
        return bytes.enumerated().allSatisfy { index, byte in
            [8, 13, 18, 23].contains(index)
                ? byte == UInt8(ascii: "-") : 0x30...0x39 ~= byte || 0x61...0x66 ~= byte | 0x20
        }
    }
}
