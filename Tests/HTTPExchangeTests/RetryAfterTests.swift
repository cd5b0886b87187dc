import HTTPExchange
import HTTPTypes
import Testing

/// What `Retry-After` asks for, by seconds and by date.
@Suite struct RetryAfterTests {
    private static let now = "Sat, 21 Nov 2026 07:46:40 GMT"

    static let values: [(String, String?, String?)] = [
        ("2", now, "2"), ("2", nil, "2"), ("soon", now, "soon"),
        // Counted from the answer's own clock.
        ("Sat, 21 Nov 2026 07:47:10 GMT", now, "30"), ("Sun, 22 Nov 2026 07:46:40 GMT", now, "86400"),
        ("Sat, 21 Nov 2026 07:46:39 GMT", now, "0"),
        // Nothing can be told.
        ("Sat, 21 Nov 2026 07:47:10 GMT", nil, nil), ("Sat, 21 Nov 2026 07:47:10 GMT", "yesterday", nil),
    ]

    @Test(arguments: values) func isRead(value: String, date: String?, asked: String?) {
        var fields: HTTPFields = [.retryAfter: value]
        if let date { fields[.date] = date }
        #expect(HTTPAnswer(status: 429, fields: fields).retryAfter == asked)
    }

    @Test func isAbsentWhereNobodyAsks() { #expect(HTTPAnswer(status: 429).retryAfter == nil) }
}
