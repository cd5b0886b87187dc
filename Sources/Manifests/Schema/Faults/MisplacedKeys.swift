import Diagnostics

/// Keys of a manifest that stand one level too high: each is one mistake, and many faults to a schema.
struct MisplacedKeys {
    /// What is said about them.
    private(set) var diagnostics: [Diagnostic] = []
    /// The keys of sections, or of their entries, below which everything follows from them.
    private var causes: Set<Int32> = []

    /// Sections of named things, with what one is called and a key that each of them has.
    private static let sections = [
        (name: "jobs", thing: "a job", key: "endpoint"),
        (name: "endpoints", thing: "an endpoint", key: "type"),
        (name: "credentials", thing: "a credential", key: "type"),
        (name: "parameters", thing: "a parameter", key: "type"),
    ]

    /// Keys of a job that are mappings, as jobs are.
    private static let partsOfJobs: Set<String> = [
        "inputs", "outputs", "settings", "matrix", "concurrency", "timeouts", "retry", "rerun",
    ]

    /// Looks for them.
    ///
    /// - Parameters:
    ///   - root: A document.
    ///   - kind: What it is.
    ///   - faults: What the schema finds in it.
    init(_ root: Node, kind: DocumentKind, faults: [SchemaFault]) {
        guard kind == .jobManifest, !faults.isEmpty else { return }
        for section in Self.sections {
            guard let entry = root.entry(section.name) else { continue }
            if let key = entry.value.entry(section.key), key.value.kind == .string {
                causes.insert(entry.key.index)
                diagnostics.append(.nameMissing(section.name, section.thing, key.key))
            } else if section.name == "jobs" {
                addParts(of: entry.value, faults)
            }
        }
    }

    /// Parts of a job that stand beside it.
    private mutating func addParts(of jobs: Node, _ faults: [SchemaFault]) {
        let faulty = Set(faults.compactMap { $0.keys.dropFirst().first?.index })
        var job: String?
        for entry in jobs.entries {
            guard Self.partsOfJobs.contains(entry.name), faulty.contains(entry.key.index) else {
                job = entry.name
                continue
            }
            causes.insert(entry.key.index)
            diagnostics.append(.partBesideJob(entry.key, job: job))
        }
    }

    /// Whether a fault follows from one of them.
    func explains(_ fault: SchemaFault) -> Bool {
        !causes.isEmpty && fault.keys.prefix(2).contains { causes.contains($0.index) }
    }
}

extension SchemaFault {
    /// The keys on the way to the value.
    fileprivate var keys: [Node] {
        path.compactMap { step in
            guard case .key(let key) = step else { return nil }
            return key
        }
    }
}

extension Diagnostic {
    static func nameMissing(_ section: String, _ thing: String, _ key: Node) -> Diagnostic {
        Diagnostic(
            .wrongType,
            "`\(section)` holds \(thing) where names belong",
            at: Label(key.span, "a key of \(thing), not a name"),
            help: "put it one level deeper, under a name of its own"
        )
    }

    static func partBesideJob(_ key: Node, job: String?) -> Diagnostic {
        let name = key.text ?? ""
        return Diagnostic(
            .unknownKey,
            "`\(name)` is a key of a job, not a job",
            at: Label(key.span, "one level too high"),
            help: job.map { "indent it under `\($0.shortened)`" }
                ?? "indent it under the job that it belongs to"
        )
    }
}
