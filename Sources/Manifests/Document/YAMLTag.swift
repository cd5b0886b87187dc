import Diagnostics

/// A tag as libyaml resolves it, checked against what it stands on.
struct YAMLTag {
    private static let core = "tag:yaml.org,2002:"

    /// The full name.
    let name: String

    init(_ name: String) { self.name = name }

    /// Why a tag cannot stand where it does; `at` puts it in its place.
    struct Fault: Error {
        let code: Diagnostic.Code
        let message: String
        let label: String
        let help: String

        func at(_ label: Diagnostic.Label) -> Diagnostic { Diagnostic(code, message, at: label, help: help) }
    }

    /// The part of a core tag's name that counts, `int`; `!` for the non-specific tag; empty for all others.
    private var short: Substring {
        if name == "!" { return "!" }
        return name.hasPrefix(Self.core) ? name.dropFirst(Self.core.count) : ""
    }

    /// The tag as people write it: `!!int`.
    var shown: String {
        let text = name.hasPrefix(Self.core) ? "!!" + name.dropFirst(Self.core.count) : name
        return YAMLExcerpt.of(text)
    }

    /// What a scalar with this tag is.
    func kind(of text: Span<UInt8>) -> Result<Document.Kind, Fault> {
        let natural = CoreSchema.kind(of: text)
        switch short {
        case "str", "!": return .success(.string)
        case "null" where natural == .null: return .success(.null)
        case "bool" where natural == .boolean: return .success(.boolean)
        case "int" where natural == .integer: return .success(.integer)
        case "float" where natural == .decimal || natural == .integer: return .success(.decimal)
        case "null", "bool", "int", "float", "seq", "map": return .failure(mismatch("this value"))
        default: return .failure(unknown)
        }
    }

    /// Why the tag cannot stand on a collection; `nil` when it can.
    func fault(on kind: Document.Kind) -> Fault? {
        switch short {
        case "!": nil
        case "seq" where kind == .sequence: nil
        case "map" where kind == .mapping: nil
        case "null", "bool", "int", "float", "str", "seq", "map": mismatch("a \(kind)")
        default: unknown
        }
    }

    private func mismatch(_ value: String) -> Fault {
        Fault(
            code: .tagMismatch,
            message: "\(value) does not match its tag `\(shown)`",
            label: "says `\(shown)`",
            help: "change the value or remove the tag"
        )
    }

    private var unknown: Fault {
        Fault(
            code: .unknownTag,
            message: "unknown tag `\(shown)`",
            label: "not a tag of the YAML 1.2 core schema",
            help: "remove the tag, or quote the value if `!` is part of it"
        )
    }
}
