import Credentials
import Diagnostics
import HTTPExchange
import HTTPTypes
import JSONValues
import RunnerTestSupport
import Secrets
import Testing

@Suite struct ClaimsChallengeTests {
    private static let wanted = #"{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}"#

    private static func challenge(_ field: String, status: Int = 401) -> ClaimsChallenge? {
        ClaimsChallenge(HTTPAnswer(status: status, fields: [.wwwAuthenticate: field]))
    }

    @Test func readsTheClaimsOfARefusal() {
        let coded = FederationLab.base64(Self.wanted)
        let expected = ClaimsChallenge(json: Array(Self.wanted.utf8))
        #expect(expected != nil)
        for field in [
            #"Bearer realm="", error="insufficient_claims", claims="\#(coded)""#, "Bearer claims=\(coded)",
            #"Basic realm="a, claims=\"no\"", Bearer authorization_uri="https://x/y", CLAIMS="\#(coded)=""#,
        ] {
            #expect(Self.challenge(field) == expected, "\(field)")
        }
    }

    @Test(arguments: [
        "", "Bearer", #"Bearer claims="""#, #"Bearer claims="%%%""#, #"Bearer claims="W10""#,
        #"Bearer error="claims=eyJ9""#, "Bearer claims", "\"\"\"", "claims=\"\\",
        "Bearer claims=\"" + String(repeating: "A", count: 20_000) + "\"",
    ])
    func takesNothingElse(field: String) { #expect(Self.challenge(field) == nil) }

    @Test func onlyARefusalChallenges() {
        let field = "Bearer claims=" + FederationLab.base64(Self.wanted)
        #expect(Self.challenge(field, status: 403) == nil)
        #expect(Self.challenge(field) != nil)
    }

    @Test func sendsTheClaimsAndThatItCanBeChallenged() async throws {
        let lab = try EntraLab()
        lab.transport.next(EntraReply.token())
        let challenge = ClaimsChallenge(json: Array(Self.wanted.utf8))
        _ = try await lab.source.token(for: EntraLab.audience, answering: challenge)
        let form = try #require(lab.transport.requests.first?.form)
        let both =
            #"{"access_token":{"nbf":{"essential":true,"value":"1700000000"},"xms_cc":{"values":["CP1"]}}}"#
        #expect(form["claims"] == both)
        #expect(form["scope"] == "https://ml.azure.com/.default")
    }

    @Test func answersAChallengeOnce() async throws {
        let lab = try EntraLab()
        let cache = TokenCache(time: lab.time)
        for number in 1...3 { lab.transport.next(EntraReply.token("token-\(number)", lifetime: 3600)) }
        let first = try await cache.token(for: EntraLab.audience, from: lab.source)
        let challenge = ClaimsChallenge(json: Array(Self.wanted.utf8))
        for _ in 0..<2 {
            await cache.invalidate(first, for: EntraLab.audience, from: lab.source, challenge: challenge)
            let token = try await cache.token(for: EntraLab.audience, from: lab.source)
            #expect(token.secret.expose { $0 } == "token-2")
        }
        lab.time.advance(by: .seconds(3500))
        _ = try await cache.token(for: EntraLab.audience, from: lab.source)
        #expect(lab.transport.requests.map { $0.form["claims"] != nil } == [false, true, false])
    }

    /// The challenge outlives a request that failed.
    @Test func remembersAChallengeUntilItIsAnswered() async throws {
        let lab = try EntraLab()
        let cache = TokenCache(time: lab.time)
        lab.transport.next(EntraReply.token("token-1"))
        let first = try await cache.token(for: EntraLab.audience, from: lab.source)
        let challenge = ClaimsChallenge(json: Array(Self.wanted.utf8))
        await cache.invalidate(first, for: EntraLab.audience, from: lab.source, challenge: challenge)
        lab.transport.next(EntraReply.error(53_003, "access_denied", status: 400))
        await #expect(throws: Diagnostic.self) {
            _ = try await cache.token(for: EntraLab.audience, from: lab.source)
        }
        lab.transport.next(EntraReply.token("token-2"))
        _ = try await cache.token(for: EntraLab.audience, from: lab.source)
        #expect(lab.transport.requests.map { $0.form["claims"] != nil } == [false, true, true])
    }
}
