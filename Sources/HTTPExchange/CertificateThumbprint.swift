/// The SHA-1 of a certificate's DER, by which some services of Azure name the one that they will show.
public struct CertificateThumbprint: Hashable, Sendable, CustomStringConvertible {
    /// The twenty bytes.
    public let bytes: [UInt8]

    /// Reads forty hexadecimal digits; blanks and colons between them are passed over.
    ///
    /// - Parameter text: The text.
    public init?(_ text: String) {
        guard text.utf8.count <= 128 else { return nil }
        var digits: [UInt8] = []
        for byte in text.utf8 where byte != UInt8(ascii: " ") && byte != UInt8(ascii: ":") {
            switch byte {
            case 0x30...0x39: digits.append(byte - 0x30)
            case 0x41...0x46: digits.append(byte - 0x41 + 10)
            case 0x61...0x66: digits.append(byte - 0x61 + 10)
            default: return nil
            }
        }
        guard digits.count == 40 else { return nil }
        self.bytes = stride(from: 0, to: 40, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    /// Takes the bytes of a digest.
    ///
    /// - Parameter bytes: Twenty bytes.
    public init(bytes: [UInt8]) {
        precondition(bytes.count == 20, "a SHA-1 has twenty bytes")
        self.bytes = bytes
    }

    /// Forty hexadecimal digits, upper case.
    public var description: String {
        let alphabet = Array("0123456789ABCDEF".utf8)
        return String(
            decoding: bytes.flatMap { [alphabet[Int($0 >> 4)], alphabet[Int($0 & 15)]] },
            as: UTF8.self
        )
    }
}
