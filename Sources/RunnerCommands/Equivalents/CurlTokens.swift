import HTTPExchange
import Manifests
import Plans

/// The tokens of a script, each asked for before it is used first.
struct CurlTokens {
    let plan: EquivalentPlan
    private var names: [Key: String] = [:]
    private var isWanted: Set<String> = []

    private struct Key: Hashable {
        let credential: String
        let audience: Audience
    }

    init(plan: EquivalentPlan) { self.plan = plan }

    /// The variable with a token, and the lines that fill it where none has before.
    ///
    /// - Parameters:
    ///   - credential: The credential's name.
    ///   - audience: What the token is for.
    ///   - wanted: What the variable is called where that is free.
    /// - Returns: Both.
    mutating func token(
        of credential: String,
        for audience: Audience,
        called wanted: String
    ) -> (name: String, lines: [String]) {
        let key = Key(credential: credential, audience: audience)
        if let known = names[key] { return (known, []) }
        var name = plan.names.free(wanted)
        var number = 1
        while names.values.contains(name) {
            number += 1
            name = plan.names.free("\(wanted)_\(number)")
        }
        names[key] = name
        guard let use = plan.plan.credentials.first(where: { $0.credential.name.value == credential }) else {
            return (name, ShellText.wanted(name, "a token of \(credential) for \(audience)"))
        }
        let known = EquivalentCredential(use: use, names: plan.names)
        var lines = ["", ShellText.comment("a token of \(credential) for \(audience)")]
        let source = CurlTokenRequest(credential: known, audience: audience)
        guard let command = source.command else {
            return (
                name, lines + [ShellText.comment("  \(source.why)")] + ShellText.wanted(name, "the token")
            )
        }
        for (variable, meaning) in source.variables where isWanted.insert(variable).inserted {
            lines += ShellText.wanted(variable, meaning)
        }
        return (name, lines + ["\(name)=$(\(command))"])
    }
}

/// The request for one token.
struct CurlTokenRequest {
    let credential: EquivalentCredential
    let audience: Audience

    /// Why there is no command.
    var why: String {
        switch credential.use.credential.kind {
        case .azureServicePrincipal:
            "curl cannot sign with a certificate: get one with az account get-access-token"
        case .azureWorkloadIdentity: "another issuer is asked first: get one with az account get-access-token"
        default: "get one with az account get-access-token"
        }
    }

    /// The variables that it takes.
    var variables: [(name: String, meaning: String)] {
        switch credential.use.credential.kind {
        case .azureEnvironment:
            ["AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET"].map {
                ($0, "of \(credential.name)")
            }
        case .azureWorkloadIdentity(let identity):
            credential.variables
                + (identity.token.isOfVariable ? [("AZURE_FEDERATED_TOKEN_FILE", "a file with a token")] : [])
        default: credential.variables
        }
    }

    /// The command that writes the token; `nil` where curl cannot get one.
    var command: String? {
        switch credential.use.credential.kind {
        case .azureServicePrincipal(let principal):
            guard case .secret(let secret) = principal.proof,
                let value = ShellText.word(credential.value(secret))
            else { return nil }
            return entra(
                tenant: credential.value(principal.tenantID),
                client: credential.value(principal.clientID),
                isFirst: principal.tokenEndpoint == .v1,
                proof: ["--data-urlencode client_secret@-"],
                input: "printf %s \(value)"
            )
        case .azureEnvironment(let environment):
            return entra(
                tenant: .hole("AZURE_TENANT_ID"),
                client: .hole("AZURE_CLIENT_ID"),
                isFirst: environment.tokenEndpoint == .v1,
                proof: ["--data-urlencode client_secret@-"],
                input: "printf %s \"$AZURE_CLIENT_SECRET\""
            )
        case .azureWorkloadIdentity(let identity):
            guard case .file(let reference) = identity.token else { return nil }
            let value = reference.flatMap { ShellText.word(credential.value($0)) }
            return entra(
                tenant: credential.value(identity.tenantID),
                client: credential.value(identity.clientID),
                isFirst: false,
                proof: [
                    "--data-urlencode client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                    "--data-urlencode client_assertion@-",
                ],
                input: "printf %s \(value ?? "\"$(<\"$AZURE_FEDERATED_TOKEN_FILE\")\"")"
            )
        case .azureManagedIdentity(let identity): return metadata(identity)
        case .azureCLI(let sign): return az(sign)
        }
    }

    private func entra(
        tenant: ShellValue,
        client: ShellValue,
        isFirst: Bool,
        proof: [String],
        input: String
    ) -> String? {
        let path = ShellValue(isFirst ? "/oauth2/token" : "/oauth2/v2.0/token")
        let scope = isFirst ? "resource=\(audience.value)" : "scope=\(audience.value)/.default"
        guard let url = ShellText.word(ShellValue("https://\(credential.use.authority)/") + tenant + path),
            let clientID = ShellText.word(ShellValue("client_id=") + client),
            let purpose = ShellText.word(scope)
        else { return nil }
        let options =
            [
                "--request POST", "--header 'Content-Type: application/x-www-form-urlencoded'",
                "--header 'Accept: application/json'", "--header \"client-request-id: $(new_id)\"",
                "--data-urlencode grant_type=client_credentials", "--data-urlencode \(clientID)",
            ] + proof + ["--data-urlencode \(purpose)", url]
        return "\(input) | request " + options.joined(separator: " \\\n  ") + " | member access_token"
    }

    /// The metadata service of virtual machines; other places of Azure have services of their own.
    private func metadata(_ identity: Credential.AzureManagedIdentity) -> String? {
        guard [.auto, .imds].contains(identity.source) else { return nil }
        var options = [
            "--get --header 'Metadata: true' --noproxy '*'", "--data-urlencode api-version=2018-02-01",
            "--data-urlencode resource=\(audience.value)",
        ]
        let chosen: (String, Credential.ValueSource)? =
            switch identity.selector {
            case .systemAssigned: nil
            case .clientID(let id): ("client_id", id)
            case .objectID(let id): ("object_id", id)
            case .resourceID(let id): ("msi_res_id", id)
            }
        if let (name, source) = chosen {
            guard let word = ShellText.word(ShellValue(name + "=") + credential.value(source)) else {
                return nil
            }
            options.append("--data-urlencode \(word)")
        }
        options.append("http://169.254.169.254/metadata/identity/oauth2/token")
        return "request " + options.joined(separator: " \\\n  ") + " | member access_token"
    }

    private func az(_ sign: Credential.AzureCLI) -> String? {
        var words =
            "az account get-access-token --output tsv --query accessToken --resource \(audience.value)"
        for (option, source) in [("--tenant", sign.tenantID), ("--subscription", sign.subscriptionID)] {
            guard let source else { continue }
            let value = credential.value(source)
            guard value.beginning.utf8.first != UInt8(ascii: "@"), let word = ShellText.word(value) else {
                return nil
            }
            words += " \(option)=\(word)"
        }
        return words
    }
}

extension Credential.AzureWorkloadIdentity.FederatedToken {
    /// Whether the token's file is named by Azure's own variable.
    fileprivate var isOfVariable: Bool {
        guard case .file(nil) = self else { return false }
        return true
    }
}
