import Diagnostics
import HTTPExchange
import Host
import Manifests
import Plans
import Secrets

extension CommandContext {
    /// Reads the policy of a command.
    ///
    /// - Parameters:
    ///   - path: The policy's file.
    ///   - manifests: The manifests that it is for.
    ///   - loaded: Takes the policy's text, and every fault.
    /// - Returns: The policy; `nil` when something is wrong.
    func policy(_ path: String, for manifests: [Manifest], into loaded: inout LoadedDocuments) -> Policy? {
        let found = DocumentLoader(host: host).load([path])
        loaded.sources += found.sources
        loaded.problems += found.problems
        let policies = found.documents.compactMap { PolicyReader().policy(from: $0) }
        guard let policy = policies.first, policies.count == 1, found.documents.count == 1 else {
            if !found.problems.containsErrors {
                loaded.problems.append(.notOnePolicy(path, count: policies.count))
            }
            return nil
        }
        for manifest in manifests {
            if let place = sharedPlace(of: policy.file, and: manifest) {
                loaded.problems.append(.policyUnderReview(policy, manifest, place))
                return nil
            }
        }
        return policy
    }

    /// The manifest's folder, or its Git work tree, when the policy lies in it too.
    private func sharedPlace(of policy: String, and manifest: Manifest) -> String? {
        guard let policy = try? host.files.canonicalPath(policy),
            let folder = try? host.files.canonicalPath(manifest.folder)
        else { return nil }
        let tree = SecretPath.ancestors(of: folder).first { host.files.kind(of: $0 + "/.git") != nil }
        return [folder, tree].compactMap { $0 }.first { SecretPath.isInside(policy, $0) }
    }

    /// Holds plans against the policy of a command.
    ///
    /// - Parameters:
    ///   - plans: The plans.
    ///   - set: The manifests that they are of, with the policy.
    ///   - followsLinks: Whether secret files are looked at, to see where links lead.
    /// - Returns: What the policy forbids, with the rules' lines; empty without a policy.
    func policyFindings(for plans: [Plan], of set: ManifestSet, followsLinks: Bool) -> [Diagnostic] {
        guard let policy = set.policy else { return [] }
        return policyFindings(policy, for: plans, of: set.manifests, followsLinks: followsLinks)
    }

    /// Holds plans against a policy.
    ///
    /// - Parameters:
    ///   - policy: The policy.
    ///   - plans: The plans.
    ///   - manifests: The manifests that they are of.
    ///   - followsLinks: Whether secret files are looked at, to see where links lead.
    /// - Returns: What the policy forbids, with the rules' lines.
    func policyFindings(
        _ policy: Policy,
        for plans: [Plan],
        of manifests: [Manifest],
        followsLinks: Bool
    ) -> [Diagnostic] {
        var findings: [Diagnostic] = []
        for (plan, manifest) in zip(plans, manifests) {
            PolicyReview(policy).check(plan, of: manifest, audiences: plan.audiences, into: &findings)
            guard let rule = policy.secretFolders else { continue }
            let folders = rule.patterns.compactMap { folder in
                try? host.files.canonicalPath(SecretPath.joined(policy.folder, folder.value))
            }
            for reference in plan.credentials.flatMap(\.credential.references) {
                guard case .file(let path) = reference.reference else { continue }
                if !isSecret(path, of: manifest, in: folders, followsLinks: followsLinks) {
                    findings.append(.secretFileBlocked(path, reference, rule, policy))
                }
            }
        }
        return findings
    }

    /// Whether a file is in one of some folders: as it is written, or as it is.
    private func isSecret(
        _ path: String,
        of manifest: Manifest,
        in folders: [String],
        followsLinks: Bool
    ) -> Bool {
        guard let folder = try? host.files.canonicalPath(manifest.folder) else { return false }
        let written = SecretPath.normalized(SecretPath.joined(folder, path))
        let real = followsLinks ? try? host.files.canonicalPath(written) : nil
        return folders.contains { SecretPath.isInside(real ?? written, $0) }
    }
}

extension Plan {
    /// What tokens of each credential are for, by the credential's name.
    var audiences: [String: [Audience]] {
        var audiences: [String: [Audience]] = [:]
        for job in jobs {
            let target = job.submission.target
            let engine = Composition.engine(for: target)
            // Those of a cloud that is yet to describe itself are held against the policy when it has.
            let needed = [engine.managementAudience(for: target), engine.audience(for: target)]
            for audience in needed.compactMap(\.self)
            where audiences[job.submission.credential]?.contains(audience) != true {
                audiences[job.submission.credential, default: []].append(audience)
            }
        }
        return audiences
    }
}

/// Paths as texts.
enum SecretPath {
    /// A path below a folder; absolute ones stay.
    static func joined(_ folder: String, _ path: String) -> String {
        path.utf8.first == UInt8(ascii: "/") ? path : folder + "/" + path
    }

    /// An absolute path without `.`, `..` and empty parts.
    static func normalized(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." {
                _ = parts.popLast()
            } else {
                parts.append(part)
            }
        }
        return "/" + parts.joined(separator: "/")
    }

    /// Whether a path is a folder or lies in it.
    static func isInside(_ path: String, _ folder: String) -> Bool {
        guard folder != "/" else { return true }
        return path.utf8.elementsEqual(folder.utf8) || path.utf8.starts(with: (folder + "/").utf8)
    }

    /// A folder and all above it, the nearest first.
    static func ancestors(of folder: String) -> [String] {
        let parts = folder.split(separator: "/")
        return parts.indices.reversed().map { "/" + parts[...$0].joined(separator: "/") } + [""]
    }
}

extension Diagnostic {
    fileprivate static func notOnePolicy(_ path: String, count: Int) -> Diagnostic {
        Diagnostic(
            .unexpectedKind,
            count == 0
                ? "`\(path)` has no document of kind `Policy`"
                : "`\(path)` has more than one policy",
            help: "give one file with one policy; `runner explain Policy` says what it holds"
        )
    }

    fileprivate static func policyUnderReview(
        _ policy: Policy,
        _ manifest: Manifest,
        _ place: String
    ) -> Diagnostic {
        Diagnostic(
            .policyUnderReview,
            "the policy `\(policy.file)` lies beside the manifest `\(manifest.name.value)`",
            notes: ["whoever may change what is in `\(place)` could change both"],
            help: "keep the policy outside of the repository that is under review"
        )
    }
}
