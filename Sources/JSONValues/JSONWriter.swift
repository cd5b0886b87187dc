/// Writes JSON text.
public struct JSONWriter {
    /// How the text is laid out.
    public enum Layout: Sendable {
        /// One line, no blanks, members in their order.
        case compact
        /// Two blanks a level, members in their order.
        case indented
        /// RFC 8785 (JCS): members sorted by UTF-16 code units, numbers as ECMAScript writes them.
        case canonical
    }
}
