import Crypto
import HTTPExchange
import JSONValues

/// What a remote job is, as one digest.
///
/// **Frozen**: when this text changes, every job of every user runs again. `d1:` and the 64 lower-case hex
/// digits of the SHA-256 of the UTF-8 of ``canonicalText``, which is the RFC 8785 (JCS) text of this object.
/// A member without a value, and an object without members, is left out.
///
/// ```
/// deployment       the deployment's name, when one is named
/// endpoint         { host, path, type }   host with a port that is written; no scheme
///                  or { manager, name, resourceGroup, subscriptionId, type, workspace }, lower case, for one that
///                  is looked up: not what the look-up finds
/// experimentName   text
/// inputs           { NAME: { type, uri } or { type, value } }   value: the literal's text, always a string
/// needs            { NAME: digest }   the needed job's run digest; under a matrix `g1:` and the SHA-256 of the
///                  RFC 8785 text of the sorted array of its combinations' run digests
/// outputs          { NAME: { type, uri } }
/// settings         { errorThreshold, instanceCount, miniBatchSize, outputFileName,
///                    retrySettings: { maxRetries, timeout } }   timeout: in seconds, such as "PT90S"
/// ```
///
/// Parameters, the occurrence, values of a matrix and the URIs of needed outputs are filled in; what is decided late
/// stays as `${{ attempt.number }}` and `${{ run.id }}`, one blank inside the braces, and the URI of a needed output
/// that holds one of these as `${{ jobs.NAME.outputs.OUTPUT.uri }}` with `[combination]` behind the name. Not part of it: names of manifest, job, endpoint and
/// credential, the realm, labels, timeouts, `rerun`, descriptions, and how the manifest was written. An
/// example, one line:
///
/// ```
/// {"deployment":"classifier-v2","endpoint":{"host":"heart.eastus2.inference.ml.azure.com","path":"/jobs",
/// "type":"azureml-batch"},"inputs":{"patients":{"type":"uri_folder","uri":"https://example.org/patients"}}}
/// ```
///
/// It has the digest `d1:c2860a23465ce57fbffaaffdefcb77398663b697d5880cade6415ce6c7a14c26`.
///
/// - SeeAlso: RFC 8785.
public struct RunDigest: Hashable, Sendable {
    /// The digest: `d1:` and 64 hex digits.
    public let text: String
    /// The RFC 8785 text that the digest is of.
    public let canonicalText: String

    /// Digests a remote job.
    ///
    /// - Parameters:
    ///   - target: Where it is submitted.
    ///   - specification: What it is; whole numbers within ±(2^53 - 1).
    ///   - needs: The digests of the jobs that it needs, by name.
    public init(
        target: EndpointTarget,
        specification: JobSpecification,
        needs: [(name: String, digest: String)] = []
    ) {
        self.canonicalText = JSONWriter.text(Self.value(target, specification, needs), .canonical)
        self.text = "d1:" + Self.hex(of: canonicalText)
    }

    /// The digest of all jobs that one entry of `jobs` comes to.
    ///
    /// - Parameters:
    ///   - submissions: The jobs.
    ///   - isMatrix: Whether the entry has a matrix, be it of one combination.
    /// - Returns: The run digest of the one job, or `g1:` and 64 hex digits.
    static func whole(_ submissions: [Submission], isMatrix: Bool) -> String {
        guard isMatrix else { return submissions.first?.runDigest ?? "" }
        let digests = submissions.map(\.runDigest).sorted().map(JSONValue.string)
        return "g1:" + hex(of: JSONWriter.text(.array(digests), .canonical))
    }

    /// The SHA-256 of a text's UTF-8, as 64 lower-case hex digits.
    static func hex(of text: String) -> String { Hexadecimal.text(SHA256.hash(data: Array(text.utf8))) }

    /// What the digest is of, members in no particular order.
    private static func value(
        _ target: EndpointTarget,
        _ specification: JobSpecification,
        _ needs: [(name: String, digest: String)]
    ) -> JSONValue {
        var run = ObjectText()
        switch target {
        case .azureMLBatch(let scoringURI, let deployment):
            run.add("deployment", deployment)
            run.add(
                "endpoint",
                [
                    "host": .string(scoringURI.authority), "path": .string(scoringURI.target),
                    "type": "azureml-batch",
                ]
            )
        case .azureMLNamed(let named, let deployment):
            run.add("deployment", deployment)
            run.add(
                "endpoint",
                [
                    "manager": .string(named.withoutPlace.manager.authority),
                    "name": .string(named.name.lowercased()),
                    "resourceGroup": .string(named.resourceGroup.lowercased()),
                    "subscriptionId": .string(named.subscriptionID.lowercased()), "type": "azureml-batch",
                    "workspace": .string(named.workspace.lowercased()),
                ]
            )
        }
        run.add("experimentName", specification.experimentName?.text)
        run.add("inputs", .object(specification.inputs.map { JSONValue.Member($0.name, value($0.value)) }))
        run.add("needs", .object(needs.map { JSONValue.Member($0.name, .string($0.digest)) }))
        run.add(
            "outputs",
            .object(
                specification.outputs.map { output in
                    var object = ObjectText()
                    object.add("type", output.type)
                    object.add("uri", output.uri?.text)
                    return JSONValue.Member(output.name, object.value)
                }
            )
        )
        run.add("settings", value(specification.settings))
        return run.value
    }

    private static func value(_ input: JobSpecification.Input.Value) -> JSONValue {
        switch input {
        case .data(let type, let uri): ["type": .string(type), "uri": .string(uri.text)]
        case .literal(let type, let text): ["type": .string(type), "value": .string(text.text)]
        }
    }

    private static func value(_ settings: JobSpecification.Settings) -> JSONValue {
        var retry = ObjectText()
        retry.add("maxRetries", settings.maxRetries)
        retry.add("timeout", settings.retryTimeoutInSeconds.map { "PT\($0)S" })
        var object = ObjectText()
        object.add("errorThreshold", settings.errorThreshold)
        object.add("instanceCount", settings.instanceCount)
        object.add("miniBatchSize", settings.miniBatchSize)
        object.add("outputFileName", settings.outputFileName)
        object.add("retrySettings", retry.value)
        return object.value
    }
}
