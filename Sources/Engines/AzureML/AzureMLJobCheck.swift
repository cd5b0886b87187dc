import Diagnostics
import Manifests

/// What a batch endpoint is known to refuse, as far as a manifest tells: it does not tell whether a deployment is a
/// model's or a pipeline component's, so what only one kind refuses is left to the service.
struct AzureMLJobCheck {
    let job: Job

    /// Reports everything.
    ///
    /// - Parameter problems: Where faults are added.
    func report(into problems: inout [Diagnostic]) {
        for input in job.inputs {
            check(input.name, "input", into: &problems)
            if case .data(_, let uri) = input.value { check(uri, into: &problems) }
        }
        for output in job.outputs {
            check(output.name, "output", into: &problems)
            guard let uri = output.uri else { continue }
            check(uri, into: &problems)
            if !Self.mayBeInDatastore(uri) { problems.append(.outputNotInDatastore(uri)) }
        }
        if let name = job.deployment?.constant, !AzureMLNameCheck.isName(name),
            let span = job.deployment?.span
        {
            problems.append(.refusedName("deployment", name, at: span))
        }
        AzureMLKindCheck(job: job).report(into: &problems)
    }

    /// A plain address and a registered asset, `azureml:NAME:VERSION`, are in none.
    private static func mayBeInDatastore(_ uri: Template) -> Bool {
        switch scheme(of: uri) {
        case "http", "https": return false
        case "azureml":
            guard case .text(let text) = uri.parts.first else { return true }
            let rest = text.utf8.dropFirst("azureml:".utf8.count)
            return rest.isEmpty || rest.first == UInt8(ascii: "/")
        default: return true
        }
    }

    private func check(_ name: Located<String>, _ kind: String, into problems: inout [Diagnostic]) {
        let isSound =
            !name.value.isEmpty
            && name.value.utf8.allSatisfy {
                0x30...0x39 ~= $0 || 0x61...0x7A ~= $0 | 0x20 || $0 == UInt8(ascii: "_")
            }
        if !isSound { problems.append(.refusedBindingName(name, kind)) }
    }

    private func check(_ uri: Template, into problems: inout [Diagnostic]) {
        guard let scheme = Self.scheme(of: uri), Self.foreignSchemes.contains(scheme) else { return }
        problems.append(.refusedScheme(scheme, at: uri.span))
    }

    private static let foreignSchemes: Set<String> = ["abfs", "abfss", "wasb", "wasbs", "adl"]

    /// The scheme, when it does not depend on a look-up.
    private static func scheme(of uri: Template) -> String? {
        guard case .text(let text) = uri.parts.first, let colon = text.firstIndex(of: ":") else { return nil }
        return text[..<colon].lowercased()
    }
}

extension Diagnostic {
    static func refusedBindingName(_ name: Located<String>, _ kind: String) -> Diagnostic {
        Diagnostic(
            .refusedBindingName,
            "Azure ML refuses `\(name.value.shortened)` as the name of an \(kind)",
            at: Label(name.span, "letters, digits and underscores only"),
            help: "write underscores in place of other characters"
        )
    }

    static func refusedScheme(_ scheme: String, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .refusedScheme,
            "batch endpoints do not take `\(scheme)://` addresses",
            at: Label(span, "the job would be refused"),
            help:
                "use a datastore, `azureml://datastores/NAME/paths/…`, or the `https://` address of the same data"
        )
    }

    static func outputNotInDatastore(_ uri: Template) -> Diagnostic {
        Diagnostic(
            .outputNotInDatastore,
            severity: .warning,
            "Azure ML documents outputs in registered blob datastores only",
            at: Label(uri.span, "the job may fail"),
            help: "use `azureml://datastores/NAME/paths/…`"
        )
    }
}
