import Testing

@testable import Manifests

@Suite struct PunycodeTests {
    /// RFC 3492 §7.1 holds the first three.
    static let pairs = [
        ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
        ("ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn"),
        ("3年b組金八先生", "3b-ww4c5e180e575a65lsy2b"),
        ("bücher", "bcher-kva"),
        ("ü", "tda"),
        ("🐲", "6o8h"),
    ]

    @Test(arguments: pairs)
    func goesBothWays(label: String, encoded: String) {
        let scalars = Array(label.unicodeScalars)
        #expect(Punycode.encode(scalars) == Array(encoded.unicodeScalars))
        #expect(Punycode.decode(Array(encoded.unicodeScalars)[...]) == scalars)
    }

    @Test(arguments: ["", "-", "a-", "!", "999999999999", "zzzzzzzzzzzzzzzzzzzzzzzzzzzz", "é", "b"])
    func refusesWhatIsNone(text: String) {
        #expect(Punycode.decode(Array(text.unicodeScalars)[...]) == nil)
    }
}
