import Credentials
import Diagnostics
import Host
import HTTPExchange
import JSONValues
import Manifests
import Plans
import Secrets

/// Shows what came of asking for tokens, on standard output.
struct CredentialCheckView {
    let console: any Console
    /// The time, for how long tokens live.
    let now: Timestamp
    /// The texts that diagnostics point into.
    let sources: [SourceText]

    /// Shows.
    ///
    /// - Parameters:
    ///   - checks: What came of it.
    ///   - format: How.
    ///   - status: How the command ends.
    ///   - redactor: Takes secrets out of text.
    func show(
        _ checks: [CredentialCheck],
        format: OutputFormat,
        status: ExitStatus,
        redactor: RunRedactor
    ) {
        switch format {
        case .text:
            console.writeOutput(redactor.redact(checks.map(text).joined(separator: "\n")))
        case .json:
            let value = JSONValue.object([
                .init("format_version", "1.0"), .init("kind", "CredentialCheck"),
                .init("credentials", .array(checks.map { self.value($0, redactor) })),
                .init("exit", ExitJSON.value(status)),
            ])
            console.writeOutput(JSONWriter.text(value, .indented) + "\n")
        }
    }

    private func text(_ check: CredentialCheck) -> String {
        let claims = check.claims
        var rows: [[String]] = [
            ["audience", check.audience.value],
            ["source", sources(of: check).joined(separator: ", ")],
            ["asked as", check.identity ?? ""],
            ["tenant", claims?.tenantID ?? ""],
            ["client id", claims?.applicationID ?? ""],
            ["object id", claims?.objectID ?? ""],
            ["resource id", claims?.resourceID ?? ""],
            ["roles", claims?.roles.joined(separator: " ") ?? ""],
            ["scopes", claims?.scopes.joined(separator: " ") ?? ""],
        ]
        if let expires = check.expires {
            rows.append(["expires", "\(expires), in \(words(until: expires))"])
        }
        rows.append(["took", check.took.inSeconds])
        for call in check.calls { rows.append(["called", words(call)]) }
        let verdict = check.problem == nil ? "ok" : "failed"
        return "\(check.manifest) credentials.\(check.use.credential.name.value)"
            + " (\(check.use.credential.typeName)): \(verdict)\n"
            + HangingTable.text(rows.filter { !$0[1].isEmpty }, indent: 2)
    }

    /// Where each value of a credential comes from, such as `clientSecret {env: AZURE_CLIENT_SECRET}`.
    private func sources(of check: CredentialCheck) -> [String] {
        check.use.credential.references.map { reference in
            let field = reference.path.split(separator: ".").dropFirst(2).joined(separator: ".")
            return Sanitizer.line("\(field) \(reference.reference)", limit: 300)
        }
    }

    private func words(_ call: ObservedCall) -> String {
        let end = call.status.map(String.init) ?? call.failure ?? ""
        return Sanitizer.line(
            "\(call.method) \(call.host)\(call.path) → \(end), \(call.took.inSeconds)",
            limit: 400
        )
    }

    private func words(until moment: Timestamp) -> String {
        let seconds = max(0, (moment.milliseconds - now.milliseconds) / 1000)
        return seconds >= 7200
            ? "\(seconds / 3600) h" : seconds >= 120 ? "\(seconds / 60) min" : "\(seconds) s"
    }

    private func value(_ check: CredentialCheck, _ redactor: RunRedactor) -> JSONValue {
        let claims = check.claims
        func text(_ text: String?) -> JSONValue { text.map { .string(redactor.redact($0)) } ?? .null }
        func list(_ texts: [String]?) -> JSONValue {
            .array((texts ?? []).map { .string(redactor.redact($0)) })
        }
        return .object([
            .init("manifest", .string(check.manifest)),
            .init("name", .string(check.use.credential.name.value)),
            .init("type", .string(check.use.credential.typeName)),
            .init("ok", .bool(check.problem == nil)),
            .init("sources", list(sources(of: check))),
            .init("audience", .string(check.audience.value)),
            .init("asked_as", text(check.identity)),
            .init("token_audiences", list(claims?.audiences)),
            .init("issuer", text(claims?.issuer)),
            .init("tenant", text(claims?.tenantID)),
            .init("client_id", text(claims?.applicationID)),
            .init("object_id", text(claims?.objectID)),
            .init("resource_id", text(claims?.resourceID)),
            .init("roles", list(claims?.roles)),
            .init("scopes", list(claims?.scopes)),
            .init("expires", check.expires.map { .string($0.description) } ?? .null),
            .init("seconds", check.took.jsonSeconds),
            .init(
                "calls",
                .array(
                    check.calls.map { call in
                        .object([
                            .init("method", .string(call.method)),
                            .init("host", text(Sanitizer.line(call.host))),
                            .init("path", text(Sanitizer.line(call.path, limit: 500))),
                            .init("status", call.status.map { .number(JSONNumber($0)) } ?? .null),
                            .init("failure", text(call.failure.map { Sanitizer.line($0, limit: 300) })),
                            .init("seconds", call.took.jsonSeconds),
                        ])
                    }
                )
            ),
            .init(
                "diagnostics",
                DiagnosticsJSON(sources: sources).value(
                    for: [check.problem].compactMap { $0?.redacted(by: redactor) }
                )
            ),
        ])
    }
}

extension Duration {
    /// The length in seconds with three digits behind the point, such as `0.118 s`.
    var inSeconds: String { thousandths + " s" }

    /// The length in seconds, for JSON.
    var jsonSeconds: JSONValue {
        .number(JSONNumber(text: thousandths))
    }

    private var thousandths: String {
        let (seconds, attoseconds) = components
        let digits = String(max(0, attoseconds) / 1_000_000_000_000_000)
        return "\(max(0, seconds))." + String(repeating: "0", count: 3 - digits.count) + digits
    }
}
