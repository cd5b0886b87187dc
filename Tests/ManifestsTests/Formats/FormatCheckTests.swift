import Testing

@testable import Manifests

@Suite struct FormatCheckTests {
    static let decided: [(format: FormatCheck, conforming: [String], others: [String])] = [
        (
            .date, ["2024-02-29", "0000-01-01"],
            ["2023-02-29", "2024-1-01", "2024-13-01", "2024-04-31", "24-01-01"]
        ),
        (
            .time, ["00:00:00Z", "23:59:60z", "12:00:00.5+05:30", "05:29:60+05:30"],
            ["12:00:00", "24:00:00Z", "12:00:60Z", "12:00:00.Z", "12:00:00+24:00", "12:00Z"]
        ),
        (
            .dateTime, ["2024-01-01T00:00:00Z", "2024-01-01t00:00:00-00:00", "2016-12-31T18:59:60-05:00"],
            ["2024-01-01 00:00:00Z", "2024-01-01T00:00:00", "2024-01-01", "2024-01-01T00:00:00Z "]
        ),
        (
            .duration, ["P1Y2M3DT4H5M6S", "PT5M", "P3W", "P1YT1S"],
            ["P", "PT", "P1YT", "P1Y1D", "PT1H1S", "P1Y1W", "P1D1Y", "1D", "P1.5D", "P1H"]
        ),
        (
            .email, ["a@b.example", "a.b+c@d", #""a b\"@"@c"#, "a@[10.0.0.1]", "a@[IPv6:::1]"],
            ["a", "a@", "@b", "a@b@c", "a..b@c", "a@-b", "a@b.", "é@b", #""a"b@c"#, "a@[x:1]", "a b@c"]
        ),
        (.idnEmail, ["é@b", "a@bücher.example", "\"é\"@b"], ["a@bücher..example", "a@-ü", "é"]),
        (
            .hostname, ["a", "a.b-c.1", "xn--bcher-kva.example", "A.B"],
            ["", ".", "a.", "-a", "a-", "a_b", "a..b", "bücher", "xn--", "xn--bcher-kv\u{e1}", "xn--a"]
        ),
        (
            .idnHostname, ["bücher.example", "例え。テスト", "a.b", "XN--BCHER-KVA", "שלום.example"],
            [
                "", "bu\u{308}cher", "Bücher", "ab--cd", "a\u{200d}b", "שלוםa", "1.שלום", "☃", "a。",
                "xn--BCHER",
            ]
        ),
        (
            .ipv4, ["0.0.0.0", "255.10.1.99"],
            ["256.0.0.1", "01.0.0.1", "1.2.3", "1.2.3.4.", "1.2.3.4/8", "1.2.3.x"]
        ),
        (
            .ipv6,
            ["::", "::1", "1::", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::1.2.3.4", "1:2:3:4:5:6:1.2.3.4"],
            [
                "", ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::",
                "1:2:3:4:5:6:7:8::",
                "1:2:3:4:5:6:7:1.2.3.4", "::1%lo", "1:", ":1", "1.2.3.4",
            ]
        ),
        (
            .uri,
            ["a:", "http://u:p@h:80/p/%20?q#f", "urn:x:y", "http://[::1]:1", "http://[v1.a:b]/", "a:/b//c"],
            [
                "", "a", "//h", "a b:", "http://h h", "http://[::1", "http://h:p", "a:%2", "a:#b#c", "a:é",
                "1a:b",
            ]
        ),
        (.uriReference, ["", "a/b:c", "?q", "#f", "//h", "../x"], ["a b", "%", "1:b", "//[x]", "é"]),
        (.iri, ["http://é.example/ü?\u{e000}#ß"], ["é", "http://é/\u{e000}", "a:\u{202a}\u{fffe}"]),
        (.iriReference, ["é/ü", ""], ["é ü", "\\"]),
        (
            .uriTemplate, ["", "/a{/b*}{?c:3,d}", "{+e.f}", "{%41}", "é"],
            ["{", "}", "{}", "{a:0}", "{a:12345}", "{a b}", "{a,}", "%1", "a b", "{a.}"]
        ),
        (.jsonPointer, ["", "/", "/a~0~1/b"], ["a", "/~", "/~2", "#/a"]),
        (.relativeJSONPointer, ["0", "10/a", "0#", "1/"], ["", "/a", "01", "-1", "0##", "0#/a", "1a"]),
        (.regex, ["^a+$", "(?<=a+)b", #"\p{L}"#], ["(", #"\z"#, "(?i)a", "a**", "[b-a]"]),
        (
            .uuid, ["00000000-0000-0000-0000-000000000000", "2EB8AA08-aa98-11ea-b4aa-73b441d16380"],
            ["", "2eb8aa08aa9811eab4aa73b441d16380", "2eb8aa08-aa98-11ea-b4aa-73b441d1638g"]
        ),
    ]

    @Test(arguments: decided)
    func decidesByTheGrammar(test: (format: FormatCheck, conforming: [String], others: [String])) {
        for text in test.conforming {
            #expect(test.format.conforms(Array(text.utf8)[...]), "\(text.debugDescription)")
        }
        for text in test.others {
            #expect(!test.format.conforms(Array(text.utf8)[...]), "\(text.debugDescription)")
        }
    }

    @Test func coversEveryFormat() {
        #expect(Set(Self.decided.map(\.format)) == Set(FormatCheck.allCases))
        #expect(FormatCheck.known.count == 19)
        #expect(FormatCheck.known == FormatCheck.known.sorted())
        #expect(FormatCheck.allCases.filter { !$0.isInDraft07 } == [.duration, .uuid])
    }

    @Test func saysThatAFormatIsUnknown() {
        #expect(FormatCheck.conforms([], to: "color") == nil)
        #expect(FormatCheck.conforms([], to: "uuid") == false)
    }

    /// Much of anything is answered in time, and the slice need not begin at zero.
    @Test(arguments: FormatCheck.allCases)
    func bearsLongTexts(format: FormatCheck) {
        for unit in ["a", "1", ":", "::1", ".", "é", "/", "{a}", "%41", "xn--", "(", "@", "\u{200c}", "1."] {
            let text = Array(String(repeating: unit, count: 20_000 / unit.utf8.count).utf8)
            let answer = format.conforms(text[...])
            #expect(format.conforms(([0x20] + text)[1...]) == answer)
        }
    }
}
