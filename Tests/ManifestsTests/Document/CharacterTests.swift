import Diagnostics
import Manifests
import Testing

/// Bytes and characters that stop the reading before libyaml sees them.
@Suite struct CharacterTests {
    @Test(
        arguments: [
            ([0xFF, 0xFE, 0x61, 0x00], "UTF-16"), ([0xFE, 0xFF, 0x00, 0x61], "UTF-16"),
            ([0x00, 0x61, 0x00, 0x3A], "UTF-16"), ([0x61, 0x00, 0x3A, 0x00], "UTF-16"),
            ([0xFF, 0xFE, 0x00, 0x00, 0x61, 0x00, 0x00, 0x00], "UTF-32"),
            ([0x00, 0x00, 0xFE, 0xFF], "UTF-32"),
            ([0x61, 0x00, 0x00, 0x00], "UTF-32"), ([0x00, 0x00, 0x00, 0x61], "UTF-32"),
        ] as [([UInt8], String)]
    )
    func namesOtherEncodings(bytes: [UInt8], name: String) {
        let reading = Reading(bytes: bytes)
        #expect(reading.fault?.code == .notUTF8)
        #expect(reading.fault?.message == "the file is \(name), not UTF-8")
        #expect(reading.fault?.help == "save it again as UTF-8")
    }

    @Test(
        arguments: [
            [0xE9], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xC3], [0xE2, 0x82],
            [0xF5],
            [0xF0, 0x80, 0x80, 0x80], [0xE0, 0x80, 0x80], [0xFE], [0xC3, 0x28],
        ] as [[UInt8]]
    )
    func refusesMalformedUTF8AtItsByte(bytes: [UInt8]) {
        let reading = Reading(bytes: Array("a: é\nb: x".utf8) + bytes + Array("\n".utf8))
        #expect(reading.fault?.code == .notUTF8)
        #expect(reading.place == 10)
    }

    @Test(arguments: [
        "\u{0}", "\u{1}", "\u{7}", "\u{B}", "\u{1B}", "\u{7F}", "\u{80}", "\u{9F}", "\u{FFFE}", "\u{FFFF}",
    ])
    func refusesControlCharacters(character: String) {
        let reading = Reading("a: é\nb: \"x\(character)\"\n")
        #expect(reading.fault?.code == .forbiddenCharacter)
        #expect(reading.place == 11)
    }

    @Test func refusesInvisibleCharactersUnlessTheyAreEscapes() {
        for scalar in [
            "\u{200B}", "\u{202E}", "\u{2066}", "\u{2069}", "\u{200F}", "\u{61C}", "\u{2060}", "\u{FEFF}",
        ] {
            let text = "a: x\(scalar)\n"
            #expect(Reading(text).fault?.code == .invisibleCharacter)
            #expect(Reading(text).place == 4)
            var limits = YAMLLimits.standard
            limits.invisibleCharacters = .allowed
            #expect(Reading(text, limits: limits).root?["a"]?.text?.unicodeScalars.count == 2)
        }
        #expect(Reading("a: \"\\u202e\"").root?["a"]?.text == "\u{202E}")
        #expect(Reading("a: \u{200D}x\u{200C}").root != nil)
    }

    @Test func reportsEveryInvisibleCharacter() {
        let reading = Reading("a: \u{202E}\nb: \u{200B}\n")
        #expect(
            reading.problems.map { $0.message } == [
                "invisible character U+202E", "invisible character U+200B",
            ]
        )
        #expect(reading.problems.first?.help == "remove it, or write `\\u202e` in double quotes")
    }

    @Test func namesAByteOrderMarkInsideTheFile() {
        let reading = Reading("# joined\n\u{FEFF}a: 1\n")
        #expect(reading.fault?.message == "byte-order mark inside the file")
        #expect(reading.place == 9)
    }

    @Test func skipsAByteOrderMarkAtTheBeginning() {
        let marked: MarkedYAML = "\u{FEFF}1️⃣a: 2️⃣é\n3️⃣b: c\n"
        let root = Reading(marked.text).root
        #expect(root?.span.start == marked.places[1])
        #expect(root?["a"]?.span.start == marked.places[2])
        #expect(root?.entry("b")?.key.span.start == marked.places[3])
    }

    @Test func takesNELAndSeparatorsForOrdinaryCharacters() {
        let marked: MarkedYAML =
            "a: \"x\u{2028}y\u{2029}z\u{85}w\"\nb: p\u{85}q\n1️⃣c: [2️⃣é\u{2028}, \"\\N\u{85}\"]\n"
        let root = Reading(marked.text).root
        #expect(root?["a"]?.text == "x\u{2028}y\u{2029}z\u{85}w")
        #expect(root?["b"]?.text == "p\u{85}q")
        #expect(root?["c"]?.items.map(\.text) == ["é\u{2028}", "\u{85}\u{85}"])
        #expect(root?.entry("c")?.key.span.start == marked.places[1])
        #expect(root?["c"]?.items.first?.span.start == marked.places[2])
        // libyaml alone reads two entries here.
        #expect(Reading("a: x\u{85}b: y\n").fault?.code == .badSyntax)
    }

    @Test func leavesPrivateCharactersAlone() {
        #expect(Reading("a: \"\u{F0000}\u{85}\u{F0001}\"").root?["a"]?.text == "\u{F0000}\u{85}\u{F0001}")
        var text = String.UnicodeScalarView()
        for value in UInt32(0xF0000)..<0xFFFFE { text += [Unicode.Scalar(value)].compactMap(\.self) }
        #expect(Reading("a: \(String(text))").root?["a"]?.textBytes?.count == 65_534 * 4)
        #expect(Reading("a: \(String(text))\u{85}").fault?.code == .tooManyValues)
    }

    @Test func countsLinesAsEditorsDo() {
        let source = SourceText(name: "x", text: "a: \"x\u{2028}\u{85}\"\rb: 1\r\nc: 1\nd: ]\n")
        let fault = Reading(source).fault
        #expect(fault?.primary.map { source.position(at: $0.span.start).line } == 4)
    }
}
