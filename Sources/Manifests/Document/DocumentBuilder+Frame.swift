extension DocumentBuilder {
    /// A collection that is open.
    struct Frame {
        var record: Int32
        var isMapping: Bool
        /// Whether brackets delimit it.
        var isFlow: Bool
        /// Where its children begin in `pending`.
        var firstChild: Int
        /// Values below it and itself, with aliases written out.
        var size: UInt32 = 1
        /// How many levels of collections it has, itself included.
        var height: UInt32 = 1
        /// Whether the key before the next value is `<<`.
        var expectsMerge = false
        var hasMerge = false
        /// Where its last child ended in the text.
        var lastEnd: Int
        /// The anchor on it.
        var anchor: Int?
        /// Whether it is, or stands inside, a collection in a key's place: one report is enough.
        var isInKey = false
    }
}
