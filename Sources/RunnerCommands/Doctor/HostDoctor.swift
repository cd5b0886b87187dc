import Diagnostics
import Execution
import Host
import HTTPExchange
import HTTPTypes
import Transport

/// Goes the way to one host and tells which step fails.
struct HostDoctor: Sendable {
    let network: NetworkSettings
    let probe: NetworkProbe
    let transport: any HTTPTransport
    let time: any Timekeeper

    /// How far two clocks may be apart before Entra refuses what is signed here.
    static let clockTolerance = Duration.seconds(300)

    /// Looks.
    ///
    /// - Parameters:
    ///   - address: The host.
    ///   - subject: What findings are about.
    ///   - isEndpoint: Whether jobs go there; otherwise tokens come from there.
    ///   - expectsPrivate: Whether its addresses are to be private.
    /// - Returns: What was found.
    func checks(
        of address: WebAddress,
        as subject: String,
        isEndpoint: Bool,
        expectsPrivate: Bool
    ) async -> [DoctorCheck] {
        var findings = DoctorFindings(subject: subject)
        let proxy = network.proxy.server(for: address)
        let addresses: [IPAddress]
        do throws(TransportFailure) {
            addresses = try await probe.addresses(of: proxy?.host ?? address.host)
        } catch {
            let whose = proxy.map { "the proxy's name `\($0.host)`" } ?? "its name"
            findings.fail(
                "dns",
                "\(whose) is not known to this machine's resolver",
                hint: proxy != nil
                    ? nil
                    : isEndpoint
                        ? "check the name; for a private endpoint, link its private DNS zone to this network"
                        : "check this machine's name servers, or set HTTPS_PROXY: a proxy looks names up by itself",
                .tryLater
            )
            return findings.skipping(["tcp", "tls", "clock"])
        }
        if let proxy {
            findings.ok("dns", "looked up by the proxy \(proxy), which is at \(Self.words(addresses))")
            if expectsPrivate, isEndpoint {
                findings.warn(
                    "private",
                    "the proxy looks the name up, so it cannot be told whether its address is private",
                    hint: "to go to a private endpoint directly, name the host in NO_PROXY"
                )
            }
        } else {
            let isFine = judge(
                addresses,
                of: address,
                expectsPrivate: expectsPrivate && isEndpoint,
                into: &findings
            )
            // Nobody knocks at a metadata service to see whether it opens.
            guard isFine else { return findings.skipping(["tcp", "tls", "clock"]) }
        }
        var visit = await probe.visit(address, at: addresses[0])
        for place in addresses.dropFirst().prefix(3) {
            guard case .failure = visit.connection else { break }
            visit = await probe.visit(address, at: place)
        }
        guard judge(visit, through: proxy, into: &findings) else { return findings.checks }
        guard let answer = await judgeClock(of: address, into: &findings) else { return findings.checks }
        if isEndpoint, answer.status == 403 {
            findings.fail(
                "private",
                Self.refusal(by: address, at: proxy == nil ? addresses : []),
                hint: Self.privateHint,
                .unavailable
            )
        }
        return findings.checks
    }

    private func judge(
        _ addresses: [IPAddress],
        of address: WebAddress,
        expectsPrivate: Bool,
        into findings: inout DoctorFindings
    ) -> Bool {
        let words = "\(address.host) is at \(Self.words(addresses))"
        let isOurs = addresses.contains { $0.isLoopback || $0.isLinkLocalOrMetadata }
        if isOurs, !address.isLoopback, !network.allowedHosts.contains(address.host) {
            findings.fail(
                "dns",
                "\(words): this machine, its local link or a metadata service, where nothing is sent",
                hint: "if that is meant, run with `--allow-host \(address.authority)`",
                .unavailable
            )
            return false
        } else if expectsPrivate, !addresses.allSatisfy({ $0.isPrivate || $0.isLoopback }) {
            findings.fail(
                "dns",
                "\(words): it resolves to a public address although the workspace is private",
                hint: Self.privateHint,
                .unavailable
            )
            return false
        } else {
            let kind = addresses.allSatisfy(\.isPrivate) ? " (private)" : isOurs ? "" : " (public)"
            findings.ok("dns", words + kind)
            return true
        }
    }

    private static let privateHint =
        "link the private DNS zone of the workspace's private endpoint to this network, or run inside it"

    /// What it means that an endpoint refuses a request before it can have seen who sends it.
    ///
    /// - Parameters:
    ///   - address: The endpoint.
    ///   - addresses: Its addresses; empty where a proxy looks it up.
    /// - Returns: The meaning, in words.
    static func refusal(by address: WebAddress, at addresses: [IPAddress]) -> String {
        let isPublic = !addresses.isEmpty && !addresses.contains { $0.isPrivate || $0.isLoopback }
        let meaning =
            isPublic
            ? "it resolves to a public address although the workspace is private"
            : "its workspace lets nothing in from this network"
        return "\(address.host) answers 403 to whoever sends no token: \(meaning)"
    }

    /// - Returns: Whether all of the way is fine.
    private func judge(
        _ visit: NetworkProbe.Visit,
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
                .unavailable
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
                failure.words,
                hint:
                    "if a proxy or the endpoint has an authority of its own, name its certificate with `--ca-file`",
                .unavailable
            )
            findings.skip(["clock"])
            return false
        case nil: break
        }
        return true
    }

    /// Compares this machine's clock with a host's.
    ///
    /// - Parameters:
    ///   - address: The host; it is sent one request without a token.
    ///   - findings: Takes what is found.
    /// - Returns: The call, when there was an answer.
    func judgeClock(
        of address: WebAddress,
        into findings: inout DoctorFindings
    ) async -> ObservedCall? {
        let record = CallRecord()
        let observed = ObservedTransport(base: transport, time: time, record: record)
        let request = OutgoingRequest(
            method: .head,
            address: WebAddress(scheme: address.scheme, host: address.host, port: address.explicitPort)
        )
        do throws(TransportFailure) {
            _ = try await observed.send(request, timeout: .seconds(15))
        } catch {
            findings.warn("clock", "no answer to tell the time by: \(error.words)")
            return nil
        }
        guard let lead = record.all.first?.clockLead else {
            findings.warn("clock", "the host does not say what time it is")
            return record.all.first
        }
        let seconds = abs(lead.components.seconds)
        let words = "this machine's clock is \(seconds) s \(lead < .zero ? "behind" : "ahead of") the host's"
        if Duration.seconds(seconds) >= Self.clockTolerance {
            findings.fail(
                "clock",
                words,
                hint: "set the clock: Entra refuses what is signed at another time",
                .unavailable
            )
        } else if seconds > 30 {
            findings.warn("clock", words)
        } else {
            findings.ok("clock", words)
        }
        return record.all.first
    }

    private static func words(_ addresses: [IPAddress]) -> String {
        let shown = addresses.prefix(4).map(\.description).joined(separator: ", ")
        return addresses.count > 4 ? shown + " and \(addresses.count - 4) more" : shown
    }
}
