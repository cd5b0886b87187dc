import Diagnostics
import Execution
import Host
import HTTPExchange
import Transport

extension HostDoctor {
    /// Judges what came of going to a host.
    ///
    /// - Parameters:
    ///   - visit: What came of it.
    ///   - shown: The certificate that was not believed.
    ///   - proxy: The proxy on the way.
    ///   - findings: Takes what is found.
    /// - Returns: Whether all of the way is fine.
    func judge(
        _ visit: NetworkProbe.Visit,
        showing shown: ShownCertificate?,
        through proxy: ProxyServer?,
        into findings: inout DoctorFindings
    ) -> Bool {
        let goal = proxy == nil ? "the host" : "the proxy"
        switch visit.connection {
        case .failure(let failure):
            findings.fail(
                "tcp",
                "no connection to \(goal): \(failure.words)",
                hint: failure.reason == .connectTimeout
                    ? "a firewall drops it, or a proxy is needed: set HTTPS_PROXY" : nil,
                .tryLater
            )
            findings.skip(["tls", "clock"])
            return false
        case .success(let took): findings.ok("tcp", "connected to \(goal) in \(took.inSeconds)")
        }
        switch visit.tunnel {
        case .success(200..<300)?: findings.ok("proxy", "the proxy opens a tunnel to the host")
        case .success(407)?:
            findings.fail(
                "proxy",
                "the proxy wants a user and a password, or others (407)",
                hint: "put them into the variable: `http://USER:PASSWORD@HOST:PORT`",
                .missingConfiguration
            )
        case .success(let status)?:
            findings.fail(
                "proxy",
                "the proxy opens no tunnel to the host (\(status))",
                hint: status == 403 ? "have the host allowed on the proxy, or name it in NO_PROXY" : nil,
                .missingConfiguration
            )
        case .failure(let failure)?: findings.fail("proxy", "the proxy: \(failure.words)", .tryLater)
        case nil: break
        }
        if let tunnel = visit.tunnel, (try? tunnel.get()).map({ 200..<300 ~= $0 }) != true {
            findings.skip(["tls", "clock"])
            return false
        }
        switch visit.security {
        case .success(let certificate)?:
            let now = time.now.milliseconds / 1000
            let days = certificate.expires.map { ($0 - now) / 86_400 }
            let words =
                "in \(certificate.took.inSeconds), certificate good for \(days.map { "\($0) days" } ?? "now")"
            if let days, days < 7 { findings.warn("tls", words) } else { findings.ok("tls", words) }
        case .failure(let failure)?:
            findings.fail(
                "tls",
                ([failure.words] + (shown.map { [words($0)] } ?? [])).joined(separator: ": "),
                hint: failure.reason == .certificateRefused
                    ? "if a proxy or the host has an authority of its own, name its certificate with `--ca-file`"
                    : nil,
                failure.reason.isLasting ? .missingConfiguration : .tryLater
            )
            findings.skip(["clock"])
            return false
        case nil: break
        }
        return true
    }

    /// What a certificate that is not believed says of itself.
    private func words(_ certificate: ShownCertificate) -> String {
        let now = time.now.milliseconds / 1000
        let hosts = certificate.hosts.prefix(4).joined(separator: ", ")
        let state =
            now > certificate.notAfter
            ? "ended \((now - certificate.notAfter) / 86_400) days ago"
            : now < certificate.notBefore ? "not valid yet" : "valid now"
        return "for \(hosts.isEmpty ? "no host" : hosts), signed by "
            + "\(certificate.issuer.isEmpty ? "nobody" : certificate.issuer), \(state)"
    }
}
