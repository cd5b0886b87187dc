import Host
import JSONValues
import Manifests

/// Writes a job as the data plane answers it.
struct JobDocument {
    /// The workspace as an ARM id.
    let root: String
    /// The endpoint's name.
    let endpoint: String

    /// Writes the jobs of an endpoint.
    init(of endpoint: EmulatedEndpoint) {
        let workspace = endpoint.workspace
        self.root =
            "/subscriptions/" + (workspace?.subscriptionID ?? "00000000-0000-0000-0000-000000000000")
            + "/resourceGroups/" + (workspace?.resourceGroup ?? "emulator")
            + "/providers/Microsoft.MachineLearningServices/workspaces/" + (workspace?.name ?? "emulator")
        self.endpoint = endpoint.name.value
    }

    /// Where a deployment would be managed; the service sends it as `Location`, though it is not the job's.
    func deploymentLocation(_ deployment: String) -> String {
        "https://emulator.api.azureml.ms/mferp/managementfrontend\(root)/batchEndpoints/\(endpoint)/deployments/"
            + "\(deployment)?api-version=2020-09-01-dataplanepreview"
    }

    /// The job.
    func json(_ job: EmulatedJob) -> JSONValue {
        let created = job.createdAt.description.dropLast() + "+00:00"
        return [
            "id": .string(
                "\(root)/batchEndpoints/\(endpoint)/deployments/\(job.deployment)/jobs/\(job.name)"
            ),
            "name": .string(job.name),
            "type": "Microsoft.MachineLearningServices/workspaces/batchEndpoints/deployments/jobs",
            "properties": properties(job),
            "systemData": [
                "createdAt": .string(String(created)),
                "createdBy": .string(job.createdBy),
                "createdByType": "Application",
                "lastModifiedAt": .string(String(created)),
                "lastModifiedBy": .string(job.createdBy),
            ],
        ]
    }

    private func properties(_ job: EmulatedJob) -> JSONValue {
        let request = job.request
        var members: [JSONValue.Member] = [
            .init("name", .string(request.displayName ?? "emulated_\(job.name.suffix(8))")),
            .init("description", .null),
            .init("status", .string(job.status.rawValue)),
            .init("provisioningState", "Succeeded"),
            .init("inputData", .object([.init(request.inputName, input(request))])),
            .init("outputData", .object([.init(job.outputName, output(job))])),
            .init("compute", compute(request)),
            .init("miniBatchSize", .number(JSONNumber(request.settings.miniBatchSize))),
            .init("errorThreshold", .number(JSONNumber(request.settings.errorThreshold))),
            .init("retrySettings", retry(request)),
            .init("outputFileName", .string(request.settings.outputFileName)),
            .init("output", ["datastoreId": .null, "path": .null]),
            .init("tags", tags(job)),
            .init("properties", extra(job)),
            .init("interactionEndpoints", interaction(job)),
        ]
        if let failure = job.failure {
            // The service keeps this in the run history; here it is at hand.
            members.append(
                .init("error", ["code": .string(failure.code), "message": .string(failure.message)])
            )
        }
        return .object(members)
    }

    private func input(_ request: JobRequest) -> JSONValue {
        [
            "jobInputType": .string(request.inputType.rawValue), "uri": .string(request.inputURI),
            "mode": "ReadOnlyMount", "description": .null,
        ]
    }

    private func output(_ job: EmulatedJob) -> JSONValue {
        [
            "jobOutputType": "UriFile", "uri": .string(job.outputURI), "mode": "ReadWriteMount",
            "description": .null,
        ]
    }

    private func compute(_ request: JobRequest) -> JSONValue {
        [
            "target": .string(root + "/computes/emulator"),
            "instanceCount": .number(JSONNumber(request.settings.instanceCount)),
            "isLocal": false, "instanceType": .null, "location": .null, "properties": .null,
        ]
    }

    private func retry(_ request: JobRequest) -> JSONValue {
        [
            "maxRetries": .number(JSONNumber(request.settings.maximumRetries)),
            "timeout": .string(Self.text(request.settings.timeout)),
        ]
    }

    private func tags(_ job: EmulatedJob) -> JSONValue {
        [
            "outputType": "output_data", "inputType": "input_data", "azureml.batchrun": "true",
            "azureml.deploymentname": .string(job.deployment), "azureml.jobtype": "azureml.batchjob",
        ]
    }

    private func extra(_ job: EmulatedJob) -> JSONValue {
        [
            "azureml.runsource": "azureml.PipelineRun", "runSource": "Unavailable", "runType": "HTTP",
            "azureml.pipelineComponent": "pipelinerun",
            "experimentName": .string(job.request.experimentName ?? endpoint),
        ]
    }

    private func interaction(_ job: EmulatedJob) -> JSONValue {
        [
            "Studio": [
                "jobEndpointType": "Studio", "port": .null,
                "endpoint": .string("https://ml.azure.com/runs/\(job.name)?wsid=\(root)"),
                "status": .null, "errorMessage": .null, "properties": .null,
            ]
        ]
    }

    /// A length of time in ISO 8601, in seconds.
    private static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        guard attoseconds > 0 else { return "PT\(seconds)S" }
        let milliseconds = String(1000 + attoseconds / 1_000_000_000_000_000).dropFirst()
        return "PT\(seconds).\(milliseconds)S"
    }
}
