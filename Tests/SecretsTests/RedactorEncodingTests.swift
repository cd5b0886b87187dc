import RunnerTestSupport
import Secrets
import Testing

/// Each encoding of a secret, in each way that a text can come in pieces.
@Suite struct RedactorEncodingTests {
    /// Secrets of the kinds that there are: an Entra client secret, a password, one with every awkward letter.
    static let secrets = [
        "mark8~Q.Secret-value_aB3+/=xyz1234", "marked p@ss/w0rd+\"q\" & <b>'c'\\d",
        "mark-key=~é😀%41&amp;\\n end9",
    ]

    /// How a text comes.
    enum Chunking: CaseIterable {
        case byOne, bySeven, bySixtyFour, inTwo

        /// The pieces of a text; in two, cut at several places of a part of it.
        func pieces(_ text: String, cutIn part: Range<Int>) -> [[String]] {
            let scalars = Array(text.unicodeScalars)
            func string(_ part: some Collection<Unicode.Scalar>) -> String {
                var view = String.UnicodeScalarView()
                view.append(contentsOf: part)
                return String(view)
            }
            func every(_ size: Int) -> [String] {
                stride(from: 0, to: scalars.count, by: size).map {
                    string(scalars[$0..<min($0 + size, scalars.count)])
                }
            }
            switch self {
            case .byOne: return [every(1)]
            case .bySeven: return [every(7)]
            case .bySixtyFour: return [every(64)]
            case .inTwo:
                return stride(from: part.lowerBound, to: part.upperBound, by: max(1, part.count / 4)).map {
                    [string(scalars[..<$0]), string(scalars[$0...])]
                }
            }
        }
    }

    /// More than a stream holds back, so that what comes before a secret is out when the secret comes.
    private static let filler = String(repeating: "an ordinary line\n", count: 120)

    private static func contains(_ text: String, _ needle: [UInt8]) -> Bool {
        Array(text.utf8).contains(needle)
    }

    @Test(arguments: SecretEncoding.allCases, secrets)
    func hidesItHoweverItComes(encoding: SecretEncoding, secret: String) {
        // UTF-16 of other than ASCII does not survive being taken for UTF-8: there is nothing to find.
        if encoding.rawValue.hasPrefix("utf16"), !encoding.rawValue.hasSuffix("Base64"),
            !secret.utf8.allSatisfy({ $0 < 128 })
        {
            return
        }
        var redactor = Redactor()
        redactor.register(Secret(secret))
        let before = "{\"log\": \"12 rows, 100% of batch ", after = " done\"}\n"
        let text = before + encoding.text(secret) + after
        let needle = encoding.needle(secret)
        #expect(needle.count >= 12 && Self.contains(text, needle), "the check sees nothing")
        let whole = redactor.redact(text)
        #expect(!Self.contains(whole, needle), "\(encoding): \(whole)")
        #expect(
            whole.hasPrefix(before) && whole.hasSuffix(after) && whole.contains(Redactor.mask),
            "\(whole)"
        )
        // Nearly nothing is left between: what neighbours decide, and the name of a scheme.
        #expect(
            whole.utf8.count <= before.utf8.count + after.utf8.count + (encoding == .base64Wrapped ? 70 : 12)
        )
        let start = Self.filler.unicodeScalars.count
        let part = start..<start + text.unicodeScalars.count
        for chunking in Chunking.allCases {
            for pieces in chunking.pieces(Self.filler + text + Self.filler, cutIn: part) {
                var stream = StreamingRedactor(redactor)
                let streamed = pieces.map { stream.write($0) }.joined() + stream.finish()
                let isHidden = streamed == Self.filler + whole + Self.filler
                #expect(isHidden, "\(encoding), \(chunking)")
            }
        }
    }

    @Test func hidesEachLineOfAKeyInEveryEncoding() {
        let lines = [
            "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIB",
            "AQC7VJTUt9Us8cKjMzEfYyjiWA4R4/M2bS1GB4t7NXp98C3S",
        ]
        let key = "-----BEGIN PRIVATE KEY-----\n\(lines[0])\n\(lines[1])\n-----END PRIVATE KEY-----\n"
        var redactor = Redactor()
        redactor.register(Secret(key))
        for line in lines {
            for encoding in SecretEncoding.allCases where encoding != .utf16Escaped {
                let found = redactor.redact("<" + encoding.text(line) + ">")
                #expect(!Self.contains(found, encoding.needle(line)), "\(encoding)")
            }
        }
    }

    @Test(arguments: [
        (
            "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQ==\n-----END PRIVATE KEY-----\nok",
            "-----BEGIN PRIVATE KEY-----***-----END PRIVATE KEY-----\nok"
        ),
        (
            #"{"k":"-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIEvQIBADANBgkq\n-----END ENCRYPTED PRIVATE KEY-----\n"}"#,
            #"{"k":"-----BEGIN ENCRYPTED PRIVATE KEY-----***-----END ENCRYPTED PRIVATE KEY-----\n"}"#
        ),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIEvQIBADANBgkqh", "-----BEGIN RSA PRIVATE KEY-----***"),
        (
            "-----BEGIN CERTIFICATE-----\nMIIEvQIBADANBgkq\n-----END CERTIFICATE-----",
            "-----BEGIN CERTIFICATE-----\nMIIEvQIBADANBgkq\n-----END CERTIFICATE-----"
        ),
        (
            "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=abc+/d==;EndpointSuffix=x",
            "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=***"
        ),
        (
            "Endpoint=sb://n/;SharedAccessKeyName=root;SharedAccessKey=abc=",
            "Endpoint=sb://n/;SharedAccessKeyName=root;SharedAccessKey=***"
        ),
        // Entries of YAML, also in an excerpt and in JSON.
        ("clientSecret: abc def # x\nnext: 1", "clientSecret: ***\nnext: 1"),
        (" 12 |     clientSecret: \"abc", " 12 |     clientSecret: \"***"),
        ("score: { clientSecret: abc, x: 1 }", "score: { clientSecret: ***, x: 1 }"),
        (#"{"text": "a:\n  - client_secret: \"abc\"\n"}"#, #"{"text": "a:\n  - client_secret: \"***\"\n"}"#),
        (#"{"text": "accountKey: abc"}"#, #"{"text": "accountKey: ***"}"#),
        ("clientSecret: { env: X }", "clientSecret: { env: X }"),
        ("clientSecret: &a\n", "clientSecret: &a\n"),
        ("give a secret: a line", "give a secret: a line"),
        // What names a secret and does not go on takes nothing with it.
        (
            #"{"message":"unknown key `password='","hint":"it's x"}"#,
            #"{"message":"unknown key `password='","hint":"it's x"}"#
        ),
        (
            #"{"message":"unknown key password=","hint":"x"}"#,
            #"{"message":"unknown key password=","hint":"x"}"#
        ),
        ("secret='abc\nnext line", "secret='***\nnext line"),
        (#"{"token":",abc"}"#, #"{"token":"***"}"#),
    ])
    func hidesKeysAndConnectionStrings(text: String, expected: String) {
        #expect(Redactor().redact(text) == expected)
        #expect(Redactor().redact(expected) == expected)
    }

    @Test(arguments: RedactorTests.lookalikes.filter { !$0.0.hasPrefix("cut") })
    func hidesLookalikesHoweverTheyCome(text: String, expected: String) {
        let start = Self.filler.unicodeScalars.count
        let part = start..<start + text.unicodeScalars.count
        for chunking in Chunking.allCases {
            for pieces in chunking.pieces(Self.filler + text + "\n" + Self.filler, cutIn: part) {
                var stream = StreamingRedactor(Redactor())
                let streamed = pieces.map { stream.write($0) }.joined() + stream.finish()
                let isHidden = streamed == Self.filler + expected + "\n" + Self.filler
                #expect(isHidden, "\(chunking)")
            }
        }
    }
}
