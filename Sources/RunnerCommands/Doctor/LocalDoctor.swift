import Diagnostics
import Host
import Ledgers
import Manifests
import Transport

/// Looks at what needs no network.
struct LocalDoctor {
    let context: CommandContext
    let ledger: String
    let options: NetworkOptions

    private static let subject = "this machine"
    private var host: Host { context.host }

    /// Looks.
    ///
    /// - Returns: What was found.
    func checks() -> [DoctorCheck] {
        [program, openFiles, ledgerPlace, proxy, authorities, clock]
    }

    private func check(
        _ name: String,
        _ grade: DoctorCheck.Grade,
        _ words: String,
        hint: String? = nil
    ) -> DoctorCheck {
        DoctorCheck(
            subject: Self.subject,
            name: name,
            grade: grade,
            words: words,
            hint: hint,
            status: .missingConfiguration
        )
    }

    private var program: DoctorCheck {
        check(
            "program",
            .ok,
            "runner \(RunnerVersion.number), libyaml \(LibraryVersions.libyaml), PCRE2 \(LibraryVersions.pcre2)"
        )
    }

    private var openFiles: DoctorCheck {
        guard let limit = OpenFileLimit.current else { return check("files", .ok, "no limit on open files") }
        return limit < 256
            ? check("files", .warn, "at most \(limit) open files", hint: "raise it with `ulimit -n 1024`")
            : check("files", .ok, "at most \(limit) open files")
    }

    private var ledgerPlace: DoctorCheck {
        let facts = LedgerPlaceFacts(at: ledger)
        let words = facts.exists ? "`\(ledger)` is there" : "`\(ledger)` is not there yet"
        guard let type = facts.networkFileSystem else { return check("ledger", .ok, words) }
        return check(
            "ledger",
            .warn,
            "\(words), on a network file system (\(type)), whose locks SQLite must not rely on",
            hint: "keep the ledger on a local disk, with `--ledger` or RUNNER_LEDGER"
        )
    }

    private var proxy: DoctorCheck {
        var problems: [Diagnostic] = []
        let settings = ProxySettings({ host.environment[$0] }, into: &problems)
        for secret in settings.secrets { context.redactor.register(secret) }
        if let problem = problems.first { return check("proxy", .fail, problem.message, hint: problem.help) }
        guard let server = settings.server, let variable = settings.variable else {
            return check("proxy", .ok, "none")
        }
        let login = server.login == nil ? "" : ", with user and password"
        guard settings.exceptions.ignored.isEmpty else {
            return check(
                "proxy",
                .warn,
                "\(server) (\(variable))\(login); entries of NO_PROXY that mean nothing: "
                    + settings.exceptions.ignored.prefix(8).joined(separator: " "),
                hint: "write hosts, suffixes such as `.example.com`, addresses or ranges such as `10.0.0.0/8`"
            )
        }
        return check("proxy", .ok, "\(server) (\(variable))\(login)")
    }

    private var authorities: DoctorCheck {
        var problems: [Diagnostic] = []
        _ = context.roots(options, into: &problems)
        if let problem = problems.first {
            return check(
                "ca",
                .fail,
                ([problem.message] + problem.notes).joined(separator: "; "),
                hint: problem.help
            )
        }
        var sources: [String] = ["SSL_CERT_FILE", "SSL_CERT_DIR"].filter {
            host.environment.nonEmpty($0) != nil
        }
        if sources.isEmpty { sources = ["the system's"] }
        if let file = options.authorities { sources.append("`\(file)`") }
        return check("ca", .ok, "authorities: " + sources.joined(separator: " and "))
    }

    private var clock: DoctorCheck {
        let now = host.time.now
        // Before this program was written.
        return now.milliseconds < 1_750_000_000_000
            ? check("clock", .fail, "\(now) is long past", hint: "set this machine's clock")
            : check("clock", .ok, "\(now)")
    }
}
