import Certificates
import Testing

@Suite struct Base64TextTests {
    /// RFC 4648 §10, and what tells the alphabets apart.
    @Test(arguments: [
        ("", "", ""), ("f", "Zg==", "Zg"), ("fo", "Zm8=", "Zm8"), ("foo", "Zm9v", "Zm9v"),
        ("foob", "Zm9vYg==", "Zm9vYg"), ("foobar", "Zm9vYmFy", "Zm9vYmFy"), ("??>", "Pz8+", "Pz8-"),
        ("???", "Pz8/", "Pz8_"),
    ])
    func writesAndReads(text: String, standard: String, url: String) {
        let bytes = Array(text.utf8)
        #expect(Base64Text.standard(bytes) == standard)
        #expect(Base64Text.url(bytes) == url)
        #expect(Base64Text.bytes(standard.utf8) == bytes)
        #expect(Base64Text.bytes((" " + url + "\r\n").utf8) == bytes)
    }

    @Test(arguments: ["Z", "Zm9v=Zm9v", "Zm9*", "Zg===", "Zm9v\u{E4}"])
    func refusesWhatIsNoBase64(text: String) { #expect(Base64Text.bytes(text.utf8) == nil) }
}
