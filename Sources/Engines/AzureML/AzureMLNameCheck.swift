import Diagnostics
import HTTPExchange
import Manifests
import Plans

/// The names that Azure ML gives: 3 to 32 letters, digits and single dashes, beginning with a letter.
///
/// The service answers a wrong one as it answers a missing one, so these are warnings: it could change its mind.
struct AzureMLNameCheck {
    let batch: Endpoint.AzureMLBatch

    /// Reports the endpoint's name, which its scoring URI begins with, and its deployment's.
    ///
    /// - Parameter problems: Where warnings are added.
    func report(into problems: inout [Diagnostic]) {
        if case .scoringURI(let uri) = batch.place, let address = try? WebAddress.parse(uri.value),
            AzureCloud(endpointHost: address.host) != nil,
            let name = address.host.split(separator: ".").first.map(String.init), !Self.isName(name)
        {
            let start = address.scheme.rawValue.utf8.count + 3
            let span = uri.span(of: start..<start + name.utf8.count)
            problems.append(.refusedName("endpoint", name, at: span))
        }
        if case .workspace(_, let name) = batch.place, !Self.isName(name.value) {
            problems.append(.refusedName("endpoint", name.value, at: name.span))
        }
        if let deployment = batch.deployment, !Self.isName(deployment.value) {
            problems.append(.refusedName("deployment", deployment.value, at: deployment.span))
        }
    }

    /// Whether an endpoint or deployment can have a name.
    static func isName(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte | 0x20 }
        func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
        let dash = UInt8(ascii: "-")
        return 3...32 ~= bytes.count && isLetter(bytes[0]) && bytes.last != dash
            && bytes.allSatisfy { isLetter($0) || isDigit($0) || $0 == dash }
            && !zip(bytes, bytes.dropFirst()).contains { $0 == dash && $1 == dash }
    }
}

extension Diagnostic {
    static func refusedName(_ kind: String, _ name: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .refusedName,
            severity: .warning,
            "Azure ML has no batch \(kind) called `\(name.shortened)`",
            at: Label(span, "not a name that it gives"),
            notes: ["names have 3 to 32 letters, digits and single dashes and begin with a letter"],
            help: "copy the name from the studio or from `az ml batch-\(kind) list`"
        )
    }
}
