import HTTPTypes
import Host
import Manifests
import RunnerTestSupport
import Testing

@testable import Emulator

@Suite struct FederatedAssertionTests {
    private static let identity = EmulatorConfiguration.JobIdentity(
        issuer: "https://issuer.example/",
        subject: "repo:Clinic/scoring",
        audience: "api://AzureADTokenExchange"
    )

    private static func record(
        issuer: String = identity.issuer,
        subject: String = identity.subject,
        audience: String = identity.audience
    ) -> EmulatorConfiguration.FederatedCredential {
        EmulatorConfiguration.FederatedCredential(issuer: issuer, subject: subject, audience: audience)
    }

    private static func issuer(seed: UInt64 = 1) -> JobTokenIssuer {
        JobTokenIssuer(identity, random: SeededRandom.shared(seed: seed), time: ManualTimekeeper())
    }

    /// What Entra says; `nil` when it takes the token.
    private static func code(
        _ token: String,
        _ records: [EmulatorConfiguration.FederatedCredential],
        later: Int64 = 0
    ) -> Int? {
        guard let assertion = FederatedAssertion(token) else { return 50_027 }
        do throws(EntraFailure) {
            try assertion.check(
                against: records,
                of: "client",
                played: issuer(),
                now: ManualTimekeeper().now.milliseconds / 1000 + later
            )
            return nil
        } catch {
            return error.code
        }
    }

    @Test func takesWhatFitsLetterForLetter() {
        #expect(Self.code(Self.issuer().token(), [Self.record(subject: "other"), Self.record()]) == nil)
    }

    @Test(arguments: [
        (record(issuer: "https://issuer.example"), 700_211),
        (record(issuer: "https://ISSUER.example/"), 700_211),
        (record(audience: "api://other"), 700_212), (record(subject: "repo:clinic/scoring"), 7_002_138),
        (record(subject: "repo:Clinic/scoring "), 700_213),
    ])
    func refusesWhatDoesNot(record: EmulatorConfiguration.FederatedCredential, code: Int) {
        #expect(Self.code(Self.issuer().token(), [record]) == code)
    }

    @Test func refusesAnApplicationThatTrustsNobody() {
        #expect(Self.code(Self.issuer().token(), []) == 70_025)
    }

    @Test func refusesAnotherSignatureAndAnotherTime() {
        #expect(Self.code(Self.issuer(seed: 2).token(), [Self.record()]) == 50_013)
        #expect(Self.code(Self.issuer().token(), [Self.record()], later: 599) == nil)
        #expect(Self.code(Self.issuer().token(), [Self.record()], later: 601) == 700_024)
        #expect(Self.code(Self.issuer().token(), [Self.record()], later: -301) == 700_024)
    }

    @Test(arguments: ["", "a.b.c", "e30.e30.e30", "e30.eyJpc3MiOiJ4In0.e30", "...", "e30.W10.e30"])
    func refusesWhatIsNoToken(text: String) { #expect(Self.code(text, [Self.record()]) == 50_027) }

    @Test func givesTokensToTheJobOnly() {
        let issuer = Self.issuer()
        var request = EmulatedRequest(method: "GET", host: "", path: "/idtoken", fields: [:], body: [])
        request.query = "api-version=2.0&audience=api%3A%2F%2Fother"
        #expect(issuer.answerOfGitHub(request).status == 401)
        request.fields[.authorization] = "Bearer " + JobTokenIssuer.jobToken
        #expect(issuer.answerOfGitHub(request).status == 200)
        request.method = "POST"
        #expect(issuer.answerOfPipelines(request).status == 400)
        request.query = "api-version=7.1&serviceConnectionId=x"
        #expect(issuer.answerOfPipelines(request).status == 200)
        request.fields[.authorization] = "Bearer other"
        #expect(issuer.answerOfPipelines(request).status == 302)
    }
}
