import Diagnostics
import Host
import Plans
import Transport

extension CommandContext {
    /// Reads how other machines are reached: the variables of proxies, `SSL_CERT_FILE`, `SSL_CERT_DIR`, `--ca-file`.
    ///
    /// - Parameters:
    ///   - options: The command's options.
    ///   - allowance: Hosts that the operator allows.
    ///   - color: Whether diagnostics are coloured.
    /// - Returns: The settings.
    /// - Throws: ``CommandFailure`` with everything that is wrong, shown.
    func network(
        _ options: NetworkOptions,
        allowance: HostAllowance,
        color: ColorChoice
    ) throws -> NetworkSettings {
        var problems: [Diagnostic] = []
        let proxy = ProxySettings({ host.environment[$0] }, into: &problems)
        for secret in proxy.secrets { redactor.register(secret) }
        let roots = roots(options, into: &problems)
        guard !problems.containsErrors else { throw failure(problems, color: color) }
        return NetworkSettings(proxy: proxy, roots: roots, allowedHosts: allowance.hosts)
    }

    /// The authorities that are believed.
    ///
    /// - Parameters:
    ///   - options: The command's options.
    ///   - problems: Where faults are added: RN0521.
    /// - Returns: The authorities.
    func roots(_ options: NetworkOptions, into problems: inout [Diagnostic]) -> TrustedRoots {
        let added = options.authorities.flatMap { certificates($0, origin: "--ca-file", into: &problems) }
        var replacement: TrustedRoots.Certificates?
        if let file = host.environment.nonEmpty("SSL_CERT_FILE") {
            replacement = certificates(file, origin: "SSL_CERT_FILE", into: &problems)
        }
        for folder in host.environment.nonEmpty("SSL_CERT_DIR")?.split(separator: ":") ?? [] {
            guard let more = certificates(inFolder: String(folder)) else { continue }
            replacement = replacement.map { $0 + more } ?? more
        }
        if replacement == nil, let folders = host.environment.nonEmpty("SSL_CERT_DIR"),
            host.environment.nonEmpty("SSL_CERT_FILE") == nil
        {
            problems.append(
                .unusableRoots(folders, origin: "SSL_CERT_DIR", "no file in it has a certificate")
            )
        }
        var roots = TrustedRoots(replacement: replacement, additional: added)
        if replacement == nil { roots.folder = SystemRootFolder.find(in: host.files) }
        return roots
    }

    private func certificates(
        _ file: String,
        origin: String,
        into problems: inout [Diagnostic]
    ) -> TrustedRoots.Certificates? {
        do throws(Diagnostic) {
            let bytes = try host.files.read(file, limit: 16 << 20)
            return try TrustedRoots.Certificates(pem: bytes, file: file, origin: origin)
        } catch {
            problems.append(
                error.code.name == "RN0521" ? error : .unusableRoots(file, origin: origin, error.message)
            )
            return nil
        }
    }

    /// Every certificate of a folder; files without any are passed over, as other programs do.
    private func certificates(inFolder folder: String) -> TrustedRoots.Certificates? {
        var found: TrustedRoots.Certificates?
        // Folders hold each certificate under its name and under its hash.
        var seen: Set<[UInt8]> = []
        for name in ((try? host.files.names(in: folder)) ?? []).prefix(4096) {
            let path = folder + "/" + name
            guard host.files.kind(of: path) == .file, let bytes = try? host.files.read(path, limit: 1 << 20),
                seen.insert(bytes).inserted,
                let more = try? TrustedRoots.Certificates(pem: bytes, file: path, origin: "SSL_CERT_DIR")
            else { continue }
            found = found.map { $0 + more } ?? more
        }
        return found
    }
}
