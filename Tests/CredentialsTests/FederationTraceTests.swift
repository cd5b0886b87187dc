import Credentials
import Diagnostics
import HTTPExchange
import HTTPTypes
import JSONValues
import RunnerTestSupport
import Secrets
import Testing

/// What Microsoft's own libraries sent for federated identities, recorded: `runner` sends the same.
///
/// Documented differences: `Accept` is always JSON, `client-request-id` has another name and value, no telemetry.
/// Better: the token file is read for every request and trimmed (``WorkloadIdentityTests``), and an issuer is asked for
/// every request (``PipelineIssuerTests``).
@Suite(.enabled(if: SharedReference.isPresent, "needs the recorded traces beside the package"))
struct FederationTraceTests {
    private static let federation = [
        "workload_identity_file", "workload_identity_rotation", "workload_identity_subject_case",
        "workload_identity_subject_mismatch", "github_actions_oidc", "azure_pipelines_ok",
        "azure_pipelines_bad_token", "azcli_sp_federated",
    ]

    static let names = federation.filter {
        (try? SharedReference.bytes("traces/identity/\($0).json")) != nil
    }

    @Test(arguments: names)
    func sendsWhatWasRecorded(name: String) async throws {
        let trace = try JSONReader().read(try SharedReference.bytes("traces/identity/\(name).json"))
        // `az` asks for the authority's description first, which nothing is taken from.
        let exchanges = try #require(trace["exchanges"]?.array).filter {
            $0["request"]?["path"]?.string?.hasSuffix("/openid-configuration") != true
        }
        var lab = FederationLab()
        for member in trace["environment"]?.members ?? [] {
            lab.environment[member.name] = member.value.string
        }
        let host = try #require(
            (trace["environment"]?["AZURE_AUTHORITY_HOST"] ?? trace["environment"]?["authority"])?.string
        )
        lab.authority = host
        // The mock stands for the server that the job is of.
        lab.environment["GITHUB_SERVER_URL"] = host
        lab.environment["SYSTEM_COLLECTIONURI"] = host
        lab.environment.merge(FederationLab.variables) { recorded, _ in recorded }
        var files: [String] = []
        for exchange in exchanges {
            let request = try #require(exchange["request"])
            if let assertion = Self.form(request)["client_assertion"] { files.append(assertion) }
        }
        switch name {
        case _ where name.hasPrefix("github"): lab.token = .gitHubActions
        case _ where name.hasPrefix("azure_pipelines"):
            lab.token = .azurePipelines(
                serviceConnectionID: .literal(
                    FederationLab.connection,
                    at: SourceSpan(file: "manifests/nightly.yaml", start: 30, end: 40)
                ),
                accessToken: nil
            )
            let bearer = try #require(exchanges.first?["request"]?["headers"]?.array).first {
                $0.array?.first?.string == "Authorization"
            }
            lab.environment["SYSTEM_ACCESSTOKEN"] =
                bearer?.array?.last?.string.map { String($0.dropFirst("Bearer ".count)) }
        default:
            lab.environment["AZURE_FEDERATED_TOKEN_FILE"] = FederationLab.tokenPath
            lab.files.add(FederationLab.tokenPath, try #require(files.first))
        }
        for exchange in exchanges { lab.transport.next(try EntraTraceTests.reply(exchange["response"])) }
        var problems: [Diagnostic] = []
        let prepared = lab.source(into: &problems)
        let source = try #require(prepared, "\(problems)")
        var index = 0
        while lab.transport.leftInLine > 0 {
            let before = lab.transport.requests.count
            let scope = Self.form(try #require(exchanges[min(before, exchanges.count - 1)]["request"]))[
                "scope"
            ]
            if name.hasPrefix("workload") {
                lab.files.add(FederationLab.tokenPath, files[index] + "\n")
                index += 1
            }
            do throws(Diagnostic) {
                _ = try await source.token(
                    for: scope.map { Audience(String($0.dropLast(9))) } ?? EntraLab.audience
                )
            } catch {
                try Self.expect(error, in: name)
            }
            try #require(lab.transport.requests.count > before)
        }
        #expect(lab.transport.requests.count == exchanges.count)
        for (sent, exchange) in zip(lab.transport.requests, exchanges) {
            try Self.expect(sent, isLike: try #require(exchange["request"]))
        }
    }

    private static func form(_ request: JSONValue) -> [String: String] {
        var form: [String: String] = [:]
        for field in request["form"]?.array ?? [] {
            if let name = field.array?.first?.string { form[name] = field.array?.last?.string }
        }
        return form
    }

    private static func expect(_ sent: OutgoingRequest, isLike recorded: JSONValue) throws {
        #expect(sent.method.rawValue == recorded["method"]?.string)
        #expect(sent.address.target == recorded["target"]?.string)
        // The library sends the file's line break along.
        var form = form(recorded).mapValues { String($0.split(separator: "\n").first ?? "") }
        // `az` asks for tokens that can be revoked early; `runner` does so once it was challenged.
        if form.removeValue(forKey: "client_info") != nil { form["claims"] = nil }
        #expect(sent.form == form)
        for header in try #require(recorded["headers"]?.array) {
            let name = try #require(header.array?.first?.string)
            guard ["Authorization", "Content-Type", "X-TFS-FedAuthRedirect"].contains(name) else { continue }
            #expect(sent.field(name) == header.array?.last?.string)
        }
    }

    private static func expect(_ failure: Diagnostic, in name: String) throws {
        switch name {
        case "workload_identity_subject_case":
            #expect(failure.message.contains("AADSTS7002138"))
            #expect(failure.message.contains("upper and lower case only"))
        case "workload_identity_subject_mismatch":
            #expect(failure.message.contains("AADSTS700213"))
            #expect(failure.notes.contains("the token's subject is `system:serviceaccount:ns:sa`"))
        case "azure_pipelines_bad_token":
            #expect(failure.code == .federatedTokenRefused)
            #expect(failure.help?.contains("SYSTEM_ACCESSTOKEN") == true)
        default: Issue.record("`\(name)` failed: \(failure)")
        }
    }

    @Test func someTracesAreThere() { #expect(Self.names.count >= 4) }
}
