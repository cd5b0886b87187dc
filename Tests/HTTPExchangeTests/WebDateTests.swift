import HTTPExchange
import Testing

/// Moments as servers write them, and addresses as networks divide them.
@Suite struct WebDateTests {
    static let dates: [(String, Int64)] = [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
        ("Tue, 29 Feb 2000 23:59:59 GMT", 951_868_799),
        ("Sat, 21 Nov 2026 07:46:40 GMT", 1_795_247_200),
        ("Fri, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
    ]

    @Test(arguments: dates) func reads(text: String, seconds: Int64) {
        #expect(WebDate(text)?.secondsSince1970 == seconds)
    }

    @Test(arguments: [
        "", "now", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 29 Feb 2100 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:00 GMT", "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1960 08:49:37 GMT", "Sun, 06 Nov +994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT ",
    ])
    func readsNothingElse(text: String) { #expect(WebDate(text) == nil) }

    @Test(
        arguments: [
            ("1994-11-06T08:49:37Z", 784_111_777), ("1994-11-06T08:49:37.1234567+00:00", 784_111_777),
            ("2000-02-29T23:59:59+00:00", 951_868_799), ("2026-11-21T07:46:40.000Z", 1_795_247_200),
        ] as [(String, Int64)]
    )
    func readsWhatDocumentsHave(text: String, seconds: Int64) {
        #expect(WebDate(ofDocument: text)?.secondsSince1970 == seconds)
    }

    @Test(arguments: [
        "", "Z", "1994-11-06", "1994-11-06T08:49:37", "1994-11-06T08:49:37+01:00", "1994-11-06 08:49:37Z",
        "1994-02-29T08:49:37Z", "1994-13-06T08:49:37Z", "1994-00-06T08:49:37Z", "1994-11-06T08:49:37.Z",
        "1994-11-06T08:49Z", "1994-11-06T08:49:37.1.2Z", "1994-11-06TT08:49:37Z",
    ])
    func readsNothingElseOfDocuments(text: String) { #expect(WebDate(ofDocument: text) == nil) }

    static let addresses: [(String, Bool)] = [
        ("10.0.0.1", true), ("172.16.0.1", true), ("172.31.255.255", true), ("172.32.0.1", false),
        ("192.168.3.4", true), ("192.169.0.1", false), ("100.64.0.1", true), ("100.128.0.1", false),
        ("8.8.8.8", false), ("127.0.0.1", false), ("fd00::1", true), ("fc12::1", true), ("fe80::1", false),
        ("2001:db8::1", false),
    ]

    @Test(arguments: addresses) func tellsPrivateAddresses(text: String, isPrivate: Bool) throws {
        #expect(try #require(IPAddress(text)).isPrivate == isPrivate)
    }
}
