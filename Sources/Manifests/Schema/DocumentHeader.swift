import Diagnostics

/// `apiVersion` and `kind`: what a document declares itself to be.
struct DocumentHeader {
    private let root: Node

    init(_ root: Node) { self.root = root }

    /// The kind whose schema the document is to be held against.
    ///
    /// - Parameter problems: Gets RN0201 for what is missing and RN0202 for what is unknown.
    /// - Returns: The kind; `nil` when it is not known, or the version is another one: there is no schema then.
    func kind(into problems: inout [Diagnostic]) -> DocumentKind? {
        let version = root.entry("apiVersion")
        let kind = root.entry("kind")
        let known = kind.flatMap { $0.value.string }.flatMap(DocumentKind.init(rawValue:))
        let missing = [("apiVersion", version), ("kind", kind)].filter { $0.1 == nil }.map(\.0)
        // With a kind, the schema finds a mistyped `apiVersion` by itself.
        if !missing.isEmpty, known == nil || mistyped(missing) == nil {
            problems.append(missingHeader(missing))
        }
        var isKnown = true
        if let version, version.value.string != DocumentChecker.apiVersion {
            problems.append(.unknownHeader(version, allowed: [DocumentChecker.apiVersion]))
            isKnown = false
        }
        if let kind, known == nil {
            problems.append(.unknownHeader(kind, allowed: DocumentKind.allCases.map(\.rawValue)))
        }
        return isKnown ? known : nil
    }

    private func mistyped(_ names: [String]) -> (key: Node, name: String)? {
        root.entries.lazy.compactMap { entry in
            NearestName.among(names, to: entry.name).map { (entry.key, $0) }
        }.first
    }

    /// Whether the document names one of the schemas that `az ml` has.
    private var isOfAzureML: Bool {
        root["$schema"]?.textBytes?.contains("azuremlschemas".utf8) ?? false
    }

    private func missingHeader(_ names: [String]) -> Diagnostic {
        let mistyped = mistyped(names)
        let lines = names.map {
            $0 == "kind" ? "`kind: JobManifest`" : "`apiVersion: \(DocumentChecker.apiVersion)`"
        }
        return Diagnostic(
            .missingDocumentKind,
            "the document lacks \(names.listed(with: "and"))",
            at: Diagnostic.Label(
                mistyped?.key.span ?? root.headSpan,
                mistyped.map { "not `\($0.name)`" }
                    ?? (names.count == 1 ? "it is missing" : "they are missing")
            ),
            notes: ["the kinds of document are \(DocumentKind.allCases.map(\.rawValue).listed(with: "and"))"]
                + (isOfAzureML ? ["this is a document for `az ml`; runner does not read those"] : []),
            help: mistyped.map { "did you mean `\($0.name)`?" } ?? "add \(lines.joined(separator: " and "))"
        )
    }
}

extension Diagnostic {
    static func unknownHeader(_ entry: Node.Entry, allowed: [String]) -> Diagnostic {
        let text = entry.value.text ?? ""
        let span = entry.value.headSpan
        return Diagnostic(
            .unknownDocumentKind,
            "unknown `\(entry.name)`" + (text.isEmpty ? "" : " `\(text.shortened)`"),
            at: Label(
                span.start == span.end ? entry.key.span : span,
                "expected \(allowed.listed(with: "or"))"
            ),
            help: NearestName.among(allowed, to: text).map { "did you mean `\($0)`?" }
        )
    }
}
