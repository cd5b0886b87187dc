import Diagnostics
import Manifests
import Plans

/// Everything that can be said about a document that conforms to its schema, without parameters' values, environment,
/// files or network.
///
/// Goes on after a fault: what could be read of a manifest is held against the rules of hosts and of the engine even
/// when something else in it is wrong. What `plan` refuses with any values is found here.
struct ManifestReview: Sendable {
    private let allowance: HostAllowance

    /// Makes a review.
    ///
    /// - Parameter allowance: The hosts of `--allow-host`.
    init(allowance: HostAllowance = HostAllowance()) { self.allowance = allowance }

    /// Reviews one document of any kind.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - problems: Where faults and warnings are added, in no particular order.
    func review(_ document: CheckedDocument, into problems: inout [Diagnostic]) {
        var found: [Diagnostic] = []
        switch document.kind {
        case .jobManifest: reviewManifest(document, into: &found)
        case .emulator: _ = EmulatorReader().configuration(from: document, into: &found)
        case .policy: break
        }
        ManifestHints(besides: found).check(document, into: &found)
        problems += Self.hidingSecrets(in: found, of: document.document.source)
    }

    /// The diagnostics without excerpts of lines on which a secret stands, whatever else is wrong there.
    private static func hidingSecrets(in diagnostics: [Diagnostic], of source: SourceText) -> [Diagnostic] {
        func lines(_ span: SourceSpan) -> ClosedRange<Int> {
            let first = source.position(at: span.start).line
            return first...max(first, source.position(at: span.end).line)
        }
        let secret = diagnostics.filter { $0.code == .literalSecret }.compactMap {
            $0.primary.map { lines($0.span) }
        }
        guard !secret.isEmpty else { return diagnostics }
        func isSecret(_ span: SourceSpan) -> Bool { secret.contains { $0.overlaps(lines(span)) } }
        return diagnostics.map { diagnostic in
            var diagnostic = diagnostic
            if let primary = diagnostic.primary, isSecret(primary.span) {
                diagnostic.primary?.showsExcerpt = false
            }
            for index in diagnostic.secondary.indices where isSecret(diagnostic.secondary[index].span) {
                diagnostic.secondary[index].showsExcerpt = false
            }
            return diagnostic
        }
    }

    private func reviewManifest(_ document: CheckedDocument, into problems: inout [Diagnostic]) {
        guard let parts = ManifestReader().parts(from: document, into: &problems) else { return }
        let credentials = Dictionary(
            parts.credentials.map { ($0.name.value, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let endpoints = Dictionary(
            parts.endpoints.map { ($0.name.value, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let hosts = EndpointReview(allowance: allowance)
        for credential in parts.credentials { hosts.check(credential, into: &problems) }
        for endpoint in parts.endpoints {
            hosts.check(endpoint, credentials[endpoint.credential.value], into: &problems)
            engine(of: endpoint)?.check(endpoint, into: &problems)
        }
        let texts = JobReview(parameters: parts.parameters)
        for job in parts.jobs {
            texts.check(job, into: &problems)
            // There is one type of endpoint: a job on an unknown one is still held against it.
            guard let endpoint = endpoints[job.endpoint.value] ?? parts.endpoints.first else { continue }
            engine(of: endpoint)?.check(job, on: endpoint, into: &problems)
        }
        problems += (parts.manifest?.unusedDeclarations ?? []) + parts.unusedAxes
        problems += OutputPlaces(parts.jobs).warnings
    }

    private func engine(of endpoint: Endpoint) -> (any Engine)? {
        Composition.engines.first { $0.endpointType == endpoint.typeName }
    }
}
