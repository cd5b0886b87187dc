/// The names under which secrets are sent.
enum SecretName {
    /// How sure a name is.
    enum Certainty {
        /// A secret wherever it has a value.
        case always
        /// A secret in a query, an ordinary word elsewhere.
        case inQuery
    }

    private static let whole: Set<String> = ["sig", "signature", "pwd", "passwd", "assertion", "secret"]
    private static let endings = [
        "clientsecret", "secret", "password", "passphrase", "accesstoken", "refreshtoken", "idtoken",
        "sastoken",
        "securitytoken", "authtoken", "bearertoken", "clientassertion", "accountkey", "accesskey", "apikey",
        "secretkey", "privatekey", "subscriptionkey", "accesssignature", "amzsignature", "googsignature",
        "identityheader",
    ]
    private static let inQuery: Set<String> = ["code", "token", "key", "scret"]
    private static let headers: Set<String> = [
        "authorization", "proxyauthorization", "cookie", "setcookie", "xidentityheader",
        "ocpapimsubscriptionkey",
        "apikey", "xapikey", "xfunctionskey", "xmsauthorizationauxiliary",
    ]

    /// One of those names, without what is left out of names.
    private struct Known: Sendable {
        /// Its letters, the last first.
        let letters: [UInt8]
        /// Whether a name that ends in it is one as well.
        let isEnding: Bool
        let isHeader: Bool
        let certainty: Certainty
    }

    /// Those names by their last letter, so that most other names are told apart by one look.
    private static let known: [[Known]] = {
        var table = [[Known]](repeating: [], count: 256)
        func add(_ names: some Sequence<String>, isEnding: Bool, isHeader: Bool, _ certainty: Certainty) {
            for name in names {
                let letters = Array(name.utf8.reversed())
                guard let last = letters.first else { continue }
                table[Int(last)].append(
                    Known(letters: letters, isEnding: isEnding, isHeader: isHeader, certainty: certainty)
                )
            }
        }
        add(endings, isEnding: true, isHeader: false, .always)
        add(whole, isEnding: false, isHeader: false, .always)
        add(headers, isEnding: false, isHeader: true, .always)
        add(inQuery, isEnding: false, isHeader: false, .inQuery)
        return table
    }()

    /// Whether a name with `=` after it, or a name in quotes with `:` after it, names a secret.
    static func certainty(of name: ArraySlice<UInt8>) -> Certainty? {
        var certainty: Certainty?
        for known in candidates(for: name) where isMeant(known, by: name) {
            if known.certainty == .always { return .always }
            certainty = known.certainty
        }
        return certainty
    }

    /// Whether a name with `:` after it is a header field that carries a secret.
    static func isHeader(_ name: ArraySlice<UInt8>) -> Bool {
        candidates(for: name).contains { $0.isHeader && isMeant($0, by: name) }
    }

    private static func candidates(for name: ArraySlice<UInt8>) -> [Known] {
        var end = name.endIndex
        while end > name.startIndex, isLeftOut(name[end - 1]) { end -= 1 }
        return end > name.startIndex ? known[Int(lowercase(name[end - 1]))] : []
    }

    private static func isMeant(_ known: Known, by name: ArraySlice<UInt8>) -> Bool {
        var index = name.endIndex
        var matched = 0
        while index > name.startIndex {
            index -= 1
            let byte = name[index]
            if isLeftOut(byte) { continue }
            guard matched < known.letters.count else { return known.isEnding }
            guard lowercase(byte) == known.letters[matched] else { return false }
            matched += 1
        }
        return matched == known.letters.count
    }

    /// What is left out of a name.
    private static func isLeftOut(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 { 0x41...0x5A ~= byte ? byte | 0x20 : byte }

    /// Whether a byte can be part of a name.
    static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
