import JSONValues
import Ledgers
import Plans

/// Plans in a file, with everything that is needed to make them again: `plan --out`.
///
/// No clock, no run and no secret is in it, so that the same manifests, parameters and ledger give the same bytes.
/// Described by `schemas/reports/plan.v1.schema.json`.
struct SavedPlan: Sendable {
    /// What was typed.
    let given: Given
    /// The manifests' files by their bytes.
    let sources: [Source]
    /// The emulator's name, when they are for one.
    let emulator: String?
    /// The ledger that they were compared with, at the entry that was its last.
    let ledger: Ledger?
    /// The version of the program that made them.
    let toolVersion: String
    /// What they leave to the moment of sending, as it was looked up; `nil` when it was not.
    let pins: PlanPins?
    /// The plans.
    let plans: [PlanDocument]

    /// What was typed, as far as plans come from it.
    struct Given: Hashable, Sendable {
        /// Files and folders.
        var paths: [String]
        /// The values of `--set`.
        var parameters: [String]
        /// The values of `--rerun`.
        var reruns: [String]
    }

    /// A file that was read.
    struct Source: Hashable, Sendable {
        /// Its name, as it was typed or found.
        let file: String
        /// `sha256:` and 64 hex digits.
        let digest: String
    }

    /// Where a ledger stood.
    struct Ledger: Hashable, Sendable {
        /// Its lineage.
        let lineage: String
        /// Its last entry, by number and hash.
        let head: LedgerHead
    }

    /// The most bytes that a saved plan has.
    static let limitInBytes = 64 << 20

    /// The file's text.
    var text: String { ReportText.harmless(json: JSONWriter.text(value, .indented)) + "\n" }

    /// The file's content.
    var value: JSONValue {
        let pinned = pins.map { [JSONValue.Member("pins", Self.value(of: $0))] } ?? []
        return .object(
            [
                .init("format_version", "1.0"),
                .init("kind", "SavedPlan"),
                .init("toolVersion", .string(toolVersion)),
                .init(
                    "given",
                    [
                        "paths": .array(given.paths.map(JSONValue.string)),
                        "parameters": .array(given.parameters.map(JSONValue.string)),
                        "reruns": .array(given.reruns.map(JSONValue.string)),
                    ]
                ),
                .init("emulator", .optional(emulator)),
                .init(
                    "ledger",
                    ledger.map {
                        [
                            "lineage": .string($0.lineage), "serial": .number(JSONNumber($0.head.sequence)),
                            "head": .string($0.head.description),
                        ]
                    } ?? .null
                ),
                .init(
                    "sources",
                    .array(sources.map { ["file": .string($0.file), "digest": .string($0.digest)] })
                ),
            ] + pinned + [
                .init("summary", PlanSummary(plans).value),
                .init("plans", .array(plans.map { PlanJSON.value(for: $0) })),
            ]
        )
    }

    private static func value(of pins: PlanPins) -> JSONValue {
        func members(_ values: [String: String]) -> JSONValue {
            .object(
                values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                    .map { .init($0.key, .string($0.value)) }
            )
        }
        return ["deployments": members(pins.deployments), "versions": members(pins.versions)]
    }

    private static func pins(_ value: JSONValue) -> PlanPins {
        func texts(_ name: String) -> [String: String] {
            Dictionary(
                (value[name]?.members ?? []).compactMap { member in
                    member.value.string.map { (member.name, $0) }
                },
                uniquingKeysWith: { first, _ in first }
            )
        }
        return PlanPins(deployments: texts("deployments"), versions: texts("versions"))
    }
}

extension SavedPlan {
    /// Reads what ``value`` wrote.
    ///
    /// `nil` when something is not as the schema has it.
    ///
    /// - Parameter value: An object of kind `SavedPlan`.
    init?(_ value: JSONValue) {
        guard value["kind"]?.string == "SavedPlan", let given = value["given"],
            let version = value["toolVersion"]?.string, let sources = value["sources"]?.array,
            let plans = value["plans"]?.array
        else { return nil }
        func texts(_ name: String) -> [String] { (given[name]?.array ?? []).compactMap(\.string) }
        var ledger: Ledger?
        if let stood = value["ledger"], stood != .null {
            guard let lineage = stood["lineage"]?.string,
                let head = stood["head"]?.string.flatMap({ LedgerHead($0) }),
                head.sequence == stood["serial"]?.integer
            else { return nil }
            ledger = Ledger(lineage: lineage, head: head)
        }
        let read = plans.compactMap { PlanDocument($0) }
        guard read.count == plans.count else { return nil }
        self.init(
            given: Given(paths: texts("paths"), parameters: texts("parameters"), reruns: texts("reruns")),
            sources: sources.compactMap { source in
                guard let file = source["file"]?.string, let digest = source["digest"]?.string else {
                    return nil
                }
                return Source(file: file, digest: digest)
            },
            emulator: value["emulator"]?.string,
            ledger: ledger,
            toolVersion: version,
            pins: value["pins"].map(Self.pins),
            plans: read
        )
    }
}
