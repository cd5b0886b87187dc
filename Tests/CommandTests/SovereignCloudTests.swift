import Diagnostics
import Host
import RunnerTestSupport
import Testing

/// The clouds beside the public one, the whole way: their own authority, their own audience, their own hosts.
@Suite struct SovereignCloudTests {
    struct Cloud: CustomTestStringConvertible, Sendable {
        let name: String
        let host: String
        let authority: String
        var testDescription: String { name }

        static let all = [
            Cloud(
                name: "usGovernment",
                host: "heart.usgovvirginia.inference.ml.azure.us",
                authority: "login.microsoftonline.us"
            ),
            Cloud(
                name: "china",
                host: "heart.chinaeast2.inference.ml.azure.cn",
                authority: "login.chinacloudapi.cn"
            ),
        ]
    }

    private static let publicHost = "heart.eastus2.inference.ml.azure.com"

    /// Puts the example, and what plays it, in another cloud.
    private static func move(_ workplace: Workplace, to cloud: Cloud, declared: Bool = true) throws {
        try workplace.edit(publicHost, cloud.host)
        if declared {
            try workplace.edit(
                "    type: azure-service-principal\n",
                "    type: azure-service-principal\n    cloud: \(cloud.name)\n"
            )
        }
        let played = try SystemFileSystem().read(workplace.emulator, limit: 1 << 20)
        try workplace.write(
            "emulator.yaml",
            String(decoding: played, as: UTF8.self).replacingOccurrences(publicHost, cloud.host)
        )
    }

    @Test(arguments: Cloud.all) func scoresThere(cloud: Cloud) async throws {
        try await Workplace.with { workplace in
            try Self.move(workplace, to: cloud)
            let outcome = await workplace.apply()
            #expect(outcome.status == .success, "\(outcome.error)")
            let token = "POST \(cloud.authority)/*/oauth2/v2.0/token 1"
            #expect(outcome.error.contains(token), "\(outcome.error)")
            #expect(outcome.error.contains("POST \(cloud.host)/jobs 1"), "\(outcome.error)")
            #expect(!outcome.error.contains("login.microsoftonline.com"))
        }
    }

    @Test(arguments: Cloud.all) func scoresThereAsTheMachine(cloud: Cloud) async throws {
        try await Workplace.with { workplace in
            try Self.move(workplace, to: cloud, declared: false)
            let manifest = try SystemFileSystem().read(workplace.manifest, limit: 1 << 20)
            let principal = """
                    type: azure-service-principal
                    tenantId: { env: AZURE_TENANT_ID }
                    clientId: { env: AZURE_CLIENT_ID }
                    clientSecret: { env: AZURE_CLIENT_SECRET }

                """
            let text = String(decoding: manifest, as: UTF8.self)
            let changed = text.replacingOccurrences(
                principal,
                "    type: azure-managed-identity\n    cloud: \(cloud.name)\n"
            )
            try #require(changed != text)
            try workplace.write("heart-disease.yaml", changed)
            let outcome = await workplace.apply()
            #expect(outcome.status == .success, "\(outcome.error)")
            #expect(outcome.error.contains("GET 169.254.169.254/metadata/identity/oauth2/token"))
            #expect(outcome.error.contains("POST \(cloud.host)/jobs 1"))
        }
    }

    /// A token of one cloud is never shown to another: refused before anything is asked for.
    @Test(arguments: Cloud.all) func theCloudOfTheCredentialDecides(cloud: Cloud) async throws {
        try await Workplace.with { workplace in
            try Self.move(workplace, to: cloud, declared: false)
            let outcome = await workplace.apply()
            #expect(outcome.status == .invalid, "\(outcome.error)")
            #expect(outcome.error.contains("error[RN0361]"))
            #expect(outcome.error.contains("give the credential `cloud: \(cloud.name)`"))
            #expect(!outcome.error.contains("POST"))
        }
    }
}
