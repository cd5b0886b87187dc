import Diagnostics
import Host
import JSONValues
import RunnerTestSupport
import Testing

/// Commands through a proxy, with an authority of its own, to hosts under their real names.
@Suite(.enabled(if: ThrowAwayAuthority.canBeMade, "needs openssl to make certificates"))
struct NetworkRehearsalTests {
    @Test func appliesThroughAProxyThatSeesNothing() async throws {
        try await Workplace.with { workplace in
            try await PlayedCloud.with(workplace) { cloud in
                let outcome = await workplace.run(
                    [
                        "apply", workplace.manifest, "--ledger", workplace.ledger, "--ca-file",
                        cloud.authorities,
                    ],
                    environment: cloud.environment
                )
                #expect(outcome.status == .success, "\(outcome.error)")
                #expect(outcome.output.contains("succeeded, attempt 1 as batchjob-"))
                #expect(cloud.tunnels == Set(PlayedCloud.hosts.map { $0 + ":443" }))
                let clear = cloud.proxy.heads.filter { $0.hasPrefix("CONNECT ") }.joined()
                #expect(clear.lowercased().contains("proxy-authorization: basic "))
                #expect(!clear.lowercased().contains("bearer") && !clear.contains("eyJ"))
                let shown = outcome.output + outcome.error
                #expect(!shown.contains(PlayedCloud.password) && !shown.contains(Workplace.secret))
                let ledger = try SystemFileSystem().read(workplace.ledger, limit: 64 << 20)
                #expect(!ledger.contains(Array(PlayedCloud.password.utf8)))
            }
        }
    }

    /// What names the authority, and whether it is believed then.
    @Test(arguments: ["--ca-file", "RUNNER_CA_FILE", "SSL_CERT_FILE", "SSL_CERT_DIR", "nothing"])
    func believesAuthoritiesThatAreNamed(how: String) async throws {
        try await Workplace.with { workplace in
            try await PlayedCloud.with(workplace) { cloud in
                var environment = cloud.environment
                var arguments = ["credentials", "check", workplace.manifest]
                switch how {
                case "--ca-file": arguments += [how, cloud.authorities]
                case "SSL_CERT_DIR": environment[how] = workplace.folder
                case "nothing": break
                default: environment[how] = cloud.authorities
                }
                let outcome = await workplace.run(arguments, environment: environment)
                guard how == "nothing" else {
                    #expect(outcome.status == .success, "\(outcome.error)")
                    #expect(outcome.output.contains("POST login.microsoftonline.com/"))
                    return
                }
                #expect(outcome.status == .missingConfiguration, "\(outcome.error)")
                #expect(outcome.error.contains("RN0425"))
                #expect(outcome.error.contains("`--ca-file`"))
                #expect(flat(outcome.output).contains("→ the certificate is not believed ("))
                // Once is enough, and nothing of the program's sources is shown.
                #expect(outcome.output.split(separator: "  called ").count == 2, "\(outcome.output)")
                #expect(!(outcome.output + outcome.error).contains("SSL"))
                #expect(!(outcome.output + outcome.error).contains("eyJ"))
            }
        }
    }

    @Test func theDoctorFindsEveryStepFine() async throws {
        try await Workplace.with { workplace in
            try await PlayedCloud.with(workplace) { cloud in
                let outcome = await workplace.run(
                    ["doctor", workplace.manifest, "--ca-file", cloud.authorities, "--format", "json"],
                    environment: cloud.environment
                )
                #expect(outcome.status == .success, "\(outcome.output)\(outcome.error)")
                let checks = try JSONReader().read(Array(outcome.output.utf8))["checks"]?.array ?? []
                for subject in [
                    "login.microsoftonline.com (sign-in)", "heart.eastus2.inference.ml.azure.com (endpoint)",
                ] {
                    let found = checks.filter { $0["subject"]?.string == subject }
                    #expect(
                        found.map { $0["name"]?.string } == ["dns", "tcp", "proxy", "tls", "clock"],
                        "\(subject)"
                    )
                }
                // The certificate was made for two days.
                #expect(
                    checks.allSatisfy {
                        $0["grade"]?.string == ($0["name"]?.string == "tls" ? "warn" : "ok")
                    },
                    "\(outcome.output)"
                )
                let token = checks.last
                #expect(token?["subject"]?.string == "credentials.scoring (azure-service-principal)")
                #expect(token?["name"]?.string == "token")
                #expect(!outcome.output.contains(PlayedCloud.password) && !outcome.output.contains("eyJ"))
            }
        }
    }

    @Test func theDoctorTellsTLSFromTheToken() async throws {
        try await Workplace.with { workplace in
            try await PlayedCloud.with(workplace) { cloud in
                let command = ["doctor", workplace.manifest]
                let distrustful = await workplace.run(command, environment: cloud.environment)
                #expect(distrustful.status == .missingConfiguration, "\(distrustful.output)")
                #expect(
                    flat(distrustful.output).contains("signed by CN=throw-away authority, valid now"),
                    "\(distrustful.output)"
                )
                #expect(distrustful.output.contains("fail  tls"))
                #expect(distrustful.output.contains("`--ca-file`"))
                #expect(distrustful.output.contains("ok    proxy"))
                #expect(distrustful.output.contains("skip  token"))
                var environment = cloud.environment
                environment["AZURE_CLIENT_SECRET"] = "marked~wrong-secret"
                let refused = await workplace.run(
                    command + ["--ca-file", cloud.authorities],
                    environment: environment
                )
                #expect(refused.status == .denied, "\(refused.output)")
                #expect(!refused.output.contains("fail  tls") && refused.output.contains("fail  token"))
                #expect(refused.output.contains("AADSTS7000215"))
                #expect(!refused.output.contains("marked~wrong-secret"))
            }
        }
    }

    @Test(arguments: ["407 Who are you", "403 Forbidden", "502 Bad Gateway"])
    func theDoctorTellsTheProxyFromTheHost(refusal: String) async throws {
        try await Workplace.with { workplace in
            try await PlayedCloud.with(workplace, refusal: refusal) { cloud in
                let outcome = await workplace.run(
                    ["doctor", workplace.manifest],
                    environment: cloud.environment
                )
                #expect(outcome.output.contains("fail  proxy"), "\(outcome.output)")
                #expect(outcome.output.contains("(\(refusal.prefix(3)))"))
                #expect(outcome.output.contains("skip  tls"))
                #expect(outcome.output.contains("skip  token"))
                #expect(outcome.status == .missingConfiguration)
            }
        }
    }

    @Test func aCertificateForAnotherHostIsNotBelieved() async throws {
        try await Workplace.with { workplace in
            try await PlayedCloud.with(workplace, hosts: ["played.test"]) { cloud in
                let outcome = await workplace.run(
                    ["doctor", workplace.manifest, "--ca-file", cloud.authorities],
                    environment: cloud.environment
                )
                #expect(outcome.output.contains("fail  tls"), "\(outcome.output)")
                #expect(flat(outcome.output).contains("(it is another host's): for played.test, signed by"))
                #expect(cloud.proxy.heads.allSatisfy { !$0.contains("client_secret") })
            }
        }
    }

    /// A text without the line breaks of its table.
    private func flat(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
