import Diagnostics
import Host
import JSONValues
import Manifests

/// A saved plan as it lies in a file.
struct SavedPlanFile: Sendable {
    /// The file's name, as it was typed.
    let name: String
    /// Its bytes.
    let bytes: [UInt8]
    /// Its content, whatever it is worth.
    let value: JSONValue
    /// Its content, typed.
    let plan: SavedPlan
}

extension CommandContext {
    /// Whether a path is meant as a saved plan: a JSON object that says early that it is one.
    ///
    /// - Parameter path: What was typed.
    /// - Returns: Whether.
    func isSavedPlan(_ path: String) -> Bool {
        guard path != "-", host.files.kind(of: path) == .file,
            let bytes = try? host.files.read(path, limit: SavedPlan.limitInBytes)
        else { return false }
        return SavedPlanReading.isMeant(bytes)
    }

    /// Reads a saved plan that may be anybody's.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - color: Whether diagnostics are coloured.
    /// - Returns: The plan, of the right form; nothing in it is believed yet.
    /// - Throws: ``CommandFailure`` with what is wrong, shown: RN0751 or what its schema says.
    func savedPlan(_ path: String, color: ColorChoice) throws -> SavedPlanFile {
        var problems: [Diagnostic] = []
        do throws(Diagnostic) {
            let bytes = try host.files.read(path, limit: SavedPlan.limitInBytes)
            if let file = SavedPlanReading.file(path, bytes, into: &problems) { return file }
        } catch {
            problems.append(error)
        }
        // What stands in a file that is no plan is not shown: it may be any file of this machine.
        throw failure(problems.map(\.withoutExcerpts), color: color)
    }
}

/// Reads saved plans: strict JSON of bounded size that its schema describes.
enum SavedPlanReading {
    /// How many faults of one file are told.
    private static let faultLimit = 20

    /// Whether some bytes are meant to be a saved plan.
    static func isMeant(_ bytes: [UInt8]) -> Bool {
        let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
        guard bytes.first(where: { !blanks.contains($0) }) == UInt8(ascii: "{") else { return false }
        let mark = Array(#""SavedPlan""#.utf8)
        let start = bytes.prefix(4096)
        return start.indices.contains { start[$0] == mark[0] && start[$0...].starts(with: mark) }
    }

    /// Reads a file.
    static func file(
        _ name: String,
        _ bytes: [UInt8],
        into problems: inout [Diagnostic]
    ) -> SavedPlanFile? {
        let value: JSONValue
        do {
            value = try JSONReader().read(bytes)
        } catch {
            problems.append(.notASavedPlan(name, "at byte \(error.offset): \(error.reason)"))
            return nil
        }
        guard value["kind"]?.string == "SavedPlan" else {
            problems.append(.notASavedPlan(name, "its `kind` is not `SavedPlan`"))
            return nil
        }
        guard value["format_version"]?.string?.utf8.starts(with: "1.".utf8) == true else {
            problems.append(.notASavedPlan(name, "its `format_version` is not 1.x"))
            return nil
        }
        let faults = schemaFaults(of: SourceText(name: name, bytes: bytes))
        guard faults.isEmpty else {
            problems += faults.prefix(faultLimit)
            return nil
        }
        guard let plan = SavedPlan(value) else {
            problems.append(.notASavedPlan(name, "its parts do not fit together"))
            return nil
        }
        return SavedPlanFile(name: name, bytes: bytes, value: value, plan: plan)
    }

    private static func schemaFaults(of source: SourceText) -> [Diagnostic] {
        var faults: [Diagnostic] = []
        let schema = SourceText(name: "schemas/reports/plan.v1.schema.json", text: ReportSchema.plan.text)
        guard let rules = YAMLParser().documents(in: schema, into: &faults).first,
            let validator = SchemaValidator(rules, into: &faults),
            let document = YAMLParser().documents(in: source, into: &faults).first
        else { return faults }
        _ = validator.check(document, into: &faults)
        return faults
    }
}

extension Diagnostic {
    /// The same without a line of any file.
    fileprivate var withoutExcerpts: Diagnostic {
        var hidden = self
        hidden.primary?.showsExcerpt = false
        for place in hidden.secondary.indices { hidden.secondary[place].showsExcerpt = false }
        return hidden
    }

    fileprivate static func notASavedPlan(_ name: String, _ reason: String) -> Diagnostic {
        Diagnostic(
            .notASavedPlan,
            "`\(name)` is not a saved plan",
            notes: [reason],
            help: "make one with `runner plan PATH… --out plan.json`"
        )
    }
}
