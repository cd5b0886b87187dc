/// Finds `{{name}}` and `{% if %}` where a template engine should have put something.
enum UnfilledTemplate {
    /// Where the first template of a line begins; quoted ones and `${{ … }}` are none.
    static func first(in line: ArraySlice<UInt8>) -> Int? {
        var quote: UInt8?
        for index in line.indices.dropLast() {
            let byte = line[index]
            if byte == quote {
                quote = nil
            } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            }
            guard quote == nil, byte == UInt8(ascii: "{") else { continue }
            let next = line[index + 1]
            guard next == UInt8(ascii: "{") || next == UInt8(ascii: "%") else { continue }
            if index > line.startIndex {
                let previous = line[index - 1]
                if previous == UInt8(ascii: "$") || previous == UInt8(ascii: "{") { continue }
            }
            return index
        }
        return nil
    }
}
