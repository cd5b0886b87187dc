import Diagnostics
import Manifests
import Plans
import Testing

@Suite struct EndpointRuleTests {
    static let azure = "heart.eastus2.inference.ml.azure.com"

    @Test(arguments: [
        ("public", "https://\(azure)/jobs", "azure:AzureCloud:login.microsoftonline.com:\(azure)"),
        (
            "usGovernment",
            "https://a.usgovvirginia.inference.ml.azure.us/jobs",
            "azure:AzureUSGovernment:login.microsoftonline.us:a.usgovvirginia.inference.ml.azure.us"
        ),
        (
            "china",
            "https://a.chinaeast2.inference.ml.azure.cn/jobs",
            "azure:AzureChinaCloud:login.chinacloudapi.cn:a.chinaeast2.inference.ml.azure.cn"
        ),
    ])
    func takesTheCredentialsCloud(_ cloud: String, _ uri: String, _ realm: String) throws {
        var planning = Planning(scoringURI: uri, credential: "cloud: \(cloud)")
        planning.realm = .cloud
        let plan = try planning.plan()
        #expect(plan.jobs[0].submission.realm.description == realm)
        let parts = realm.split(separator: ":").map(String.init)
        #expect(plan.credentials.map(\.authority) == [parts[2]])
        #expect(plan.credentials.map(\.hosts) == [[parts[3]]])
        #expect(plan.credentials.map(\.credential.name.value) == ["scoring"])
    }

    @Test(arguments: [
        ("heart/jobs", [Diagnostic.Code.invalidScoringURI]),
        ("https://user:pw@\(azure)/jobs", [.invalidScoringURI]),
        ("https://\(azure)/jobs#x", [.invalidScoringURI]),
        ("https://hëart.eastus2.inference.ml.azure.com/jobs", [.invalidScoringURI]),
        ("https://\(azure).evil.org/jobs", [.hostNotAllowed]),
        ("https://inference.ml.azure.com/jobs", [.hostNotAllowed]),
        ("https://evilinference.ml.azure.com/jobs", [.hostNotAllowed]),
        ("https://x-inference.ml.azure.com/jobs", [.hostNotAllowed]),
        ("https://a.usgovvirginia.inference.ml.azure.us/jobs", [.hostNotAllowed]),
        ("http://\(azure)/jobs", [.httpsRequired]),
        ("https://\(azure):8443/jobs", [.unexpectedAddressPart]),
        ("https://\(azure):443/jobs", [.unexpectedAddressPart]),
        ("https://\(azure)/jobs/", [.unexpectedAddressPart]),
        ("https://\(azure)/jobs?x=1", [.unexpectedAddressPart]),
        ("https://\(azure)/Jobs", [.unexpectedAddressPart]),
        (
            "http://evil.org:80/x?y",
            // Not its port and path: whoever allows the host allows those.
            [.unexpectedAddressPart, .hostNotAllowed, .httpsRequired]
        ),
        ("http://localhost:8080/jobs", [.reservedHost]),
        ("https://x.localhost/jobs", [.reservedHost]),
        ("https://127.0.0.1/jobs", [.reservedHost]),
        ("https://[::1]/jobs", [.reservedHost]),
        ("https://169.254.169.254/jobs", [.reservedHost]),
        ("https://169.254.7.7/jobs", [.reservedHost]),
        ("https://[fe80::1]/jobs", [.reservedHost]),
        ("https://metadata.google.internal/jobs", [.reservedHost]),
        ("https://168.63.129.16/jobs", [.reservedHost]),
        ("https://10.0.0.1/jobs", [.hostNotAllowed]),
    ])
    func refuses(_ uri: String, _ codes: [Diagnostic.Code]) throws {
        // A rehearsal has the same rules: it plays the real hosts.
        for realm in [RealmContext.cloud, .emulator(id: "lab")] {
            var planning = Planning(scoringURI: uri)
            planning.realm = realm
            let (plan, problems) = try planning.attempt()
            #expect(plan == nil)
            #expect(problems.map(\.code) == codes)
            #expect(problems.allSatisfy { $0.primary != nil })
        }
    }

    @Test(arguments: [
        ("https://batch.example.org/v2/score", "batch.example.org", true),
        ("https://batch.example.org:8443/jobs", "batch.example.org:8443", true),
        ("https://batch.example.org:8443/jobs", "batch.example.org", false),
        ("https://batch.example.org/jobs", "batch.example.org:8443", false),
        ("https://batch.example.org:443/jobs", "batch.example.org", true),
        ("https://other.example.org/jobs", "batch.example.org", false),
        ("http://batch.example.org/jobs", "batch.example.org", false),
        ("http://batch.example.org:8080/jobs", "batch.example.org:8080", false),
        ("http://localhost:8080/jobs", "localhost:8080", true),
        ("http://127.0.0.1:8080/jobs", "127.0.0.1:8080", true),
        ("http://[::1]:8080/jobs", "[::1]:8080", true),
        ("http://localhost:8080/jobs", "localhost:8081", false),
        ("https://169.254.169.254/jobs", "169.254.169.254", true),
        ("http://169.254.169.254/jobs", "169.254.169.254:80", false),
        ("http://localhost:8080/jobs?x=1", "localhost:8080", false),
    ])
    func allowsWhatTheOperatorAllows(_ uri: String, _ host: String, _ isAllowed: Bool) throws {
        var planning = Planning(scoringURI: uri)
        planning.allowedHosts = [host]
        #expect((try planning.attempt().plan != nil) == isAllowed)
    }

    @Test(arguments: [
        "", "https://localhost", "localhost/jobs", "*.example.org", "a b", "localhost:x", "user@host", "h?q",
        "h#f",
    ])
    func refusesMalformedAllowances(_ value: String) {
        var problems: [Diagnostic] = []
        _ = HostAllowance([value], into: &problems)
        #expect(problems.map(\.code) == [.malformedHostAllowance])
    }

    @Test(
        arguments: [
            ("login.microsoftonline.com", nil, true), ("LOGIN.MICROSOFTONLINE.COM", nil, true),
            ("https://login.microsoftonline.com", nil, true), ("login.windows.net", nil, true),
            ("login.microsoftonline.us", nil, false), ("login.evil.org", nil, false),
            ("login.microsoftonline.com.evil.org", nil, false),
            ("login.microsoftonline.com:8443", nil, false),
            ("http://login.microsoftonline.com", nil, false),
            ("login.microsoftonline.com/common", nil, false),
            ("login.evil.org", "login.evil.org", true), ("localhost:8443", "localhost:8443", true),
            ("http://localhost:8080", "localhost:8080", false), ("", nil, false),
        ] as [(String, String?, Bool)]
    )
    func sendsSecretsToTheCloudsAuthoritiesOnly(_ host: String, _ allowed: String?, _ isAllowed: Bool) throws
    {
        var planning = Planning(
            scoringURI: "https://\(Self.azure)/jobs",
            credential: "authorityHost: '\(host)'"
        )
        planning.allowedHosts = allowed.map { [$0] } ?? []
        let (plan, problems) = try planning.attempt()
        #expect((plan != nil) == isAllowed)
        #expect(problems.map(\.code) == (isAllowed ? [] : [.authorityNotAllowed]))
    }

    @Test func saysWhichCloudAnEndpointIsIn() throws {
        let planning = Planning(scoringURI: "https://a.usgovvirginia.inference.ml.azure.us/jobs")
        let problem = try #require(try planning.attempt().problems.first)
        #expect(problem.help == "if this is the right endpoint, give the credential `cloud: usGovernment`")
    }
}
