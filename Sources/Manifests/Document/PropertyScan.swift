/// Looks again at the anchor and tag before a node's content, for their places.
///
/// Only for text that libyaml has accepted.
struct PropertyScan {
    /// Where the tag stands, if there is one.
    private(set) var tag: Range<Int>?
    /// Where the content begins.
    private(set) var content: Int

    init(bytes: [UInt8], span: Range<Int>) {
        var index = span.lowerBound
        content = index
        while index < span.upperBound {
            let byte = bytes[index]
            if byte <= 0x20 {
                index += 1
            } else if byte == UInt8(ascii: "#") {
                while index < span.upperBound, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
            } else if byte == UInt8(ascii: "!") || byte == UInt8(ascii: "&") {
                let start = index
                while index < span.upperBound, bytes[index] > 0x20 { index += 1 }
                if byte == UInt8(ascii: "!") { tag = start..<index }
            } else {
                break
            }
        }
        content = index
    }
}
