import HTTPExchange
import Manifests
import Plans

/// Plans as calls of azure-ai-ml.
struct PythonScript {
    let plans: [EquivalentPlan]

    /// The script, of Python 3.
    var text: String {
        var lines = [
            "#!/usr/bin/env python3",
            // Only the first two lines can say how a file is encoded; nothing of a manifest gets there.
            "# -*- coding: utf-8 -*-",
            "# What apply would send, as azure-ai-ml sends it: to compare, call by call.",
            "# Beside these calls: the client looks the endpoint up for each job, makes a new repeatability key for each",
            "# call, and keeps no record, so that a call that is made again makes another job.",
            "import os",
            "",
            "from azure.ai.ml import Input, MLClient, Output",
            "from azure.ai.ml.constants._endpoint import EndpointInvokeFields",
        ]
        let classes = plans.flatMap(\.plan.credentials).map { PythonCredential.className(of: $0) }
        let imported = Set(classes).sorted().joined(separator: ", ")
        if !imported.isEmpty { lines.append("from azure.identity import \(imported)") }
        for (place, plan) in plans.enumerated() { lines += self.lines(for: plan, at: place) }
        return lines.map { $0 + "\n" }.joined()
    }

    private func lines(for plan: EquivalentPlan, at place: Int) -> [String] {
        var lines: [String] = []
        var credentials: [String: String] = [:]
        for (number, use) in plan.plan.credentials.enumerated() {
            let name = "credential_\(place + 1)_\(number + 1)"
            credentials[use.credential.name.value] = name
            let known = EquivalentCredential(use: use, names: plan.names)
            lines += ["", PythonText.comment("as \(known.name)")]
            lines += known.variables.map { PythonText.comment("  \($0.name): \($0.meaning)") }
            lines.append("\(name) = \(PythonCredential(credential: known).expression)")
        }
        if !plan.blanks.isEmpty { lines.append("") }
        lines += plan.blanks.map { PythonText.comment("\($0.name): \($0.meaning)") }
        for (address, why) in plan.others { lines += ["", PythonText.comment("\(address): \(why)")] }
        var clients: [Client] = []
        for job in plan.jobs {
            let credential = credentials[job.job.submission.credential] ?? "None"
            let client = Client(of: job, as: credential)
            if !clients.contains(client) {
                clients.append(client)
                let name = "client_\(place + 1)_\(clients.count)"
                lines +=
                    ["", "\(name) = MLClient("] + client.arguments(in: plan).map { "    \($0)," } + [")"]
            }
            let number = (clients.firstIndex(of: client) ?? 0) + 1
            lines += self.lines(for: job, by: "client_\(place + 1)_\(number)")
        }
        return lines
    }

    private func lines(for job: EquivalentJob, by client: String) -> [String] {
        var remarks = job.remarks
        var name: ShellValue?
        if let named = job.named {
            name = ShellValue(named.name)
        } else {
            let host = job.job.submission.target.address.host
            let isAzure = AzureCloud(endpointHost: host) != nil
            name = isAzure ? host.split(separator: ".").first.map { ShellValue(String($0)) } : nil
        }
        if job.inputs.contains(where: { $0.isAsset }) {
            remarks.append("the client sends the resource id of a registered asset, azureml:NAME:VERSION")
        }
        if job.settings.instanceCount != nil {
            remarks.append("the client sends isLocal: true beside the instance count")
        }
        var lines = ["", PythonText.comment("\(job.address): \(DecisionWording(job.job).headline)")]
        lines += remarks.map { PythonText.comment("  not said by the client: \($0)") }
        guard let name else {
            return lines + [
                PythonText.comment("  cannot be said to the client: it is no batch endpoint of Azure")
            ]
        }
        // The client keeps the header of an earlier call for all later ones.
        lines.append("EndpointInvokeFields.DEFAULT_HEADER.pop(EndpointInvokeFields.MODEL_DEPLOYMENT, None)")
        var arguments = ["endpoint_name=" + PythonText.expression(name)]
        if let deployment = job.deployment {
            arguments.append("deployment_name=" + PythonText.expression(deployment))
        }
        if let experiment = job.experimentName {
            arguments.append("experiment_name=" + PythonText.expression(experiment))
        }
        arguments += bindings(job.inputs, "inputs", "Input") + bindings(job.outputs, "outputs", "Output")
        let overrides = overrides(job.settings)
        if !overrides.isEmpty {
            arguments.append("params_override=[\(overrides.joined(separator: ", "))]")
        }
        return lines + ["job = \(client).batch_endpoints.invoke("] + arguments.map { "    \($0)," }
            + [")", "print(job.name)"]
    }

    private func bindings(_ bindings: [EquivalentJob.Binding], _ name: String, _ type: String) -> [String] {
        guard !bindings.isEmpty else { return [] }
        let members = bindings.map { binding in
            var arguments = ["type=" + PythonText.literal(binding.type)]
            if let value = binding.value {
                arguments.append((binding.isLiteral ? "default=" : "path=") + PythonText.expression(value))
            }
            return "\(PythonText.literal(binding.name)): \(type)(\(arguments.joined(separator: ", ")))"
        }
        return ["\(name)={\(members.joined(separator: ", "))}"]
    }

    private func overrides(_ settings: JobSpecification.Settings) -> [String] {
        var overrides: [String] = []
        func add(_ name: String, _ value: Int?) {
            if let value { overrides.append("{\"\(name)\": \(value)}") }
        }
        add("mini_batch_size", settings.miniBatchSize)
        add("error_threshold", settings.errorThreshold)
        add("compute.instance_count", settings.instanceCount)
        add("retry_settings.max_retries", settings.maxRetries)
        add("retry_settings.timeout", settings.retryTimeoutInSeconds)
        if let name = settings.outputFileName {
            overrides.append("{\"output_file_name\": \(PythonText.literal(name))}")
        }
        return overrides
    }

    /// A workspace and who speaks to it.
    private struct Client: Hashable {
        let credential: String
        let workspace: [String]

        init(of job: EquivalentJob, as credential: String) {
            self.credential = credential
            self.workspace = job.named.map { [$0.subscriptionID, $0.resourceGroup, $0.workspace] } ?? []
        }

        func arguments(in plan: EquivalentPlan) -> [String] {
            guard workspace.isEmpty else { return [credential] + workspace.map { PythonText.literal($0) } }
            // A scoring URI does not tell them.
            return [credential]
                + ["SUBSCRIPTION_ID", "RESOURCE_GROUP", "WORKSPACE"].map {
                    PythonText.expression(.hole(plan.names.free($0)))
                }
        }
    }
}
