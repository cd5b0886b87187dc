/// `uri-template` of RFC 6570 §2, any level.
enum ResourceTemplate {
    static func conforms(_ text: ArraySlice<UInt8>) -> Bool {
        var cursor = FormatCursor(text)
        while let byte = cursor.next {
            switch byte {
            case UInt8(ascii: "{"): guard takeExpression(&cursor) else { return false }
            case UInt8(ascii: "%"): guard cursor.takePercentEncoded() else { return false }
            case 0x80...: guard cursor.takeScalar(isLiteral) else { return false }
            default:
                // Erratum 6937 gave the apostrophe back to the literals.
                guard byte > 0x20, byte != 0x7F, !#""<>\^`|}"#.utf8.contains(byte) else { return false }
                _ = cursor.take(byte)
            }
        }
        return true
    }

    private static func isLiteral(_ value: UInt32) -> Bool {
        ResourceIdentifier.isInternationalCharacter(value) || ResourceIdentifier.isPrivateUse(value)
    }

    private static func takeExpression(_ cursor: inout FormatCursor) -> Bool {
        guard cursor.take(UInt8(ascii: "{")) else { return false }
        _ = cursor.take { "+#./;?&=,!@|".utf8.contains($0) }
        repeat {
            guard takeName(&cursor), takeModifier(&cursor) else { return false }
        } while cursor.take(UInt8(ascii: ","))
        return cursor.take(UInt8(ascii: "}"))
    }

    private static func takeName(_ cursor: inout FormatCursor) -> Bool {
        repeat {
            var count = 0
            while let byte = cursor.next {
                if byte == UInt8(ascii: "%") {
                    guard cursor.takePercentEncoded() else { return false }
                } else if !cursor.take({ $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") }) {
                    break
                }
                count += 1
            }
            guard count > 0 else { return false }
        } while cursor.take(UInt8(ascii: "."))
        return true
    }

    /// `*`, or a colon and 1 to 9999.
    private static func takeModifier(_ cursor: inout FormatCursor) -> Bool {
        if cursor.take(UInt8(ascii: "*")) { return true }
        guard cursor.take(UInt8(ascii: ":")) else { return true }
        guard cursor.next != UInt8(ascii: "0") else { return false }
        return 1...4 ~= cursor.takeAll(\.isDigit)
    }
}
