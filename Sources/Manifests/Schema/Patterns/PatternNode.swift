/// A part of a pattern, by the grammar of ECMA-262 §22.2.1.
indirect enum PatternNode {
    /// A code point; half a surrogate pair is one too, and matches nothing.
    case character(UInt32)
    /// A dot.
    case any
    case set(PatternSet)
    case start
    case end
    case boundary(isNegated: Bool)
    /// In parentheses; the number counts the groups that capture.
    case group(PatternNode, number: Int?)
    case look(PatternNode, isBehind: Bool, isNegated: Bool)
    case reference(Int)
    case namedReference([Unicode.Scalar])
    case sequence([PatternNode])
    case choice([PatternNode])
    case repetition(PatternNode, PatternQuantifier)
}
