import Host
import JSONValues
import Manifests

/// Writes what the resource manager answers.
struct ManagementDocument {
    let cloud: EmulatedCloud
    /// The workspace as an ARM id.
    let root: String

    private static let type = "Microsoft.MachineLearningServices/workspaces"

    func workspace(_ name: String) -> JSONValue {
        [
            "id": .string(root), "name": .string(name), "type": .string(Self.type), "location": "emulator",
            "kind": "Default",
            "properties": [
                "friendlyName": .string(name), "provisioningState": "Succeeded",
                "discoveryUrl": .string("https://" + cloud.frontEndHost + "/discovery"),
            ],
        ]
    }

    func endpoint(_ endpoint: EmulatedEndpoint) -> JSONValue {
        let standard = endpoint.defaultDeployment.map { JSONValue.string($0.value) } ?? .null
        return [
            "id": .string("\(root)/batchEndpoints/\(endpoint.name.value)"),
            "name": .string(endpoint.name.value), "type": .string(Self.type + "/batchEndpoints"),
            "location": "emulator", "tags": [:],
            "properties": [
                "authMode": "AADToken",
                "scoringUri": .string("https://\(endpoint.host.value)/jobs"), "swaggerUri": .null,
                "defaults": ["deploymentName": standard], "provisioningState": "Succeeded",
            ],
        ]
    }

    func deployment(_ deployment: EmulatedDeployment, of endpoint: EmulatedEndpoint) -> JSONValue {
        [
            "id": .string(
                "\(root)/batchEndpoints/\(endpoint.name.value)/deployments/\(deployment.name.value)"
            ),
            "name": .string(deployment.name.value),
            "type": .string(Self.type + "/batchEndpoints/deployments"), "location": "emulator",
            "properties": [
                "miniBatchSize": .number(JSONNumber(deployment.settings.miniBatchSize)),
                "errorThreshold": .number(JSONNumber(deployment.settings.errorThreshold)),
                "outputFileName": .string(deployment.settings.outputFileName),
                "provisioningState": "Succeeded",
            ],
        ]
    }

    func asset(_ asset: EmulatedAsset, in kind: String) -> JSONValue {
        [
            "id": .string("\(root)/\(kind)/\(asset.name)"), "name": .string(asset.name),
            "type": .string(Self.type + "/" + kind),
            "properties": ["isArchived": false, "latestVersion": .string(asset.version)],
        ]
    }

    func job(_ job: EmulatedJob) -> JSONValue {
        [
            "id": .string("\(root)/jobs/\(job.name)"), "name": .string(job.name),
            "type": .string(Self.type + "/jobs"),
            "properties": [
                "jobType": "Pipeline", "status": .string(job.status.rawValue),
                "displayName": .string(job.request.displayName ?? "emulated_\(job.name.suffix(8))"),
                "experimentName": .string(job.request.experimentName ?? job.endpoint), "isArchived": false,
                "services": [
                    "Studio": [
                        "jobServiceType": "Studio",
                        "endpoint": .string("https://ml.azure.com/runs/\(job.name)?wsid=\(root)"),
                    ]
                ],
            ],
            "systemData": [
                "createdAt": .string(job.createdAt.description.dropLast() + "+00:00"),
                "createdBy": .string(job.createdBy), "createdByType": "Application",
            ],
        ]
    }

    /// Where the cancelling of a job is asked about.
    func operation(_ job: String) -> String {
        "https://\(cloud.managementHost)\(root)/operations/jc-\(job)?api-version=2023-04-01-preview"
    }
}
