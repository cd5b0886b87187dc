import Credentials
import Diagnostics
import RunnerTestSupport
import Testing

@Suite struct ServicePrincipalTests {
    @Test(arguments: [
        "${AZURE_TENANT_ID}", "$(tenantId)", "%TENANT%", "$AZURE_TENANT_ID", "{{ tenant }}", "<tenant>",
        "'contoso.com'",
        "\"contoso.com\"", " contoso.com", "contoso.com ", "contoso com", "contoso/com", "..", ".", "a..b",
        ".contoso.com",
        "contoso?x", "contoso%2f", "contöso.com", "fake~client.secret_not-real",
    ])
    func refusesTenantsThatCannotBe(tenant: String) {
        var problems: [Diagnostic] = []
        #expect(PrincipalFixture.principal(tenant: tenant, problems: &problems) == nil)
        #expect(problems.map(\.code) == [.malformedCredential])
        #expect(problems.first?.code.exitStatus == .missingConfiguration)
        #expect(problems.first?.primary != nil)
        // Whoever swaps variables puts the secret here: values from references are never shown.
        #expect(tenant.utf8.count < 3 || !String(reflecting: problems.first?.message).contains(tenant))
    }

    @Test(arguments: ["${ID}", "\"2222\"", "22 22", "2222\u{A0}", "client&secret=x"])
    func refusesClientsThatCannotBe(client: String) {
        var problems: [Diagnostic] = []
        #expect(PrincipalFixture.principal(client: client, problems: &problems) == nil)
        #expect(problems.map(\.code) == [.malformedCredential])
        #expect(problems.first?.message.contains("credentials.scoring.clientId") == true)
    }

    @Test(arguments: ["contoso.onmicrosoft.com", PrincipalFixture.tenant, "CONTOSO-9.example"])
    func takesGUIDsAndDomains(tenant: String) {
        var problems: [Diagnostic] = []
        #expect(PrincipalFixture.principal(tenant: tenant, problems: &problems) != nil)
        #expect(problems.isEmpty)
    }

    @Test(arguments: [
        "http://login.microsoftonline.com", "login.microsoftonline.com/x", "login.microsoftonline.com?x",
        "me@host",
        "", "login microsoftonline", "https://login.microsoftonline.com/tenant", "ftp://x",
    ])
    func refusesAuthoritiesThatAreNoHost(authority: String) {
        var problems: [Diagnostic] = []
        let description = PrincipalFixture.description(authority: authority)
        #expect(PrincipalFixture.principal(description: description, problems: &problems) == nil)
        #expect(problems.map(\.code) == [.malformedCredential])
    }

    @Test(arguments: [
        "login.microsoftonline.us", "https://login.microsoftonline.com/", "HTTPS://login.microsoftonline.com",
        "localhost:8443",
    ])
    func takesHostsAndAddresses(authority: String) {
        var problems: [Diagnostic] = []
        let description = PrincipalFixture.description(authority: authority)
        #expect(PrincipalFixture.principal(description: description, problems: &problems) != nil)
    }

    @Test(arguments: [
        ("${AZURE_CLIENT_SECRET}", "placeholder"), ("$AZURE_CLIENT_SECRET", "placeholder"),
        ("\"fake~secret\"", "quotes"),
        ("'fake~secret'", "quotes"), (" fake~secret", "blank"), ("fake~secret\u{A0}", "blank"),
        ("-----BEGIN PRIVATE KEY-----", "certificate"), ("/secrets/sp.pem", "path"), ("C:\\sp.PFX", "path"),
    ])
    func refusesWhatIsNoClientSecret(secret: String, word: String) {
        var problems: [Diagnostic] = []
        #expect(PrincipalFixture.principal(secret: secret, problems: &problems) == nil)
        #expect(problems.map(\.code) == [.suspiciousSecret])
        #expect(problems.first?.message.contains(word) == true)
        #expect(!String(reflecting: problems).contains(secret))
    }

    @Test func warnsOfASecretThatLooksLikeAnID() {
        var problems: [Diagnostic] = []
        let id = "33333333-3333-4333-8333-33333333333F"
        #expect(PrincipalFixture.principal(secret: id, problems: &problems) != nil)
        #expect(problems.map(\.code) == [.suspiciousSecret])
        #expect(problems.map(\.severity) == [.warning])
    }

    @Test(arguments: ["abc+/=def", "/base64/looking+secret==", "~8Q~x.y_z-", "$tr0ng", "100%sure%", "a b c"])
    func takesUnusualSecrets(secret: String) {
        var problems: [Diagnostic] = []
        #expect(PrincipalFixture.principal(secret: secret, problems: &problems) != nil)
        #expect(problems.isEmpty)
    }

    @Test func reportsEverythingAtOnce() {
        var problems: [Diagnostic] = []
        let principal = PrincipalFixture.principal(
            tenant: "${T}",
            client: "${C}",
            secret: "${S}",
            description: PrincipalFixture.description(authority: "http://x"),
            problems: &problems
        )
        #expect(principal == nil)
        #expect(problems.count == 4)
    }
}
