/// The Bidi rule of RFC 5893 §2, for names whose labels are valid already.
enum BidiRule {
    /// The bidirectional classes that the rule tells apart; `neutral` is ES, ON and BN.
    private enum Class {
        case left, right, arabicNumber, europeanNumber, neutral, mark
    }

    /// Whether a name has no label from right to left, or every label keeps the rule.
    static func holds(_ labels: [IDNALabel]) -> Bool {
        let classes = labels.map { $0.scalars.map(Self.class) }
        guard classes.contains(where: { $0.contains(.right) || $0.contains(.arabicNumber) }) else {
            return true
        }
        return classes.allSatisfy { label in
            let last = label.last { $0 != .mark }
            switch label.first {
            case .right:
                return !label.contains(.left) && last != .neutral
                    && !(label.contains(.europeanNumber) && label.contains(.arabicNumber))
            case .left:
                return !label.contains(.right) && !label.contains(.arabicNumber)
                    && (last == .left || last == .europeanNumber)
            default: return false
            }
        }
    }

    /// The class of a character that a label may hold.
    ///
    /// Source: DerivedBidiClass.txt of Unicode 14.0; the blocks from right to left by the defaults in its head.
    private static func `class`(_ scalar: Unicode.Scalar) -> Class {
        switch scalar.value {
        case 0x30...0x39, 0x6F0...0x6F9: .europeanNumber
        case 0x660...0x669, 0x10D30...0x10D39: .arabicNumber
        case 0x2D, 0xB7, 0x2B9...0x2BA, 0x2C6...0x2CF, 0x2EC, 0x375, 0x200C...0x200D, 0x2E2F, 0x30FB, 0xA67F,
            0xA717...0xA71F, 0xA788:
            .neutral
        case 0xCBF, 0xCC6, 0x11A07...0x11A08, 0x11C3F: .left
        case _ where scalar.properties.generalCategory == .nonspacingMark: .mark
        case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: .right
        default: .left
        }
    }
}
