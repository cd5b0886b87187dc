import JSONValues
import Plans
import Secrets

/// How plans differ from those of another commit: jobs that are new, that changed, that are gone.
struct PlanDifference: Sendable {
    /// The commit as it was typed.
    let reference: String
    /// The commit's name.
    let commit: String
    /// Why the other commit's manifests could not be planned; everything counts as added then.
    var problem: String?
    /// Addresses of jobs that only this plan has.
    var added: [String] = []
    /// Addresses of jobs that only the other commit has.
    var removed: [String] = []
    /// What differs, by the address of the job, or the name of a manifest for what belongs to none.
    var changed: [Changed] = []
    /// How many jobs are the same in everything.
    var unchanged = 0

    /// One job in both.
    struct Changed: Sendable {
        let address: String
        let changes: [FieldDifference]
    }

    /// Compares.
    ///
    /// - Parameters:
    ///   - before: The other commit's plans.
    ///   - after: The plans.
    ///   - reference: The commit as it was typed.
    ///   - commit: The commit's name.
    init(from before: [Plan], to after: [Plan], reference: String, commit: String) {
        self.reference = reference
        self.commit = commit
        let old = Self.parts(of: before)
        let new = Self.parts(of: after)
        for (address, value) in new.jobs {
            guard let other = old.places[address].map({ old.jobs[$0].value }) else {
                added.append(address)
                continue
            }
            let changes = FieldDifference.between(other, value)
            if changes.isEmpty {
                unchanged += 1
            } else {
                changed.append(Changed(address: address, changes: changes))
            }
        }
        removed = old.jobs.map(\.address).filter { new.places[$0] == nil }
        for (manifest, value) in new.rest {
            guard let other = old.rest.first(where: { $0.manifest == manifest })?.value else { continue }
            let changes = FieldDifference.between(other, value)
            if !changes.isEmpty { changed.insert(Changed(address: manifest, changes: changes), at: 0) }
        }
    }

    private struct Parts {
        var jobs: [(address: String, value: JSONValue)] = []
        var places: [String: Int] = [:]
        var rest: [(manifest: String, value: JSONValue)] = []
    }

    private static func parts(of plans: [Plan]) -> Parts {
        let redactor = Redactor()
        var parts = Parts()
        for plan in plans {
            let text = redactor.redact(plan.canonicalText)
            guard let value = try? JSONReader().read(Array(text.utf8)) else { continue }
            let jobs = value["jobs"]?.members ?? []
            let byAddress = Dictionary(jobs.map { ($0.name, $0.value) }) { first, _ in first }
            // In the manifest's order.
            for address in plan.jobs.map(\.submission.address.description) {
                guard let job = byAddress[address] else { continue }
                parts.places[address] = parts.jobs.count
                parts.jobs.append((address, job))
            }
            let rest = (value.members ?? []).filter { $0.name != "jobs" }
            parts.rest.append((plan.manifest, .object(rest)))
        }
        return parts
    }

    /// The counts in words.
    var counts: String {
        "\(added.count) added, \(changed.count) changed, \(removed.count) removed, \(unchanged) unchanged"
    }

    /// How many are told one by one.
    private static let listLimit = 200

    /// The difference for people.
    var text: String {
        var lines = ["Against \(reference) (\(commit.prefix(12))): \(counts)"]
        if let problem { lines.append("  the manifests of that commit cannot be planned: \(problem)") }
        var told: [[String]] = removed.map { ["- \($0)"] }
        told += changed.map { change in
            ["~ \(change.address)"] + change.changes.prefix(50).map { "    " + $0.words }
        }
        told += added.map { ["+ \($0)"] }
        for entry in told.prefix(Self.listLimit) { lines += entry.map { "  " + $0 } }
        if told.count > Self.listLimit {
            lines.append("  … \(told.count - Self.listLimit) more; -o json has them all")
        }
        return lines.map { ReportText.line($0, limit: 2000) + "\n" }.joined()
    }

    /// The difference for programs.
    var value: JSONValue {
        [
            "reference": .string(reference),
            "commit": .string(commit),
            "problem": .optional(problem),
            "added": .array(added.map(JSONValue.string)),
            "changed": .array(
                changed.map {
                    ["address": .string($0.address), "changes": .array($0.changes.map(\.value))]
                }
            ),
            "removed": .array(removed.map(JSONValue.string)),
            "unchanged": .number(JSONNumber(unchanged)),
        ]
    }

    /// Adds the difference to a page.
    ///
    /// - Parameters:
    ///   - page: The page.
    ///   - end: Up to how many bytes of the page.
    func add(to page: inout MarkdownPage, upTo end: Int) {
        let title = MarkdownText.code(PlanMarkdown.line(reference))
        page.add("\n**Against \(title) (`\(commit.prefix(12))`): \(counts)**\n")
        var lines = ""
        var told = 0
        if let problem {
            lines += PlanMarkdown.line("the manifests of that commit cannot be planned: " + problem) + "\n"
        }
        var entries: [[String]] = removed.map { ["- " + $0] }
        entries += changed.map { change in
            ["~ " + change.address] + change.changes.prefix(50).map { "    " + $0.words }
        }
        entries += added.map { ["+ " + $0] }
        for entry in entries {
            let text = entry.map { PlanMarkdown.line($0, limit: 600) + "\n" }.joined()
            guard page.size + lines.utf8.count + text.utf8.count + 200 < end else { break }
            lines += text
            told += 1
        }
        if told < entries.count { lines += "… and \(entries.count - told) more\n" }
        if !lines.isEmpty {
            page.add(
                "\n<details>\n<summary>What differs</summary>\n\n" + MarkdownText.fenced(lines)
                    + "\n</details>\n"
            )
        }
    }
}
