/// A token in the cache, and how good it still is.
struct KeptToken {
    /// The token.
    let token: AccessToken
    /// When it was asked for, by the monotonic clock: it lives from then at the latest.
    let since: Duration
    /// When the next try to replace it may be made, after one that failed.
    var nextTry: Duration?

    /// How good a token is.
    enum Worth: Hashable {
        /// Used as it is.
        case fresh
        /// Used if no other can be got.
        case ageing
        /// Not used.
        case spent
    }

    /// How good it is.
    ///
    /// Fresh until the authority's time for a new one, or half the life of one that lives two hours or more; and
    /// while 300 s are left, or a tenth of the life of one that lives less than 600 s: else such a token would mean a
    /// request for every call. Spent when a fifth of that rest (60 s) is left.
    ///
    /// - Parameter now: The monotonic clock's time.
    /// - Returns: Whether to use it, to replace it, or both.
    func worth(at now: Duration) -> Worth {
        let age = max(now - since, .zero)
        let left = token.lifetime - age
        let margin = token.lifetime < .seconds(600) ? token.lifetime / 10 : .seconds(300)
        if left <= margin / 5 { return .spent }
        if let nextTry, now < nextTry { return .fresh }
        let half: Duration? = token.lifetime >= .seconds(7200) ? token.lifetime / 2 : nil
        if let refresh = token.refreshAfter ?? half, age >= refresh { return .ageing }
        return left < margin ? .ageing : .fresh
    }
}
