import Credentials
import Diagnostics
import HTTPExchange
import RunnerTestSupport
import Testing

@Suite struct EntraRetryTests {
    @Test(arguments: [408, 429, 500, 502, 503, 504])
    func asksAgainAfterTrouble(status: Int) async throws {
        let lab = try EntraLab()
        for _ in 0..<3 { lab.transport.next(EntraReply.status(status, body: "<html>oops</html>")) }
        lab.transport.next(EntraReply.token())
        #expect(await lab.ask().token == "FAKE.ACCESS-TOKEN.1")
        #expect(lab.transport.requests.count == 4)
        let bounds = [0.4...0.6, 0.8...1.2, 1.6...2.4]
        for (sleep, bound) in zip(lab.time.sleeps, bounds) { #expect(bound.contains(sleep / .seconds(1))) }
    }

    @Test func keepsOneRequestIDOverAllTries() async throws {
        let lab = try EntraLab()
        lab.transport.next(EntraReply.status(503))
        lab.transport.next(EntraReply.token())
        _ = await lab.ask()
        #expect(Set(lab.transport.requests.map { $0.field("client-request-id") }).count == 1)
    }

    @Test(arguments: [
        EntraReply.failure(.notSent, .connectionRefused), EntraReply.failure(.notSent, .nameNotFound),
        EntraReply.failure(.maybeSent, .connectionLost), EntraReply.failure(.maybeSent, .deadlineExceeded),
        EntraReply.failure(.notSent, .tlsFailure), EntraReply.status(500), EntraReply.status(429),
    ])
    func givesUpAfterSixTries(reply: ScriptedTransport.Reply) async throws {
        let lab = try EntraLab()
        lab.transport.reply(reply) { _ in true }
        let diagnostic = try #require(await lab.ask().diagnostic)
        #expect(diagnostic.code == .authorityUnavailable)
        #expect(diagnostic.code.exitStatus == .tryLater)
        #expect(diagnostic.notes.contains { $0.hasPrefix("6 requests in ") })
        #expect(lab.transport.requests.count == 6)
        #expect(lab.time.sleeps.count == 5)
    }

    @Test(arguments: [
        (TransportFailure.Reason.certificateRefused, "--ca-file"),
        (.addressRefused, "--allow-host login.microsoftonline.com"), (.proxyUnauthorized, "HTTPS_PROXY"),
    ])
    func asksOnceWhereSomethingHasToBeSetRight(reason: TransportFailure.Reason, help: String) async throws {
        let lab = try EntraLab()
        lab.transport.reply(.failure(TransportFailure(.notSent, reason))) { _ in true }
        let diagnostic = try #require(await lab.ask().diagnostic)
        #expect(diagnostic.code == .wayToAuthorityBarred)
        #expect(diagnostic.code.exitStatus == .missingConfiguration)
        #expect(diagnostic.help?.contains(help) == true, "\(diagnostic)")
        #expect(lab.transport.requests.count == 1)
    }

    @Test func heedsRetryAfter() async throws {
        let lab = try EntraLab()
        lab.transport.next(EntraReply.status(429, retryAfter: "7"))
        lab.transport.next(EntraReply.token())
        #expect(await lab.ask().token != nil)
        #expect((7.0...7.7).contains(try #require(lab.time.sleeps.first) / .seconds(1)))
    }

    @Test func believesRetryAfterForAMinuteAtMost() async throws {
        let lab = try EntraLab()
        lab.transport.next(EntraReply.status(429, retryAfter: "86400"))
        lab.transport.next(EntraReply.token())
        #expect(await lab.ask().token != nil)
        #expect(lab.time.sleeps == [.seconds(60)])
    }

    @Test(arguments: [
        "-1", "inf", "nan", "1e308", "0x10", "5 6", "9999999999999999999999999999999999999999", "",
    ])
    func ignoresRetryAfterThatIsNone(value: String) async throws {
        let lab = try EntraLab()
        lab.transport.next(EntraReply.status(503, retryAfter: value))
        lab.transport.next(EntraReply.token())
        #expect(await lab.ask().token != nil)
        #expect(try #require(lab.time.sleeps.first) <= .milliseconds(600))
    }

    @Test func staysWithinItsBudget() async throws {
        let lab = try EntraLab()
        lab.transport.reply(EntraReply.status(429, retryAfter: "60")) { _ in true }
        let diagnostic = try #require(await lab.ask().diagnostic)
        #expect(diagnostic.code == .authorityUnavailable)
        #expect(lab.time.monotonic <= .seconds(120))
        #expect(lab.transport.requests.count == 2)
        #expect(lab.transport.timeouts.allSatisfy { $0 <= .seconds(30) })
    }

    @Test func doesNotKnockWhereItMustNot() async throws {
        let lab = try EntraLab()
        lab.transport.reply(EntraReply.failure(.notSent, .hostRefused)) { _ in true }
        #expect(await lab.ask().diagnostic?.code == .authorityOutOfReach)
        #expect(lab.transport.requests.count == 1)
    }
}
