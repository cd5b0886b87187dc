extension ShellScript {
    /// What stands in `$'…'`, the closing quote included.
    ///
    /// - Returns: The bytes that bash makes of it; a NUL ends the text, as it does there.
    mutating func escaped() -> [UInt8] {
        var text: [UInt8] = []
        while let byte, byte != UInt8(ascii: "'") {
            index += 1
            guard byte == UInt8(ascii: "\\"), let kind = self.byte else {
                text.append(byte)
                continue
            }
            index += 1
            switch kind {
            case UInt8(ascii: "x"): text += [UInt8(truncatingIfNeeded: number(16, upTo: 2))]
            case UInt8(ascii: "u"): text += Self.utf8(number(16, upTo: 4))
            case UInt8(ascii: "U"): text += Self.utf8(number(16, upTo: 8))
            case 0x30...0x37:
                index -= 1
                text += [UInt8(truncatingIfNeeded: number(8, upTo: 3))]
            default:
                let known: [UInt8: UInt8] = [
                    UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "e"): 27, UInt8(ascii: "E"): 27,
                    UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9,
                    UInt8(ascii: "v"): 11, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "'"): 0x27,
                    UInt8(ascii: "\""): 0x22, UInt8(ascii: "?"): 0x3F,
                ]
                text += known[kind].map { [$0] } ?? [byte, kind]
            }
        }
        index = min(index + 1, bytes.count)
        return Array(text.prefix { $0 != 0 })
    }

    private mutating func number(_ radix: UInt32, upTo count: Int) -> UInt32 {
        var number: UInt32 = 0
        for _ in 0..<count {
            guard let byte, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, digit < radix else {
                break
            }
            number = number &* radix &+ UInt32(digit)
            index += 1
        }
        return number
    }

    private static func utf8(_ number: UInt32) -> [UInt8] {
        Unicode.Scalar(number).map { Array(String($0).utf8) } ?? []
    }
}
