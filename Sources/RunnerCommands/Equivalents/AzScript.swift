import HTTPExchange
import Plans

/// Plans as lines of the Azure CLI with its extension `ml`.
struct AzScript {
    let plans: [EquivalentPlan]

    /// The script, of bash.
    var text: String {
        var lines = [
            "#!/usr/bin/env bash",
            "# What apply would send, as the Azure CLI with the extension ml sends it: to compare, line by line.",
            "# Beside these lines: az signs in by itself, looks the endpoint up for each job, makes a new repeatability",
            "# key for each line, and keeps no record, so that a line that is run again makes another job.",
            "set -euo pipefail",
        ]
        for plan in plans { lines += self.lines(for: plan) }
        return lines.map { $0 + "\n" }.joined()
    }

    private func lines(for plan: EquivalentPlan) -> [String] {
        var lines = [""]
        for use in plan.plan.credentials {
            let credential = EquivalentCredential(use: use, names: plan.names)
            lines += AzSignIn(credential: credential).lines
        }
        for (name, meaning) in missing(plan) + plan.blanks { lines += ShellText.wanted(name, meaning) }
        for (address, why) in plan.others { lines += ["", ShellText.comment("\(address): \(why)")] }
        for job in plan.jobs { lines += [""] + self.lines(for: job, of: plan) }
        return lines
    }

    /// What az needs and a scoring URI does not tell.
    private func missing(_ plan: EquivalentPlan) -> [(name: String, meaning: String)] {
        guard plan.jobs.contains(where: { $0.named == nil }) else { return [] }
        return [
            ("SUBSCRIPTION_ID", "subscription"), ("RESOURCE_GROUP", "resource group"),
            ("WORKSPACE", "workspace"),
        ]
        .map { (plan.names.free($0.0), "the \($0.1) of endpoints that the manifest names by scoringUri") }
    }

    private func lines(for job: EquivalentJob, of plan: EquivalentPlan) -> [String] {
        var remarks = job.remarks
        var command = AzCommand()
        place(of: job, in: plan, into: &command)
        if let deployment = job.deployment { command.add("--deployment-name", deployment) }
        if let name = job.experimentName { command.add("--experiment-name", name) }
        if let count = job.settings.instanceCount {
            command.add("--instance-count", ShellValue(String(count)))
            remarks.append("az sends isLocal: true beside the instance count")
        }
        if let size = job.settings.miniBatchSize {
            command.add("--mini-batch-size", ShellValue(String(size)))
        }
        settings(of: job, into: &command)
        if job.inputs.contains(where: { $0.isAsset }) {
            remarks.append("az sends the resource id of a registered asset, azureml:NAME:VERSION")
        }
        command.words.append("--query name --output tsv")
        var lines = [ShellText.comment("\(job.address): \(DecisionWording(job.job).headline)")]
        lines += remarks.map { ShellText.comment("  not said by az: \($0)") }
        guard command.faults.isEmpty else {
            return lines + command.faults.map { ShellText.comment("  cannot be said to az: \($0)") }
        }
        return lines + [command.line]
    }

    private func place(of job: EquivalentJob, in plan: EquivalentPlan, into command: inout AzCommand) {
        if let named = job.named {
            command.add("--subscription", ShellValue(named.subscriptionID))
            command.add("--resource-group", ShellValue(named.resourceGroup))
            command.add("--workspace-name", ShellValue(named.workspace))
            command.add("--name", ShellValue(named.name))
            return
        }
        for (option, name) in [
            ("--subscription", "SUBSCRIPTION_ID"), ("--resource-group", "RESOURCE_GROUP"),
            ("--workspace-name", "WORKSPACE"),
        ] {
            command.add(option, .hole(plan.names.free(name)))
        }
        let host = job.job.submission.target.address.host
        if AzureCloud(endpointHost: host) != nil, let name = host.split(separator: ".").first {
            command.add("--name", ShellValue(String(name)))
        } else {
            command.faults.append("the endpoint \(host), which is no batch endpoint's of Azure")
        }
    }

    private func settings(of job: EquivalentJob, into command: inout AzCommand) {
        for (side, bindings) in [("inputs", job.inputs), ("outputs", job.outputs)] {
            for binding in bindings {
                command.set("\(side).\(binding.name).type", ShellValue(binding.type))
                guard let value = binding.value else { continue }
                command.set("\(side).\(binding.name).\(binding.isLiteral ? "default" : "path")", value)
            }
        }
        let settings = job.settings
        let numbers = [
            ("error_threshold", settings.errorThreshold), ("retry_settings.max_retries", settings.maxRetries),
            ("retry_settings.timeout", settings.retryTimeoutInSeconds),
        ]
        for (name, number) in numbers {
            if let number { command.set(name, ShellValue(String(number))) }
        }
        if let name = settings.outputFileName { command.set("output_file_name", ShellValue(name)) }
    }
}

/// One `az ml batch-endpoint invoke`.
private struct AzCommand {
    var words: [String] = []
    /// What az would take for something else.
    var faults: [String] = []
    private var assignments: [String] = []

    /// The line.
    var line: String {
        let set = assignments.isEmpty ? [] : [(["--set"] + assignments).joined(separator: " \\\n    ")]
        return (["az ml batch-endpoint invoke"] + words + set).joined(separator: " \\\n  ")
    }

    mutating func add(_ option: String, _ value: ShellValue) {
        guard isTaken(option, value), let word = ShellText.word(value) else { return refuse(option) }
        if value.beginning.utf8.first == UInt8(ascii: "-") {
            words.append(option + "=" + word)
        } else {
            words.append(option + " " + word)
        }
    }

    mutating func set(_ path: String, _ value: ShellValue) {
        guard isTaken(path, value), let word = ShellText.word(ShellValue(path + "=") + value) else {
            return refuse(path)
        }
        assignments.append(word)
    }

    /// az reads a file in place of a value that begins with an at sign.
    private func isTaken(_ name: String, _ value: ShellValue) -> Bool {
        value.beginning.utf8.first != UInt8(ascii: "@")
    }

    private mutating func refuse(_ name: String) {
        faults.append(
            "the value of \(name): az would read a file in its place, or no program can be given it"
        )
    }
}
