/// `uuid` of RFC 4122 §3: 32 hexadecimal digits in five groups, of whatever version.
enum UUIDFormat {
    static func conforms(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.count == 36 else { return false }
        return zip(0..., text).allSatisfy { position, byte in
            switch position {
            case 8, 13, 18, 23: byte == UInt8(ascii: "-")
            default: byte.isHexDigit
            }
        }
    }
}
