import Secrets
import Testing

@Suite struct RedactorTests {
    private func redactor(_ secrets: String...) -> Redactor {
        var redactor = Redactor()
        for secret in secrets { redactor.register(Secret(secret)) }
        return redactor
    }

    @Test(arguments: [
        // Raw, and neighbours.
        ("x p@ss/w0rd+\"q\" y", "x *** y"),
        ("p@ss/w0rd+\"q\"p@ss/w0rd+\"q\"", "***"),
        // Percent-encoded: upper, lower, mixed, all of it, form.
        ("p%40ss%2Fw0rd%2B%22q%22", "***"),
        ("p%40ss%2fw0rd%2b%22q%22", "***"),
        ("a=p@ss%2Fw0rd+%22q%22&b", "a=***&b"),
        ("%70%40%73%73%2F%77%30%72%64%2B%22%71%22", "***"),
        // JSON.
        (#"{"x": "p@ss/w0rd+\"q\""}"#, #"{"x": "***"}"#),
        (#"{"x": "p@ss\/w0rd\u002B\u0022q\u0022"}"#, #"{"x": "***"}"#),
        // XML.
        ("<a>p@ss/w0rd+&quot;q&quot;</a>", "<a>***</a>"),
        ("<a>p&#64;ss/w0rd+&#x22;q&#x22;</a>", "<a>***</a>"),
        // Base64 at each alignment, and the url alphabet.
        ("cEBzcy93MHJkKyJxIg==", "***"),
        ("[cEBzcy93MHJkKyJxIg]", "[***]"),
        ("eHBAc3MvdzByZCsicSJ5", "e***5"),
        ("dXNlcjpwQHNzL3cwcmQrInEi", "dXNlcj***"),
        ("Basic dTpwQHNzL3cwcmQrInEi", "Basic ***"),
        // Hexadecimal.
        ("704073732f773072642b227122", "***"),
        ("704073732F773072642B227122", "***"),
    ])
    func hidesEveryEncoding(text: String, expected: String) {
        #expect(redactor("p@ss/w0rd+\"q\"").redact(text) == expected)
    }

    @Test func hidesEachLineOfALongSecret() {
        let key =
            "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\r\nhkiG9w0BAQEFAASC\nAB=\n-----END PRIVATE KEY-----\n"
        let redactor = redactor(key)
        #expect(redactor.redact("bad line MIIEvQIBADANBgkq here") == "bad line *** here")
        #expect(redactor.redact("| hkiG9w0BAQEFAASC") == "| ***")
        #expect(redactor.redact(key) == "***")
        #expect(redactor.redact("-----BEGIN PRIVATE KEY----- AB=") == "-----BEGIN PRIVATE KEY----- AB=")
    }

    @Test func hidesASecretWithoutTheBlanksAroundIt() {
        #expect(redactor("  canary-value\n").redact("<canary-value>") == "<***>")
    }

    @Test(arguments: ["a", "{", "12345", "", " ab \n"])
    func doesNotMaskWhatIsTooShort(secret: String) {
        var redactor = Redactor()
        let note = redactor.register(Secret(secret))
        #expect((note == nil) == secret.isEmpty)
        #expect(note?.contains("too short") != false)
        #expect(redactor.redact("a{b}12345 ab") == "a{b}12345 ab")
    }

    @Test func takesTheLongestOfSeveral() {
        let redactor = redactor("secret-one", "secret-one-and-two", "and-two-three")
        #expect(redactor.redact("secret-one-and-two-three.") == "***.")
        #expect(redactor.redact("secret-one-and") == "***-and")
    }

    @Test func leavesOtherTextAsItIs() {
        let text =
            "job `score` succeeded: 303 rows, code: InvalidRequest; exit code=3; key=value & token; é😀%zz\\u12 &x;"
        #expect(redactor("canary-value").redact(text) == text)
    }

    /// What programs read is not to be broken for something that only looks like a secret.
    @Test func hidesOnlyWhatItWasTold() {
        let redactor = redactor("canary-value")
        let text = #"{"sig":"https://h/?sig=abc%2B","a":"Y2FuYXJ5LXZhbHVl canary%2Dvalue"}"#
        let clean = redactor.redactTold(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
        #expect(clean == #"{"sig":"https://h/?sig=abc%2B","a":"*** ***"}"#)
        #expect(redactor.redactTold(Array("https://h/?sig=abc".utf8)) == nil)
        #expect(Redactor().redactTold(Array("canary-value".utf8)) == nil)
    }

    static let lookalikes = [
        (
            "https://a.blob.core.windows.net/c/b?sv=2024&sig=ab%2Bcd%3D&se=2026",
            "https://a.blob.core.windows.net/c/b?sv=2024&sig=***&se=2026"
        ),
        ("https://h/x?SIG=abc", "https://h/x?SIG=***"),
        (
            "url=https%3A%2F%2Fh%2Fx%3Fsv%3D1%26sig%3Dab%252Bcd%26se%3D2",
            "url=https%3A%2F%2Fh%2Fx%3Fsv%3D1%26sig%3D***%26se%3D2"
        ),
        ("<u>https://h/x?a=1&amp;sig=abc&amp;b=2</u>", "<u>https://h/x?a=1&amp;sig=***&amp;b=2</u>"),
        (#""https://h/x?a=1\u0026sig=abc\u0026b=2""#, #""https://h/x?a=1\u0026sig=***\u0026b=2""#),
        ("https://h/x?code=abc&key=def&token=ghi;scret=j", "https://h/x?code=***&key=***&token=***"),
        (
            "https://h/x?X-Amz-Signature=abc&X-Goog-Signature=def",
            "https://h/x?X-Amz-Signature=***&X-Goog-Signature=***"
        ),
        (
            "grant_type=client_credentials&client_secret=a~b.c&scope=x",
            "grant_type=client_credentials&client_secret=***&scope=x"
        ),
        ("client_assertion=abc.def", "client_assertion=***"),
        ("AZURE_CLIENT_SECRET=abc def", "AZURE_CLIENT_SECRET=*** def"),
        ("--client-secret=\"abc def\" x", "--client-secret=\"***\" x"),
        (#"{"access_token":"abc","token_type":"Bearer"}"#, #"{"access_token":"***","token_type":"Bearer"}"#),
        (#"{ "refreshToken" : "a\"b" , "x": 1}"#, #"{ "refreshToken" : "***" , "x": 1}"#),
        (#"body: {\"client_secret\":\"abc\",\"x\":1}"#, #"body: {\"client_secret\":\"***\",\"x\":1}"#),
        ("{'access_token': 'abc'}", "{'access_token': '***'}"),
        ("Authorization: Bearer abc.def\nNext: 1", "Authorization: ***\nNext: 1"),
        ("curl -H 'authorization: Basic abc=' x", "curl -H 'authorization: ***' x"),
        ("got Bearer abcdefghijklmnop-_.~+/== back", "got Bearer *** back"),
        ("X-IDENTITY-HEADER: 0f1e", "X-IDENTITY-HEADER: ***"),
        ("jwt eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln end", "jwt *** end"),
        ("jwt eyJhbGciOiJub25lIn0.eyJhIjoxfQ. end", "jwt *** end"),
        ("cut eyJhbGciOiJub25lIn0.eyJhIjox", "cut ***"),
        ("https://user:pass@host/path", "https://***@host/path"),
        ("abfss://in@clinic.dfs.core.windows.net/a", "abfss://in@clinic.dfs.core.windows.net/a"),
        ("abfss://u:p@clinic.dfs.core.windows.net/a", "abfss://***@clinic.dfs.core.windows.net/a"),
        (
            #"{"Authorization":"Bearer <token of scoring for https://ml.azure.com>"}"#,
            #"{"Authorization":"Bearer <token of scoring for https://ml.azure.com>"}"#
        ),
        ("sig=***&a", "sig=***&a"),
    ]

    @Test(arguments: lookalikes)
    func hidesWhatLooksLikeASecret(text: String, expected: String) {
        #expect(Redactor().redact(text) == expected)
        #expect(Redactor().redact(expected) == expected)
    }

    @Test(arguments: [
        "the bearer token is missing", "Bearer realm", "design=modern", "eyJ", "eyJhbGciOiJub25lIn0", "a.b.c",
        #"{"code": "BadRequest", "key": "score"}"#, "clientSecret: {env: AZURE_CLIENT_SECRET}",
        "https://host/a@b",
        "next: https://h/x?$skip=10&api-version=2024", "signature= ",
    ])
    func leavesInnocentWordsAlone(text: String) {
        #expect(Redactor().redact(text) == text)
    }

    @Test(arguments: [
        "sig=", "eyJ", "eyJaaaaaa.", "authorization:", "bearer+", "\"secret\":'", "aaaaaaa", "%", "\\u00",
        "&#", "://",
    ])
    func takesLinearTimeOnHostileText(piece: String) {
        let redactor = redactor(String(repeating: "a", count: 40) + "b")
        let text = String(repeating: piece, count: 60_000 / piece.utf8.count)
        let clock = ContinuousClock()
        let took = clock.measure { #expect(!redactor.redact(text).isEmpty) }
        // Quadratic time would be minutes.
        #expect(took < .seconds(15))
    }
}
