import HTTPExchange
import Manifests
import Plans

/// Plans as requests by curl.
struct CurlScript {
    let plans: [EquivalentPlan]

    /// The script, of bash.
    var text: String {
        var lines = [
            "#!/usr/bin/env bash",
            "# What apply would send, request for request, by curl: to compare, line by line.",
            "# No record is kept: run again without its attempt's key, a request makes another job.",
            "set -euo pipefail",
            "",
            "# Nothing of curl's own: no configuration, no header, no redirect; tokens stand on no command line.",
            "request() {",
            "  curl --disable --globoff --path-as-is --silent --show-error --fail-with-body \\",
            "    --header 'User-Agent:' --header 'Expect:' --header 'Accept-Encoding: identity' \"$@\"",
            "}",
        ]
        lines += [
            "new_id() { cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen; }",
            "member() {",
            "  python3 -c 'import json, sys",
            "value = json.load(sys.stdin)",
            "for name in sys.argv[1:]: value = (value or {}).get(name)",
            "print(value or \"\")' \"$@\"",
            "}",
        ]
        for plan in plans { lines += self.lines(for: plan) }
        return lines.map { $0 + "\n" }.joined()
    }

    private func lines(for plan: EquivalentPlan) -> [String] {
        var lines: [String] = []
        for (name, meaning) in plan.blanks { lines += ShellText.wanted(name, meaning) }
        var tokens = CurlTokens(plan: plan)
        var places: [AzureMLNamedEndpoint: Int] = [:]
        for (address, why) in plan.others { lines += ["", ShellText.comment("\(address): \(why)")] }
        for job in plan.jobs {
            let submission = job.job.submission
            let engine = Composition.engine(for: submission.target)
            if let named = job.named, named.place == nil, places[named] == nil {
                places[named] = places.count + 1
                let audience = engine.managementAudience(for: submission.target)
                let variables = Variables(places.count, plan.names)
                if let audience, named.metadata == nil {
                    let (token, asked) = tokens.token(
                        of: submission.credential,
                        for: audience,
                        called: "MANAGER_TOKEN"
                    )
                    lines += asked + look(up: named, with: token, into: variables)
                } else {
                    // The cloud describes itself, and that is read by `apply` alone.
                    lines += [""] + ShellText.wanted(variables.uri, "the scoring URI of \(named.name)")
                    lines.append("\(variables.deployment)=")
                }
            }
            let audience = engine.audience(for: submission.target)
            let (token, asked) = tokens.token(of: submission.credential, for: audience, called: "TOKEN")
            let variables = job.named.flatMap { places[$0] }.map { Variables($0, plan.names) }
            lines += asked + self.lines(for: job, with: token, lookedUpIn: variables)
        }
        return lines
    }

    /// Looks an endpoint up as `apply` does, and lets a token go to no host that `apply` would not let it go to.
    private func look(
        up named: AzureMLNamedEndpoint,
        with token: String,
        into variables: Variables
    ) -> [String] {
        let inquiry = Composition.engine(for: .azureMLNamed(named, deployment: nil))
            .location(of: .azureMLNamed(named, deployment: nil))
        guard var inquiry, case .send(let request, _) = inquiry.next(nil),
            let url = ShellText.word(request.address.description)
        else { return [] }
        let (answer, uri, deployment) = (variables.answer, variables.uri, variables.deployment)
        let suffix = named.rules.cloud.inferenceSuffix.split(separator: ".").joined(separator: "\\.")
        return [
            "", ShellText.comment("the endpoint \(named.name)"),
            "\(answer)=$(request --header 'Accept: application/json' \\",
            "  --header @<(printf 'Authorization: Bearer %s\\n' \"$\(token)\") \\",
            "  \(url))",
            "\(uri)=$(member properties scoringUri <<<\"$\(answer)\")",
            "\(deployment)=$(member properties defaults deploymentName <<<\"$\(answer)\")",
            "[[ $\(uri) =~ ^https://[A-Za-z0-9.-]+\\.\(suffix)/jobs$ ]]",
        ]
    }

    private func lines(
        for job: EquivalentJob,
        with token: String,
        lookedUpIn variables: Variables?
    ) -> [String] {
        var lines = ["", ShellText.comment("\(job.address): \(DecisionWording(job.job).headline)")]
        lines += job.remarks.map { ShellText.comment("  not done by curl: \($0)") }
        let url = variables.map { "\"$\($0.uri)\"" } ?? ShellText.word(job.url)
        guard let url, let body = ShellText.word(job.body) else {
            return lines + [ShellText.comment("  cannot be said to curl")]
        }
        var options = ["--request POST", "--header @<(printf 'Authorization: Bearer %s\\n' \"$\(token)\")"]
        for (name, value) in job.fields {
            // An empty field has a semicolon: with a colon curl would leave it out.
            let field = value.parts.isEmpty ? ShellValue(name + ";") : ShellValue(name + ": ") + value
            options.append("--header " + (ShellText.word(field) ?? "''"))
        }
        if let name = variables?.deployment, job.deployment == nil {
            options.append("${\(name):+--header \"azureml-model-deployment: $\(name)\"}")
        }
        if let key = job.key {
            options.append("--header 'repeatability_request-id: \(key)'")
        } else {
            lines.append(
                ShellText.comment("  the attempt's key takes the ledger's name: --ledger FILE says it")
            )
            options.append("--header \"repeatability_request-id: $(new_id)\"")
        }
        // One argument may have 128 KiB.
        options.append(
            body.utf8.count < 100_000 ? "--data-binary \(body)" : "--data-binary @<(printf %s \(body))"
        )
        lines.append("request " + options.joined(separator: " \\\n  ") + " \\\n  \(url)")
        lines.append("echo")
        return lines
    }

    /// What an endpoint that is looked up is kept in.
    private struct Variables {
        let answer: String
        let uri: String
        let deployment: String

        init(_ number: Int, _ names: ScriptNames) {
            let end = number == 1 ? "" : "_\(number)"
            answer = names.free("ENDPOINT" + end)
            uri = names.free("SCORING_URI" + end)
            deployment = names.free("DEPLOYMENT" + end)
        }
    }
}
