import Credentials
import Diagnostics
import HTTPExchange
import JSONValues
import Host
import RunnerTestSupport
import Testing

@Suite struct EntraAnswerTests {
    @Test(arguments: [
        ("3599", "3599"), ("\"3599\"", "3599"), ("3599.7", "3599"), ("\"3.6e3\"", "3600"), ("1e12", "604800"),
    ])
    func readsNumbersAndStrings(written: String, seconds: String) async throws {
        let lab = try EntraLab()
        lab.transport.next(
            EntraReply.status(
                200,
                body: #"{"token_type":"bearer","access_token":"t","expires_in":\#(written)}"#
            )
        )
        #expect(try await lab.ask().get().lifetime == .seconds(Int(seconds) ?? 0))
    }

    @Test func countsFromTheTimeOfDayWhenThereIsNothingElse() async throws {
        let lab = try EntraLab()
        let end = lab.time.now.milliseconds / 1000 + 900
        lab.transport.next(EntraReply.status(200, body: #"{"access_token":"t","expires_on":"\#(end)"}"#))
        #expect(try await lab.ask().get().lifetime == .seconds(900))
    }

    @Test(arguments: [
        ("1800", true), ("\"1800\"", true), ("0", false), ("-1", false), ("4000", false), ("{}", false),
    ])
    func believesASensibleRefreshTimeOnly(written: String, isBelieved: Bool) async throws {
        let lab = try EntraLab()
        let body = #"{"access_token":"t","expires_in":3599,"refresh_in":\#(written)}"#
        lab.transport.next(EntraReply.status(200, body: body))
        #expect(try await lab.ask().get().refreshAfter == (isBelieved ? .seconds(1800) : nil))
    }

    @Test(arguments: [
        "", "<html>sign in</html>", "{}", "[]", #"{"access_token":""}"#,
        #"{"access_token":"a b","expires_in":9}"#,
        #"{"access_token":"t\n","expires_in":9}"#, #"{"access_token":"t"}"#,
        #"{"access_token":"t","expires_in":0}"#,
        #"{"access_token":"t","expires_in":-5}"#, #"{"access_token":"t","expires_in":"nan"}"#,
        #"{"access_token":"t","expires_in":1e400}"#, #"{"access_token":"t","expires_in":"soon"}"#,
        #"{"token_type":"mac","access_token":"t","expires_in":9}"#,
        #"{"access_token":"FAKE-LEAK","access_token":"FAKE-LEAK","expires_in":9}"#,
        #"{"access_token":"FAKE-LEAK-and-cut-"#,
    ])
    func takesNoOtherAnswerForAToken(body: String) async throws {
        let lab = try EntraLab()
        lab.transport.next(EntraReply.status(200, body: body))
        let diagnostic = await lab.ask().diagnostic
        #expect(diagnostic?.code == .unexpectedTokenAnswer)
        #expect(diagnostic?.code.exitStatus == .tryLater)
        #expect(lab.transport.requests.count == 1)
        // An answer with status 200 may hold a token, so nothing of it is shown.
        #expect(!String(reflecting: diagnostic).contains("FAKE-LEAK"))
    }

    @Test(arguments: [204, 302, 307, 404, 403])
    func saysWhatElseAnswered(status: Int) async throws {
        let lab = try EntraLab()
        let page = "<html>\u{1B}[31mproxy says: client_secret=\(PrincipalFixture.secret)</html>"
        lab.transport.next(EntraReply.status(status, body: page))
        let diagnostic = try #require(await lab.ask().diagnostic)
        #expect(diagnostic.code == .unexpectedTokenAnswer)
        #expect(diagnostic.notes.contains { $0.contains("HTTP \(status)") })
        #expect(diagnostic.notes.contains { $0.contains("proxy says") && !$0.contains("\u{1B}") })
        #expect(!String(reflecting: diagnostic).contains(PrincipalFixture.secret))
    }
}
