import ArgumentParser
import Credentials
import Diagnostics
import Host
import HTTPExchange
import JSONValues
import Manifests
import Plans
import Secrets
import Transport

/// `runner doctor`: what works here, step by step.
struct DoctorCommand: ContextualCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Tells what works here: this machine, and each step of the way to the hosts of manifests.",
        discussion: """
            Without a path it looks at this machine only and makes no connection. With manifests it goes the way to \
            each host that a token comes from or goes to, and tells names (dns), connections (tcp), the proxy, TLS, \
            the clock and the token apart. Each line is ok, warn, fail or skip. Submits nothing.

            Ends with the status of the first failure: 75 when it may work later, 78 when something has to be set right, \
            77 when a credential is refused, 4 when the policy forbids it.

            EXAMPLE
              runner doctor
            """
    )

    @Argument(help: "Manifests whose hosts are gone to: files, folders, or - for standard input.")
    var paths: [String] = []

    @OptionGroup var choices: ManifestOptions
    @OptionGroup var ledger: LedgerOption

    @Flag(help: "Fail when an endpoint has a public address, as where the workspace is private.")
    var expectPrivate = false

    @OptionGroup var secrets: SecretOptions

    @OptionGroup var network: NetworkOptions
    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws -> ExitStatus {
        var checks = LocalDoctor(context: context, ledger: ledger.path, options: network).checks()
        let redactor = context.redactor
        if !paths.isEmpty,
            !checks.contains(where: { $0.grade == .fail && ["proxy", "ca"].contains($0.name) })
        {
            checks += try await remoteChecks(in: context)
        }
        let status = checks.first { $0.grade == .fail }?.status ?? .success
        switch output.output {
        case .text: context.host.console.writeOutput(redactor.redact(DoctorView.text(checks)))
        case .json:
            let value = DoctorView.value(checks, status: status) { redactor.redact($0) }
            context.host.console.writeOutput(JSONWriter.text(value, .indented) + "\n")
        }
        return status
    }

    private func remoteChecks(in context: CommandContext) async throws -> [DoctorCheck] {
        let set = try context.manifests(paths, choices, reruns: [], color: output.color)
        let plans = try context.plans(for: set, realm: .cloud, snapshots: [], color: output.color)
        let settings = try context.network(network, allowance: set.allowance, color: output.color)
        let hosts = DoctorHost.all(of: plans)
        let isPrivate = expectPrivate
        let time = context.host.time
        var checks = try await AsyncHTTPTransport.withTransport(network: settings) { transport in
            let doctor = HostDoctor(
                network: settings,
                probe: NetworkProbe(settings),
                transport: transport,
                time: time
            )
            var checks: [DoctorCheck] = []
            for host in hosts {
                checks += await doctor.checks(
                    of: host.address,
                    as: host.subject,
                    isEndpoint: host.isEndpoint,
                    expectsPrivate: isPrivate
                )
            }
            return checks
        }
        let findings = context.policyFindings(for: plans, of: set, followsLinks: true)
        guard findings.isEmpty else {
            context.show(findings, sources: set.sources, color: output.color)
            checks.append(
                DoctorCheck(
                    subject: "credentials",
                    name: "token",
                    grade: .fail,
                    words: "blocked by the policy; no token was asked for",
                    status: .blocked
                )
            )
            return checks
        }
        let unreachable = Set(
            hosts.filter { host in
                !host.isEndpoint && checks.contains { $0.grade == .fail && $0.subject == host.subject }
            }.map(\.address.authority)
        )
        let asking = CredentialAsking(
            context: context,
            set: set,
            plans: plans,
            rehearsal: nil,
            secretFolders: secrets.secretDir,
            names: nil,
            unreachable: unreachable,
            color: output.color
        )
        do {
            let tokens = try await asking.ask(over: settings)
            checks += tokens.map(DoctorCheck.init)
            for use in plans.flatMap(\.credentials)
            where use.credential.asksItsAuthority && unreachable.contains(use.authority) {
                checks.append(.tokenNotAsked(of: use))
            }
            return checks
        } catch let failure as CommandFailure {
            checks.append(
                DoctorCheck(
                    subject: "credentials",
                    name: "token",
                    grade: .fail,
                    words: "a secret is missing; no token was asked for",
                    status: failure.status
                )
            )
            return checks
        }
    }
}

/// A host on the way of a plan.
private struct DoctorHost {
    let address: WebAddress
    let isEndpoint: Bool

    /// The host with what it is for.
    var subject: String { address.authority + (isEndpoint ? " (endpoint)" : " (sign-in)") }

    /// Every host of some plans, each once: those that tokens come from first.
    static func all(of plans: [Plan]) -> [DoctorHost] {
        var hosts: [DoctorHost] = []
        func add(_ address: WebAddress, isEndpoint: Bool) {
            guard !hosts.contains(where: { $0.address.authority == address.authority }) else { return }
            hosts.append(DoctorHost(address: address, isEndpoint: isEndpoint))
        }
        for use in plans.flatMap(\.credentials) where use.credential.asksItsAuthority {
            if let address = try? WebAddress.parse("https://" + use.authority + "/") {
                add(address, isEndpoint: false)
            }
        }
        for job in plans.flatMap(\.jobs) { add(job.submission.target.address, isEndpoint: true) }
        return hosts
    }
}

extension DoctorCheck {
    /// A token that was not asked for, because its host cannot be reached.
    fileprivate static func tokenNotAsked(of use: CredentialUse) -> DoctorCheck {
        DoctorCheck(
            subject: "credentials.\(use.credential.name.value) (\(use.credential.typeName))",
            name: "token",
            grade: .skip,
            words: "not asked for: \(use.authority) cannot be reached"
        )
    }

    /// What came of asking for a token.
    fileprivate init(_ check: CredentialCheck) {
        let name = check.use.credential.name.value
        let whom = check.claims?.identity.map { " for " + $0 } ?? ""
        self.init(
            subject: "credentials.\(name) (\(check.use.credential.typeName))",
            name: "token",
            grade: check.problem == nil ? .ok : .fail,
            words: check.problem.map { ([$0.message] + $0.notes).joined(separator: "; ") }
                ?? "got one\(whom), audience \(check.audience), in \(check.took.inSeconds)",
            hint: check.problem?.help,
            status: check.problem?.code.exitStatus ?? .success
        )
    }
}
