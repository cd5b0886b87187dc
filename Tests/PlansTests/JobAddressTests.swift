import Manifests
import Plans
import RunnerTestSupport
import Testing

@Suite struct JobAddressTests {
    private func address(_ values: [(axis: String, value: String)]) -> JobAddress {
        JobAddress(manifest: "m", job: "j", combination: JobCombination(values))
    }

    @Test(arguments: [
        ([("region", "eu"), ("size", "2")], "m/j[region=eu,size=2]"),
        ([("size", "2"), ("region", "eu")], "m/j[region=eu,size=2]"),
        ([("a", "1.5e+3")], "m/j[a=1.5e+3]"),
        ([("a", "")], #"m/j[a=""]"#),
        ([("a", "x y,]=")], #"m/j[a="x y,]="]"#),
        ([("a", "\"\\")], #"m/j[a="\"\\"]"#),
        ([("a", "zürich")], #"m/j[a="z\u00fcrich"]"#),
        ([("a", "\u{1B}[31m\u{202E}")], #"m/j[a="\u001b[31m\u202e"]"#),
        ([("a", "👍")], #"m/j[a="\ud83d\udc4d"]"#),
    ])
    func isWrittenInOneWay(_ values: [(String, String)], _ text: String) {
        let address = address(values.map { (axis: $0.0, value: $0.1) })
        #expect(address.description == text)
        #expect(JobAddress(text) == address)
    }

    @Test(arguments: [
        (#"m/j[size=2,region=eu]"#, "m/j[region=eu,size=2]"),
        (#"m/j[region="eu"]"#, "m/j[region=eu]"),
        (#"m/j[a="zürich"]"#, #"m/j[a="z\u00fcrich"]"#),
        (#"m/j[a="\u007A\t"]"#, #"m/j[a="z\u0009"]"#),
        ("m/j", "m/j"),
    ])
    func readsWhatPeopleType(_ typed: String, _ canonical: String) {
        #expect(JobAddress(typed)?.description == canonical)
    }

    @Test(arguments: [
        "", "m", "m/", "/j", "m/j[", "m/j[]", "m/j[a]", "m/j[a=]", "m/j[a=b", "m/j[a=b]c", "m/j[a=b,]",
        "m/j[a=b,a=c]", "m/j[a=b c]", #"m/j[a="b]"#, #"m/j[a="\x"]"#, #"m/j[a="\"]"#, "m/j@x", "M/j",
    ])
    func refusesWhatIsNoAddress(_ typed: String) {
        #expect(JobAddress(typed) == nil)
    }

    /// NFC and NFD are two values, although Swift holds such texts for equal.
    @Test func tellsSpellingsOfALetterApart() {
        #expect(address([("a", "\u{E9}")]) != address([("a", "e\u{301}")]))
    }

    @Test(arguments: 0..<200 as Range<UInt64>) func survivesBeingTyped(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let letters: [Unicode.Scalar] = [
            "a", "Z", "0", ".", "-", "_", "+", " ", ",", "=", "]", "[", "\"", "\\", "/", "@", "*", "ü",
            "\u{301}",
            "\u{0}", "\u{1B}", "\u{7F}", "\u{85}", "\u{202E}", "日", "👍", "\r", "\n", "$", "{",
        ]
        let values = (0...Int.random(in: 0...3, using: &random)).map { axis in
            let value = (0..<Int.random(in: 0...8, using: &random)).compactMap { _ in
                letters.randomElement(using: &random)
            }
            return (axis: "axis-\(axis)", value: String(String.UnicodeScalarView(value)))
        }
        let address = address(values.shuffled(using: &random))
        let text = address.description
        #expect(text.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
        #expect(JobAddress(text) == address)
        #expect(JobAddress(text)?.description == text)
        // Different values never share an address.
        var other = values
        other[0].value += "x"
        #expect(JobAddress(manifest: "m", job: "j", combination: JobCombination(other)) != address)
    }
}
