import Diagnostics
import HTTPExchange
import HTTPTypes
import RunnerTestSupport
import Testing

@testable import Credentials

/// How often a service is asked and how long is waited, measured on a clock that only waiting moves.
@Suite struct IdentityRetryTests {
    static let appService = [
        "IDENTITY_ENDPOINT": "http://127.0.0.1:41741/msi/token", "IDENTITY_HEADER": "marked-header",
    ]

    @Test(arguments: [404, 408, 410, 429, 500, 502, 503, 504])
    func theMetadataServiceIsAskedAgain(status: Int) async throws {
        let lab = IdentityLab(source: .imds)
        for _ in 0..<3 { lab.transport.next(EntraReply.status(status, body: "Gone")) }
        lab.transport.next(IdentityReply.token())
        #expect(await lab.ask().token != nil)
        #expect(lab.transport.requests.count == 4)
        // Microsoft's library waits 4.8 s, and 15 s after 410.
        #expect(lab.time.monotonic < (status == 410 ? .seconds(15) : .seconds(4.8)))
    }

    @Test(arguments: [408, 429, 500, 502, 503, 504]) func appServiceIsAskedAgain(status: Int) async throws {
        let lab = IdentityLab(Self.appService)
        for _ in 0..<2 { lab.transport.next(EntraReply.status(status)) }
        lab.transport.next(IdentityReply.token())
        #expect(await lab.ask().token != nil)
        #expect(lab.transport.requests.count == 3)
    }

    @Test(arguments: [404, 410]) func elsewhereGoneIsGone(status: Int) async throws {
        let lab = IdentityLab(Self.appService)
        lab.transport.next(EntraReply.status(status, body: "Gone"))
        #expect(await lab.ask().diagnostic?.code == .unexpectedTokenAnswer)
        #expect(lab.transport.requests.count == 1)
    }

    @Test(arguments: [400, 401, 403]) func aRefusalIsFinal(status: Int) async throws {
        let lab = IdentityLab(source: .imds)
        lab.transport.next(EntraReply.status(status, body: "no"))
        #expect(await lab.ask().token == nil)
        #expect(lab.transport.requests.count == 1)
    }

    @Test(arguments: 0..<8) func anUpdateIsWaitedForFor75Seconds(jitter: UInt64) async throws {
        let lab = IdentityLab(source: .imds)
        lab.transport.reply(EntraReply.status(410, body: "Gone")) { _ in true }
        let diagnostic = try #require(await lab.ask().diagnostic)
        #expect(diagnostic.code == .authorityUnavailable)
        #expect(lab.transport.requests.count == 6)
        #expect((.seconds(75) ... .seconds(83)).contains(lab.time.monotonic))
        #expect(
            diagnostic.notes.contains { $0.hasPrefix("6 requests in 7") || $0.hasPrefix("6 requests in 8") }
        )
    }

    /// One line for each long wait, so that nobody takes 75 s of silence for a standstill.
    @Test func longWaitsAreSpokenOf() async throws {
        let lab = IdentityLab(source: .imds)
        lab.transport.reply(EntraReply.status(410, body: "Gone")) { _ in true }
        #expect(await lab.ask().token == nil)
        let said = lab.said.all
        #expect(said.count == lab.time.sleeps.count { $0 >= .seconds(3) })
        #expect(said.count == 4)
        #expect(said.allSatisfy { $0.hasPrefix("no token yet for `credentials.machine` from ") })
        #expect(said.first?.contains("HTTP 410") == true)
        #expect(said.last?.hasSuffix("request 6 of 6") == true)
        let quick = IdentityLab(source: .imds)
        quick.transport.next(EntraReply.status(500))
        quick.transport.next(IdentityReply.token())
        #expect(await quick.ask().token != nil)
        #expect(quick.said.all.isEmpty)
    }

    /// Also when other trouble came before, or the service wants to be asked sooner.
    @Test func anUpdateIsWaitedForInAnyCase() async throws {
        let mixed = IdentityLab(source: .imds)
        for status in [500, 500, 500, 410, 410, 410] { mixed.transport.next(EntraReply.status(status)) }
        #expect(await mixed.ask().token == nil)
        #expect((.seconds(75) ... .seconds(83)).contains(mixed.time.monotonic))
        let eager = IdentityLab(source: .imds)
        eager.transport.reply(EntraReply.status(410, retryAfter: "1")) { _ in true }
        #expect(await eager.ask().token == nil)
        #expect((.seconds(75) ... .seconds(83)).contains(eager.time.monotonic))
    }

    @Test func retryAfterIsHeeded() async throws {
        let lab = IdentityLab(source: .imds)
        lab.transport.next(EntraReply.status(429, retryAfter: "2"))
        lab.transport.next(IdentityReply.token())
        #expect(await lab.ask().token != nil)
        #expect((.seconds(2) ... .seconds(2.2)).contains(lab.time.monotonic))
    }

    @Test func sixTriesAreAllOfThem() async throws {
        let lab = IdentityLab(source: .imds)
        lab.transport.reply(EntraReply.failure(.notSent, .connectionRefused)) { _ in true }
        let diagnostic = try #require(await lab.ask().diagnostic)
        #expect(diagnostic.code == .authorityUnavailable)
        #expect(diagnostic.code.exitStatus == .tryLater)
        #expect(lab.transport.requests.count == 6)
        #expect(lab.transport.timeouts.allSatisfy { $0 <= .seconds(30) })
        // Microsoft's library needs 24 s for as many.
        #expect((.seconds(12) ... .seconds(19)).contains(lab.time.monotonic))
    }

    // MARK: - Looking for a service that was only guessed

    @Test(arguments: [
        TransportFailure.Reason.connectTimeout, .deadlineExceeded, .connectionRefused, .nameNotFound,
    ])
    func aMachineOutsideAzureLearnsItInOneRequest(reason: TransportFailure.Reason) async throws {
        let lab = IdentityLab()
        lab.transport.reply(EntraReply.failure(.notSent, reason)) { _ in true }
        let diagnostic = try #require(await lab.ask().diagnostic)
        #expect(diagnostic.code == .noManagedIdentity)
        #expect(diagnostic.code.exitStatus == .missingConfiguration)
        #expect(lab.transport.timeouts == [.seconds(1)])
        #expect(lab.time.sleeps.isEmpty)
    }

    @Test func theProbeIsNotAValidRequestAndIsMadeOnce() async throws {
        let lab = IdentityLab()
        lab.transport.respond { request in
            request.field("Metadata") == nil
                ? IdentityReply.refusal("bad_request_102", "Required metadata header not specified")
                : IdentityReply.token()
        }
        let source = try #require(lab.source())
        for _ in 0..<2 { _ = try await source.token(for: Audience("https://ml.azure.com")) }
        #expect(lab.transport.requests.map { $0.field("Metadata") } == [nil, "true", "true"])
        #expect(Set(lab.transport.requests.map(\.address)).count == 1)
    }

    @Test func whatIsNamedIsNotProbed() async throws {
        let lab = IdentityLab(source: .imds)
        lab.transport.next(IdentityReply.token())
        #expect(await lab.ask().token != nil)
        #expect(lab.transport.requests.map { $0.field("Metadata") } == ["true"])
    }

    // MARK: - Where requests may go

    @Test func everyRequestStaysOnTheMachine() async throws {
        let lab = IdentityLab()
        lab.transport.reply(IdentityReply.token()) { _ in true }
        #expect(await lab.ask().token != nil)
        #expect(
            lab.transport.requests.allSatisfy { $0.reach == .machine && $0.address.host == "169.254.169.254" }
        )
    }

    @Test func aRehearsalThatPlaysNoMetadataServiceSaysSo() async throws {
        let lab = IdentityLab()
        lab.transport.reply(EntraReply.failure(.notSent, .hostRefused)) { _ in true }
        #expect(await lab.ask().diagnostic?.code == .authorityOutOfReach)
        #expect(lab.transport.requests.count == 1)
    }
}
