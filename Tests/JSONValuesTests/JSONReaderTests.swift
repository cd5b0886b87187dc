import JSONValues
import Testing

@Suite struct JSONReaderTests {
    private func read(_ text: String, depthLimit: Int = 64) throws(JSONReader.Failure) -> JSONValue {
        try JSONReader(depthLimit: depthLimit).read(Array(text.utf8))
    }

    @Test func readsEveryKindOfValueInOrder() throws {
        let value = try read(#" { "b" : [ 1 , -2.50e+3 , true , false , null ] , "a" : { } , "c":[] } "#)
        #expect(
            value
                == .object([
                    .init("b", [1, .number(JSONNumber(text: "-2.50e+3")), true, false, .null]),
                    .init("a", [:]),
                    .init("c", []),
                ])
        )
    }

    @Test func keepsTheTextOfNumbersThatNoDoubleHolds() throws {
        let value = try read("[12345678901234567890123,1E400,-0,0.10]")
        let texts = value.array?.map { if case .number(let number) = $0 { number.text } else { "" } }
        #expect(texts == ["12345678901234567890123", "1E400", "-0", "0.10"])
    }

    @Test func readsEscapes() throws {
        let value = try read(#""\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC\uD83D\ude00\u0000é😀""#)
        #expect(value.string == "\"\\/\u{8}\u{C}\n\r\tA\u{E9}€😀\u{0}é😀")
    }

    @Test(arguments: [
        ("", "the text ends too early", 0),
        (" ", "the text ends too early", 1),
        ("[1,]", "expected a value", 3),
        ("[1 2]", "expected `,` or `]`", 3),
        ("[,1]", "expected a value", 1),
        ("[1", "the text ends too early", 2),
        ("]", "expected a value", 0),
        ("[1}", "expected `,` or `]`", 2),
        (#"{"a":1,}"#, "expected a name in quotes", 7),
        (#"{"a" 1}"#, "expected `:`", 5),
        (#"{"a":}"#, "expected a value", 5),
        (#"{a:1}"#, "expected a name in quotes", 1),
        (#"{"a":1]"#, "expected `,` or `}`", 6),
        (#"{"a":1"#, "the text ends too early", 6),
        ("1 1", "text after the value", 2),
        ("{} //", "text after the value", 3),
        ("01", "a number with a leading zero", 0),
        ("-", "the text ends too early", 1),
        ("+1", "expected a value", 0),
        (".5", "expected a value", 0),
        ("1.", "the text ends too early", 2),
        ("[1.]", "expected a digit", 3),
        ("[1e]", "expected a digit", 3),
        ("0x10", "text after the value", 1),
        ("NaN", "expected a value", 0),
        ("-Infinity", "expected a digit", 1),
        ("nul", "the text ends too early", 3),
        ("nulL", "expected a value", 3),
        ("truefalse", "text after the value", 4),
        ("'a'", "expected a value", 0),
        (#""a"#, "the text ends too early", 2),
        (#""\"#, "the text ends too early", 2),
        (#""\x41""#, "an escape that JSON does not have", 2),
        (#""\u00g0""#, "expected four hexadecimal digits", 5),
        (#""\u00"#, "the text ends too early", 5),
        (#""\ud800""#, "half a surrogate pair", 1),
        (#""\ud800x""#, "half a surrogate pair", 1),
        (#""\udc00""#, "half a surrogate pair", 1),
        (#""\ud800\u0041""#, "half a surrogate pair", 1),
        (#""\ud800\ud800""#, "half a surrogate pair", 1),
        ("\"a\nb\"", "a control character that is not escaped", 2),
        ("\"\\n\u{1}\"", "a control character that is not escaped", 3),
        ("\u{FEFF}{}", "a byte-order mark", 0),
        ("[1,\u{A0}2]", "expected a value", 3),
        (#"{"a":1,"b":2,"a":3}"#, "a name that stands twice", 13),
        (#"{"a":1,"\u0061":3}"#, "a name that stands twice", 7),
    ])
    func refuses(text: String, reason: String, offset: Int) {
        let failure = #expect(throws: JSONReader.Failure.self) { try read(text) }
        #expect(failure?.reason == reason)
        #expect(failure?.offset == offset)
    }

    @Test(
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xE0, 0x80, 0x80, 0x22],
            [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xE2, 0x82],
            [0x22, 0xF0, 0x9F, 0x98, 0x22],
            [0x22, 0xF8, 0x88, 0x80, 0x80, 0x80, 0x22], [0x22, 0x80, 0x22],
        ] as [[UInt8]]
    )
    func refusesWhatIsNotUTF8(bytes: [UInt8]) {
        let failure = #expect(throws: JSONReader.Failure.self) { try JSONReader().read(bytes) }
        #expect(failure?.reason == "not UTF-8")
        #expect(failure?.offset == 1)
    }

    @Test func tellsCanonicallyEquivalentNamesApart() throws {
        let value = try read("{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(value["\u{E9}"] == 1)
        #expect(value["e\u{301}"] == 2)
        #expect(JSONValue.string("\u{E9}") != JSONValue.string("e\u{301}"))
    }

    @Test func refusesNestingBeyondItsLimit() throws {
        #expect(try read("[[{}]]", depthLimit: 3) == [[[:]]])
        let failure = #expect(throws: JSONReader.Failure.self) { try read("[[{}]]", depthLimit: 2) }
        #expect(failure?.reason == "nested more than 2 deep")
        #expect(failure?.offset == 2)
    }

    @Test(arguments: ["[", #"{"a":"#, #"[{"a":"#])
    func survivesNestingWithoutEnd(opening: String) {
        let text = String(repeating: opening, count: 200_000)
        let failure = #expect(throws: JSONReader.Failure.self) { try read(text, depthLimit: .max) }
        #expect(failure?.reason == "nested more than 512 deep")
    }

    @Test func readsTheDeepestThatItAllows() throws {
        let text = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        #expect(JSONWriter.text(try read(text, depthLimit: .max)) == text)
    }

    @Test func readsManyMembersInLinearTime() throws {
        let members = (0..<50_000).map { "\"n\($0)\":\($0)" }.joined(separator: ",")
        #expect(try read("{" + members + "}").members?.count == 50_000)
    }
}
