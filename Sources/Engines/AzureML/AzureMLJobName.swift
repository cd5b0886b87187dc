/// The service's name for a job, as it may stand in a path.
enum AzureMLJobName {
    /// Whether a name can be asked for: not empty, not `.` or `..`, no control character, at most 1024 bytes.
    static func isUsable(_ name: String) -> Bool {
        1...1024 ~= name.utf8.count && name != "." && name != ".."
            && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0 ~= $0.value) }
    }

    /// The name as one segment of a path: whatever is not a letter, a digit or one of `-._~` is percent-encoded.
    static func segment(_ name: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var segment: [UInt8] = []
        for byte in name.utf8 {
            if 0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20 || "-._~".utf8.contains(byte) {
                segment.append(byte)
            } else {
                segment += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: segment, as: UTF8.self)
    }
}
