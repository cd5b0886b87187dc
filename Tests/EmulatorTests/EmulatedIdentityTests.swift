import Emulator
import HTTPExchange
import HTTPTypes
import Host
import JSONValues
import RunnerTestSupport
import Testing
import Transport

/// The metadata service and App Service's endpoint, as strict as the real ones.
@Suite struct EmulatedIdentityTests {
    static let client = "33333333-3333-4333-8333-333333333333"
    static let object = "44444444-4444-4444-8444-444444444444"
    static let resource =
        "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/u"
    static let system = """
          machine: { clientId: 66666666-6666-4666-8666-666666666666, objectId: 77777777-7777-4777-8777-777777777777 }

        """
    static let user = "  u: { clientId: \(client), objectId: \(object), resourceId: \(resource) }\n"
    static let other = """
          v: { clientId: 88888888-8888-4888-8888-888888888888, objectId: 99999999-9999-4999-8999-999999999999,
               resourceId: /subscriptions/s/v }

        """
    static let audience = "https%3A%2F%2Fml.azure.com"
    static let question =
        "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=\(audience)"
    static let appService = "http://169.254.130.4:8081/msi/token?api-version=2019-08-01&resource=\(audience)"

    private func with(
        _ identities: String,
        environment: String = "",
        _ body: @Sendable (Workbench) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            try Workbench.write(["code/score.py": Workbench.namesScript, "data/a.csv": "1"], into: folder)
            let document =
                Workbench.document(deployment: "") + "\nmanagedIdentities:\n" + identities + environment
            try await Workbench.with(document, folder: folder, body)
        }
    }

    private func ask(
        _ workbench: Workbench,
        _ address: String,
        fields: [String: String] = ["Metadata": "true"],
        method: HTTPRequest.Method = .get
    ) async throws -> Workbench.Answer {
        var request = OutgoingRequest(method: method, address: try .parse(address), reach: .machine)
        for (name, value) in fields { request.fields[try #require(HTTPField.Name(name))] = value }
        let answer = try await workbench.transport.send(request, timeout: .seconds(300))
        let text = String(decoding: answer.body, as: UTF8.self)
        return .init(
            status: answer.status,
            fields: answer.fields,
            body: try JSONReader().read(answer.body),
            text: text
        )
    }

    @Test(arguments: [
        ("", "66666666-6666-4666-8666-666666666666"), ("&client_id=\(client)", client),
        ("&object_id=\(object)", client),
        ("&msi_res_id=\(resource)", client), ("&mi_res_id=\(resource)", client),
        ("&client_id=", "66666666-6666-4666-8666-666666666666"),
    ])
    func theMetadataServiceGivesTokens(selector: String, client: String) async throws {
        try await with(Self.system + Self.user) { workbench in
            let answer = try await ask(workbench, Self.question + selector)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.body["client_id"]?.string == client)
            #expect(answer.body["expires_in"]?.string == "3600")
            #expect(answer.body["token_type"]?.string == "Bearer")
            let token = try #require(answer.body["access_token"]?.string)
            #expect(try await workbench.submit(token: token).status == 201)
        }
    }

    @Test(
        arguments: [
            (question, [:], 400, "bad_request_102"),
            (question, ["Metadata": "false"], 400, "bad_request_102"),
            (question, ["Metadata": "true", "X-Forwarded-For": "10.0.0.1"], 400, "bad_request_102"),
            (
                question + "&client_id=99999999-9999-4999-8999-999999999999", ["Metadata": "true"], 400,
                "invalid_request"
            ),
            (
                question + "&client_id=\(client)&object_id=\(object)", ["Metadata": "true"], 400,
                "invalid_request"
            ),
            (question + "&resource=x", ["Metadata": "true"], 400, "invalid_request"),
            (
                "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01",
                ["Metadata": "true"], 400,
                "invalid_request"
            ),
            (
                "http://169.254.169.254/metadata/identity/oauth2/token?resource=\(audience)",
                ["Metadata": "true"], 400,
                "invalid_request"
            ),
            (
                "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://x.example",
                ["Metadata": "true"], 400, "invalid_resource"
            ),
            ("http://169.254.169.254/metadata/instance", ["Metadata": "true"], 404, "not_found"),
        ] as [(String, [String: String], Int, String)]
    )
    func theMetadataServiceRefuses(address: String, fields: [String: String], status: Int, error: String)
        async throws
    {
        try await with(Self.system) { workbench in
            let answer = try await ask(workbench, address, fields: fields)
            #expect(answer.status == status)
            #expect(answer.body["error"]?.string == error)
            #expect(!answer.text.contains("access_token"))
        }
    }

    @Test func itTakesNoPOST() async throws {
        try await with(Self.system) { workbench in
            let answer = try await ask(workbench, Self.question, method: .post)
            #expect(answer.status == 405)
        }
    }

    @Test func theOnlyUserAssignedIdentityAnswersForTheSystemAssignedOne() async throws {
        try await with(Self.user) { workbench in
            let answer = try await ask(workbench, Self.question)
            #expect(answer.body["client_id"]?.string == Self.client)
        }
        try await with(Self.user + Self.other) { workbench in
            let answer = try await ask(workbench, Self.question)
            #expect(answer.status == 400)
            #expect(answer.text.contains("Multiple user assigned identities exist"))
        }
    }

    // MARK: - App Service

    private static let variables = """
        environment:
          IDENTITY_ENDPOINT: http://169.254.130.4:8081/msi/token
          IDENTITY_HEADER: fake-identity-header

        """

    @Test(arguments: [
        ("", "66666666-6666-4666-8666-666666666666"), ("&client_id=\(client)", client),
        ("&object_id=\(object)", client),
        ("&principal_id=\(object)", client), ("&mi_res_id=\(resource)", client),
    ])
    func appServiceGivesTokens(selector: String, client: String) async throws {
        try await with(Self.system + Self.user, environment: Self.variables) { workbench in
            let fields = ["X-IDENTITY-HEADER": "fake-identity-header"]
            let answer = try await ask(workbench, Self.appService + selector, fields: fields)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.body["client_id"]?.string == client)
            #expect(answer.body["expires_in"] == nil && answer.body["expires_on"]?.string != nil)
        }
    }

    @Test(arguments: [
        (appService, "", 401), (appService, "wrong", 401),
        (appService + "&client_id=99999999-9999-4999-8999-999999999999", "fake-identity-header", 400),
        (
            "http://169.254.130.4:8081/msi/token?api-version=2017-09-01&resource=\(audience)",
            "fake-identity-header", 400
        ),
        ("http://169.254.130.4:8081/msi/token?api-version=2019-08-01", "fake-identity-header", 400),
        ("http://169.254.130.4:8081/elsewhere", "fake-identity-header", 404),
    ])
    func appServiceRefuses(address: String, header: String, status: Int) async throws {
        try await with(Self.system, environment: Self.variables) { workbench in
            let answer = try await ask(workbench, address, fields: ["X-IDENTITY-HEADER": header])
            #expect(answer.status == status)
            #expect(!answer.text.contains("access_token"))
        }
    }

    @Test func withoutIdentitiesNobodyPlaysThem() async throws {
        try await Workbench.with { workbench in
            #expect(!workbench.running.address.hosts.contains("169.254.169.254"))
        }
    }

    // MARK: - As recorded

    /// What Microsoft's library sent, and what an independent server answered: the same status and the same members.
    @Test(
        .enabled(if: SharedReference.isPresent, "needs the recorded traces beside the package"),
        arguments: [
            "imds_user_client_id", "imds_user_object_id", "imds_identity_not_found",
            "imds_resource_not_found",
            "chain_imds_probe", "appservice_system_ok", "appservice_user_client_id",
            "appservice_user_resource_id",
            "appservice_identity_not_found",
        ].filter { (try? SharedReference.bytes("traces/identity/\($0).json")) != nil }
    )
    func answersAsRecorded(name: String) async throws {
        let trace = try JSONReader().read(try SharedReference.bytes("traces/identity/\(name).json"))
        let resource =
            "/subscriptions/55555555-5555-4555-8555-555555555555/resourceGroups/rg-fake/providers/"
            + "Microsoft.ManagedIdentity/userAssignedIdentities/uami-fake"
        let user = "  u: { clientId: \(Self.client), objectId: \(Self.object), resourceId: \(resource) }\n"
        let variables = Self.variables.replacing("fake-identity-header", "fake-msi-secret")
        try await with(Self.system + user, environment: variables) { workbench in
            for exchange in try #require(trace["exchanges"]?.array) {
                let request = try #require(exchange["request"])
                let base =
                    name.hasPrefix("imds") || name.hasPrefix("chain")
                    ? "169.254.169.254" : "169.254.130.4:8081"
                var fields: [String: String] = [:]
                for pair in request["headers"]?.array ?? [] {
                    let field = pair.array?.first?.string ?? ""
                    if ["Metadata", "X-IDENTITY-HEADER"].contains(field) {
                        fields[field] = pair.array?.last?.string
                    }
                }
                let target = try #require(request["target"]?.string)
                let answer = try await ask(workbench, "http://" + base + target, fields: fields)
                let recorded = try #require(exchange["response"])
                let body = try JSONReader().read(Array(try #require(recorded["body"]?.string).utf8))
                #expect(answer.status == recorded["status"]?.integer, "\(answer.text)")
                let missing = Set((body.members ?? []).map(\.name)).subtracting(
                    (answer.body.members ?? []).map(\.name)
                )
                #expect(missing.isSubset(of: ["error_codes"]), "\(answer.text)")
                for member in ["client_id", "error", "resource", "token_type", "statusCode"] {
                    #expect(answer.body[member] == body[member], "\(member)")
                }
            }
        }
    }
}

extension String {
    fileprivate func replacing(_ old: String, _ new: String) -> String {
        split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
    }
}
