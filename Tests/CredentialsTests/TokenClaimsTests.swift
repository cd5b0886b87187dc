import Credentials
import Diagnostics
import HTTPExchange
import Host
import JSONValues
import RunnerTestSupport
import Secrets
import Testing

@Suite struct TokenClaimsTests {
    static func token(_ payload: String) -> String { "e30." + FederationLab.base64(payload) + ".c2ln" }

    private static func claims(_ payload: String) -> TokenClaims? { TokenClaims(of: Secret(token(payload))) }

    @Test func readsWhatATokenSays() throws {
        let claims = try #require(
            Self.claims(
                #"""
                {"aud":"https://ml.azure.com","iss":"https://sts.windows.net/t/","appid":"a","oid":"o","tid":"t",
                "roles":["R1","R2"],"scp":"user_impersonation openid","iat":1795218761,"nbf":1795218761.5,
                "exp":1795222361,"sub":"s"}
                """#
            )
        )
        #expect(claims.audiences == ["https://ml.azure.com"])
        #expect(claims.identity == "application a (object id o) of tenant t")
        #expect(claims.roles == ["R1", "R2"])
        #expect(claims.scopes == ["user_impersonation", "openid"])
        #expect(claims.begins == Timestamp(milliseconds: 1_795_218_761_500))
        #expect(claims.expires == Timestamp(milliseconds: 1_795_222_361_000))
        #expect(Self.claims(#"{"azp":"b"}"#)?.applicationID == "b")
    }

    @Test(arguments: [
        "", "a.b", "..", "a.b.c", "a.b.c.d", "e30.W10.x", "e30.\u{0}.x", "FAKE.ACCESS-TOKEN.1",
        String(repeating: "A", count: 100_000),
    ])
    func readsNothingElse(text: String) { #expect(TokenClaims(of: Secret(text)) == nil) }

    /// Nobody checked the signature: whatever it says may be shown, and nothing traps.
    @Test(arguments: [
        #"{"aud":5,"exp":"x","roles":{},"scp":[],"iat":1e999,"nbf":-1e99}"#,
        #"{"aud":["\u001b[31mred","\u202e"],"sub":"a\nb","exp":99999999999999999999999999}"#,
    ])
    func doesNotTrustIt(payload: String) throws {
        let claims = try #require(Self.claims(payload))
        let shown = "\(claims)"
        #expect(!shown.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
        #expect(claims.expires == nil)
    }

    @Test(arguments: [
        (#""https://ml.azure.com""#, false), (#""https://ml.azure.com/""#, false),
        (#""HTTPS://ML.azure.com""#, false), (#""18a66f5f-dbdf-4c17-9dd7-1634712a9cbe""#, false),
        (#"["https://management.azure.com","https://ml.azure.com"]"#, false), ("null", false),
        (#""https://management.azure.com""#, true), (#""https://ml.azure.us""#, true),
        (#""https://ml.azure.com.evil.example""#, true),
    ])
    func knowsWhomATokenIsSurelyNotFor(audience: String, isSurelyNot: Bool) throws {
        let claims = try #require(Self.claims(#"{"aud":"# + audience + "}"))
        #expect(claims.isSurelyNot(for: EntraLab.audience) == isSurelyNot)
    }

    @Test func doesNotGiveOutATokenForAnotherService() async throws {
        let lab = try EntraLab()
        let cache = TokenCache(time: lab.time)
        lab.transport.next(EntraReply.token(Self.token(#"{"aud":"https://management.azure.com"}"#)))
        do throws(Diagnostic) {
            _ = try await cache.token(for: EntraLab.audience, from: lab.source)
            Issue.record("the token was given out")
        } catch {
            #expect(error.code == .wrongAudience)
            #expect(error.code.exitStatus == .denied)
            #expect(error.notes.contains { $0.contains("https://management.azure.com") })
        }
    }
}
