import Diagnostics
import JSONValues
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// `runner doctor`: each step told apart, and no connection where none was asked for.
@Suite struct DoctorTests {
    /// The example with a machine's identity, which is asked for nowhere: the service is named and not there.
    private func onThisMachine(_ workplace: Workplace, port: Int) throws {
        try workplace.edit(
            "https://heart.eastus2.inference.ml.azure.com/jobs",
            "http://127.0.0.1:\(port)/jobs"
        )
        try workplace.edit("azure-service-principal", "azure-managed-identity")
        try workplace.edit("    tenantId: { env: AZURE_TENANT_ID }\n", "    source: appService\n")
        try workplace.edit("    clientId: { env: AZURE_CLIENT_ID }\n", "")
        try workplace.edit("    clientSecret: { env: AZURE_CLIENT_SECRET }\n", "")
    }

    @Test func looksAtTheMachineAlone() async throws {
        try await Workplace.with { workplace in
            let outcome = await workplace.run(["doctor", "--ledger", workplace.ledger], environment: [:])
            #expect(outcome.status == .success, "\(outcome.output)")
            for text in [
                "ok    program", "libyaml ", "PCRE2 ", "ok    proxy", "none", "ok    ledger", "clock",
            ] {
                #expect(outcome.output.contains(text), "\(text): \(outcome.output)")
            }
        }
    }

    @Test func showsProxiesWithoutTheirPasswords() async throws {
        try await Workplace.with { workplace in
            let proxy = [
                "HTTPS_PROXY": "http://user:marked-password@proxy.example:3128", "NO_PROXY": "a b,[x",
            ]
            let outcome = await workplace.run(["doctor"], environment: proxy)
            #expect(
                outcome.output.contains("http://proxy.example:3128 (HTTPS_PROXY), with user and password")
            )
            #expect(outcome.output.contains("warn  proxy"))
            #expect(!(outcome.output + outcome.error).contains("marked-password"))
            let wrong = ["HTTPS_PROXY": "https://user:marked-password@proxy.example:3128"]
            let refused = await workplace.run(["doctor", "-o", "json"], environment: wrong)
            #expect(refused.status == .missingConfiguration)
            #expect(!(refused.output + refused.error).contains("marked-password"))
            let value = try JSONReader().read(Array(refused.output.utf8))
            let check = value["checks"]?.array?.first { $0["name"]?.string == "proxy" }
            #expect(check?["grade"]?.string == "fail")
            #expect(value["exit"]?["name"]?.string == "missingConfiguration")
        }
    }

    @Test func saysWhenTheProxyIsNotThere() async throws {
        try await Workplace.with { workplace in
            let environment = ["HTTPS_PROXY": "http://127.0.0.1:9"]
            let outcome = await workplace.run(["doctor", workplace.manifest], environment: environment)
            // No secret is there either: the way to the hosts comes first.
            #expect(outcome.status == .tryLater, "\(outcome.output)")
            #expect(outcome.output.contains("no connection to the proxy"))
            #expect(outcome.output.contains("skip  tls"))
            #expect(outcome.output.contains("login.microsoftonline.com (sign-in)"))
            #expect(outcome.output.contains("heart.eastus2.inference.ml.azure.com (endpoint)"))
            #expect(outcome.error.contains("RN0401"))
        }
    }

    @Test func tellsConnectionsFromTokens() async throws {
        try await Workplace.with { workplace in
            try onThisMachine(workplace, port: 9)
            let outcome = await workplace.run(
                ["doctor", workplace.manifest, "--allow-host", "127.0.0.1:9"],
                environment: [:]
            )
            #expect(outcome.output.contains("ok    dns"), "\(outcome.output)\(outcome.error)")
            #expect(outcome.output.contains("fail  tcp"))
            #expect(outcome.output.contains("fail  token"))
            #expect(outcome.status == .tryLater)
        }
    }

    @Test func asksForNoTokenThatThePolicyForbids() async throws {
        try await TemporaryFolder.with { folder in
            try Workplace(folder: folder).write(
                "policy.yaml",
                "apiVersion: runner/v1\nkind: Policy\nmetadata: { name: p }\nhosts: { only: [] }\n"
            )
            try await Workplace.with { workplace in
                try onThisMachine(workplace, port: 9)
                let outcome = await workplace.run(
                    [
                        "doctor", workplace.manifest, "--allow-host", "127.0.0.1:9", "--policy",
                        folder + "/policy.yaml",
                    ],
                    environment: [:]
                )
                #expect(outcome.output.contains("blocked by the policy"), "\(outcome.output)\(outcome.error)")
                #expect(outcome.error.contains("RN0380"))
            }
        }
    }
}
