/// How often a part of a pattern stands.
struct PatternQuantifier: Hashable {
    let least: Int
    /// `nil` without an end.
    let most: Int?
    let isLazy: Bool
}
