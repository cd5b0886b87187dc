import HTTPExchange
import Testing

@Suite struct CertificateThumbprintTests {
    @Test(arguments: [
        "00112233445566778899AABBCCDDEEFF00112233", "00112233445566778899aabbccddeeff00112233",
        "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33",
        " 0011 2233445566778899AABBCCDDEEFF00112233 ",
    ])
    func reads(text: String) throws {
        let thumbprint = try #require(CertificateThumbprint(text))
        #expect(thumbprint.description == "00112233445566778899AABBCCDDEEFF00112233")
        #expect(thumbprint.bytes.prefix(3) == [0, 0x11, 0x22])
    }

    @Test(arguments: [
        "", "00", "00112233445566778899AABBCCDDEEFF0011223", "00112233445566778899AABBCCDDEEFF001122334",
        "0011223344556677-899AABBCCDDEEFF00112233", "00112233445566778899AABBCCDDEEFF0011223g",
        "\u{200E}00112233445566778899AABBCCDDEEFF00112233", String(repeating: " ", count: 200),
    ])
    func refuses(text: String) { #expect(CertificateThumbprint(text) == nil) }
}
