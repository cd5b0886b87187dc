/// A pattern, parsed.
struct PatternTree {
    let root: PatternNode
    /// The numbers of the named groups.
    let names: [[Unicode.Scalar]: Int]
}
