import HTTPTypes

extension HTTPAnswer {
    /// What `Retry-After` asks for: seconds as they came, or the seconds until the date that it names.
    ///
    /// A date is counted from the answer's own `Date`, never from this machine's clock, which may be wrong; one that
    /// has passed asks for no wait. Without a `Date` nothing can be told from a date, and it is passed over.
    ///
    /// - SeeAlso: RFC 9110 §10.2.3.
    public var retryAfter: String? {
        guard let text = fields[.retryAfter] else { return nil }
        guard let moment = WebDate(text) else { return text }
        guard let now = fields[.date].flatMap({ WebDate($0) }) else { return nil }
        return String(max(0, moment.secondsSince1970 - now.secondsSince1970))
    }
}
