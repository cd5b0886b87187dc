import Credentials
import Diagnostics
import Host
import Ledgers
import Manifests
import Plans
import Secrets

/// Records that a run began and how it ended, whatever comes between.
struct RunJournal: Sendable {
    /// The command, such as `apply`.
    let command: String
    /// The run.
    let runID: String
    /// The run that it continues or repeats.
    var parent: String?
    /// What it was given beside the manifests.
    var given: LedgerEvent.GivenRecord?
    private let context: CommandContext

    /// Begins a run; nothing is written yet.
    ///
    /// - Parameters:
    ///   - command: The command, such as `apply`.
    ///   - context: The machine.
    init(_ command: String, in context: CommandContext) {
        self.command = command
        self.context = context
        self.runID = UUIDv7.make(now: context.host.time.now, random: context.host.random)
    }

    /// Who runs what, where.
    ///
    /// - Parameter manifests: What the run was given.
    /// - Returns: The record.
    func record(of manifests: [LedgerEvent.ManifestRecord]) async -> LedgerEvent.RunRecord {
        let host = context.host
        let process = host.process
        let ci = ContinuousIntegration(host.environment)
        let file = manifests.lazy.compactMap(\.file).first { !["-", "<stdin>"].contains($0) } ?? "."
        let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
        return LedgerEvent.RunRecord(
            runID: runID,
            command: command,
            manifests: manifests,
            user: process.user,
            machine: process.machine,
            toolVersion: RunnerVersion.number,
            ci: ci.record,
            source: await SourceControl(host).record(of: folder.isEmpty ? "/" : folder, fallback: ci.commit),
            parent: parent,
            given: given
        )
    }

    /// The run as the owner of leases.
    var owner: LeaseOwner {
        let process = context.host.process
        return LeaseOwner(
            runID: runID,
            machine: process.machine,
            processID: Int(process.processID),
            user: process.user,
            jobURL: ContinuousIntegration(context.host.environment).record?.jobURL
        )
    }

    /// The manifests of a run, with what identifies each.
    ///
    /// - Parameters:
    ///   - set: The manifests.
    ///   - plans: Their plans.
    /// - Returns: One record for each.
    static func manifests(of set: ManifestSet, _ plans: [Plan]) -> [LedgerEvent.ManifestRecord] {
        zip(set.manifests, plans).map { manifest, plan in
            let source = set.sources.first { $0.name == manifest.file }
            return LedgerEvent.ManifestRecord(
                name: manifest.name.value,
                file: manifest.file,
                digest: source.map { LedgerEvent.ManifestRecord.digest(of: $0.bytes) },
                planDigest: plan.planDigest
            )
        }
    }

    /// Records a run that ended before it had its manifests or its ledger.
    ///
    /// A missing ledger is made for it where `apply` would have made it, but only when the files are
    /// there: a mistyped path leaves nothing behind. Where it cannot be recorded, that is said, and the run still ends
    /// with its own status.
    ///
    /// - Parameters:
    ///   - failure: How it ended.
    ///   - paths: What was typed.
    ///   - path: The ledger's file.
    ///   - whenMissing: What becomes of a ledger that is not there.
    func refuse(
        _ failure: CommandFailure,
        paths: [String],
        ledger path: String,
        whenMissing: MissingLedger
    ) async {
        let host = context.host
        let isThere = host.files.kind(of: path) != nil
        guard isThere || (failure.status != .noInput && whenMissing == .made) else { return }
        do throws(Diagnostic) {
            let ledger = try context.ledger(at: path, whenMissing: whenMissing)
            let files = paths.map { path in
                LedgerEvent.ManifestRecord(name: nil, file: path, digest: nil, planDigest: nil)
            }
            let record = await record(of: files)
            do throws(Diagnostic) {
                try await ledger.append([.runStarted(record), end(failure)])
            } catch {
                await ledger.close()
                throw error
            }
            await ledger.close()
        } catch {
            host.console.writeError("not recorded in the ledger: \(error.message)\n")
        }
    }

    /// The end of a run that failed.
    ///
    /// - Parameter failure: How it ended.
    /// - Returns: The event.
    func end(_ failure: CommandFailure) -> LedgerEvent {
        .runFinished(runID: runID, exitStatus: failure.status.rawValue, problems: failure.problems)
    }

    /// As whom a run asks.
    ///
    /// - Parameters:
    ///   - tokens: What it has, by credential.
    ///   - plan: The plan that the credentials are of.
    /// - Returns: One record for each.
    static func identities(
        of tokens: [(credential: String, token: AccessToken)],
        in plan: Plan
    ) -> [LedgerEvent.IdentityRecord] {
        tokens.map { credential, token in
            let claims = TokenClaims(of: token.secret)
            let declared = plan.credentials.first { $0.credential.name.value == credential }?.credential
            return LedgerEvent.IdentityRecord(
                credential: credential,
                type: declared?.typeName ?? "unknown",
                clientID: claims?.applicationID,
                objectID: claims?.objectID,
                tenantID: claims?.tenantID
            )
        }
    }
}

extension LedgerEvent.ProblemRecord {
    /// A diagnostic as it is recorded: code, message and place, no line of any file.
    ///
    /// - Parameters:
    ///   - diagnostic: What was wrong.
    ///   - sources: The texts that it points into.
    ///   - redact: Takes secrets out.
    init(_ diagnostic: Diagnostic, sources: [SourceText], redact: (String) -> String) {
        var place: String?
        if let span = diagnostic.primary?.span {
            let position = sources.first { $0.name == span.file }?.position(at: span.start)
            place = span.file + (position.map { ":\($0.line):\($0.column)" } ?? "")
        }
        self.init(
            code: diagnostic.code.name,
            message: Sanitizer.clean(redact(diagnostic.message)),
            place: place
        )
    }
}
