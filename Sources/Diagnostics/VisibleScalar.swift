/// Which characters must not reach a terminal or a log as they are, and how they are shown instead.
public enum VisibleScalar {
    /// Whether a character acts on a terminal, hides, or changes the order in which others are read.
    ///
    /// C0 and C1 controls and DEL (also line feed and tab), bidirectional controls (CVE-2021-42574), zero-width
    /// blanks, line and paragraph separators, interlinear and tag characters.
    ///
    /// - Parameter scalar: The character.
    /// - Returns: Whether it is to be shown as ``escape(_:)``.
    public static func mustEscape(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0: true
        case 0x00..<0x0600: false
        case 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
            0xFFF9...0xFFFB:
            true
        case 0xE0000...0xE007F: true
        default: false
        }
    }

    /// A character as visible ASCII text, such as `\u{1B}` or `\n`.
    ///
    /// - Parameter scalar: The character.
    /// - Returns: The text.
    public static func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
        }
    }
}
