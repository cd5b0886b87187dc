import Credentials
import Diagnostics
import HTTPExchange
import JSONValues
import RunnerTestSupport
import Secrets
import Testing

/// What the recorded library kept, refreshed and lost, replayed against the cache on a clock that is moved as it was.
///
/// Better than recorded, in the names' notes: an ageing token survives a 503; a token of less than five minutes is not
/// asked for with every call. Documented difference: an answered challenge also says that this client can be challenged.
@Suite(.enabled(if: SharedReference.isPresent, "needs the recorded traces beside the package"))
struct TokenCacheTraceTests {
    /// One question, after the clock was moved, and the number of the token that comes of it.
    struct Step {
        var after = 0
        var audience = "https://ml.azure.com"
        var challenge: String?
        let token: Int
    }

    struct Replay: CustomTestStringConvertible {
        let name: String
        let steps: [Step]
        /// How many requests; `nil` for as many as were recorded.
        var requests: Int?
        var testDescription: String { name }

        static let all = [
            Replay(
                name: "sp_secret_cached",
                steps: [
                    Step(token: 1), Step(token: 1), Step(audience: "https://management.azure.com", token: 2),
                ]
            ),
            Replay(name: "sp_secret_refresh_in", steps: [Step(token: 1), Step(after: 3700, token: 2)]),
            Replay(
                name: "sp_secret_refresh_401_keeps_token",
                steps: [Step(token: 1), Step(after: 3700, token: 1)]
            ),
            // The library loses its token, after four tries; here it serves on, after two.
            Replay(
                name: "sp_secret_refresh_503_loses_token",
                steps: [Step(token: 1), Step(after: 3700, token: 1)],
                requests: 3
            ),
            // The library asks with every call; here a token of 250 s serves until a tenth of it is left.
            Replay(name: "sp_secret_near_expiry", steps: [Step(token: 1), Step(token: 1)], requests: 1),
            Replay(name: "sp_secret_after_expiry", steps: [Step(token: 1), Step(after: 3400, token: 2)]),
            Replay(
                name: "sp_secret_claims",
                steps: [
                    Step(token: 1),
                    Step(
                        challenge: #"{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}"#,
                        token: 2
                    ),
                ]
            ),
            Replay(name: "sp_secret_cae", steps: [Step(challenge: "{}", token: 1)]),
        ].filter { (try? SharedReference.bytes("traces/identity/\($0.name).json")) != nil }
    }

    @Test(arguments: Replay.all)
    func keepsAndRefreshesAsRecordedOrBetter(replay: Replay) async throws {
        let exchanges = try EntraTraceTests.exchanges(replay.name)
        let first = try #require(exchanges.first)
        let lab = try EntraLab(secret: try #require(first.form["client_secret"]))
        let cache = TokenCache(time: lab.time)
        for exchange in exchanges { lab.transport.next(exchange.reply) }
        // What is asked for beyond the recording is answered in the same way.
        if let last = exchanges.last { for _ in 0..<6 { lab.transport.next(last.reply) } }
        var kept: AccessToken?
        for step in replay.steps {
            lab.time.advance(by: .seconds(step.after))
            let audience = Audience(step.audience)
            let challenge = step.challenge.flatMap { ClaimsChallenge(json: Array($0.utf8)) }
            #expect((challenge == nil) == (step.challenge == nil))
            let token: AccessToken
            if let challenge, kept == nil {
                token = try await lab.source.token(for: audience, answering: challenge)
            } else {
                if let challenge, let kept {
                    await cache.invalidate(kept, for: audience, from: lab.source, challenge: challenge)
                }
                token = try await cache.token(for: audience, from: lab.source)
            }
            #expect(token.secret.expose { $0.contains("sp-v2.000\(step.token)") })
            kept = token
        }
        #expect(lab.transport.requests.count == replay.requests ?? exchanges.count)
        for (sent, recorded) in zip(lab.transport.requests, exchanges) {
            var (ours, theirs) = (sent.form, recorded.form)
            theirs["client_info"] = nil
            let asked = try ours.removeValue(forKey: "claims").map { try JSONReader().read(Array($0.utf8)) }
            let wanted = try theirs.removeValue(forKey: "claims").map {
                try JSONReader().read(Array($0.utf8))
            }
            #expect(ours == theirs)
            #expect((asked == nil) == (wanted == nil))
            for member in wanted?["access_token"]?.members ?? [] {
                #expect(asked?["access_token"]?[member.name] == member.value)
            }
            if let asked { #expect(asked["access_token"]?["xms_cc"]?["values"] == ["CP1"]) }
        }
    }

    @Test func someTracesAreThere() { #expect(Replay.all.count >= 4) }
}
