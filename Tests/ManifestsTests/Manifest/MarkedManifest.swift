import Diagnostics

@testable import Manifests

/// A manifest's text with `1️⃣`, `2️⃣` … where spans must begin and end; the marks are not part of the text.
struct MarkedManifest {
    /// The text without its marks.
    let text: String
    /// The byte at which each mark stood, from mark 1.
    let marks: [Int]

    /// Takes the marks out.
    init(_ marked: String) {
        var text = ""
        var marks: [Int: Int] = [:]
        var rest = Array(marked.unicodeScalars)[...]
        while let scalar = rest.first {
            let next = Array(rest.prefix(3))
            if next.count == 3, next[1].value == 0xFE0F, next[2].value == 0x20E3 {
                marks[Int(scalar.value) - 0x30] = text.utf8.count
                rest = rest.dropFirst(3)
            } else {
                text.unicodeScalars.append(scalar)
                rest = rest.dropFirst()
            }
        }
        self.text = text
        self.marks = marks.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Reads it, without holding it against the schema: this is about what comes after.
    func read() throws -> (manifest: Manifest?, problems: [Diagnostic]) {
        var problems: [Diagnostic] = []
        let documents = YAMLParser().documents(in: SourceText(name: "m.yaml", text: text), into: &problems)
        guard let document = documents.first, !problems.containsErrors else {
            throw Unreadable(problems: problems)
        }
        let manifest = ManifestReader().manifest(of: document, into: &problems)
        return (manifest, problems)
    }

    /// The text that a span covers.
    func excerpt(_ span: SourceSpan) -> String {
        String(decoding: Array(text.utf8)[span.start..<span.end], as: UTF8.self)
    }

    struct Unreadable: Error {
        let problems: [Diagnostic]
    }
}

extension MarkedManifest {
    /// A sound manifest with one job, of which parts can be replaced.
    static func sound(
        parameters: String = "{ date: { type: string, default: '2026-11-20' } }",
        credential: String = "",
        endpoint: String = "",
        job: String = "endpoint: heart"
    ) -> MarkedManifest {
        MarkedManifest(
            """
            apiVersion: runner/v1
            kind: JobManifest
            metadata: { name: m }
            parameters:
              \(parameters.split(separator: "\n").joined(separator: "\n  "))
            credentials:
              scoring:
                type: azure-service-principal
                tenantId: { env: AZURE_TENANT_ID }
                clientId: 11111111-2222-3333-4444-555555555555
                clientSecret: { file: secrets/client-secret }
                \(credential)
            endpoints:
              heart:
                type: azureml-batch
                scoringUri: https://heart.eastus2.inference.ml.azure.com/jobs
                credential: scoring
                \(endpoint)
            jobs:
              score:
                \(job)
            """
        )
    }
}
