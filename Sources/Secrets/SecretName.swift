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

    /// The last letters of all those names: most other names are told apart by that alone.
    private static let lastLetters: [Bool] = {
        var table = [Bool](repeating: false, count: 256)
        for name in whole.union(endings).union(inQuery).union(headers) {
            guard let last = name.utf8.last else { continue }
            table[Int(last)] = true
            table[Int(last & 0xDF)] = true
        }
        // What is left out of a name.
        for byte in "_-.".utf8 { table[Int(byte)] = true }
        return table
    }()

    /// Whether a name with `=` after it, or a name in quotes with `:` after it, names a secret.
    static func certainty(of name: ArraySlice<UInt8>) -> Certainty? {
        guard let last = name.last, lastLetters[Int(last)] else { return nil }
        let plain = plain(name)
        if whole.contains(plain) || headers.contains(plain) || endings.contains(where: plain.hasSuffix) {
            return .always
        }
        return inQuery.contains(plain) ? .inQuery : nil
    }

    /// Whether a name with `:` after it is a header field that carries a secret.
    static func isHeader(_ name: ArraySlice<UInt8>) -> Bool { headers.contains(plain(name)) }

    /// Whether a byte can be part of a name.
    static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private static func plain(_ name: ArraySlice<UInt8>) -> String {
        let letters = name.filter {
            $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ".")
        }
        return String(decoding: letters.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
