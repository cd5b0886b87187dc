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
        var place = addresses[0]
        var visit = await probe.visit(address, at: place)
        for next in addresses.dropFirst().prefix(3) {
            guard case .failure = visit.connection else { break }
            place = next
            visit = await probe.visit(address, at: place)
        }
        var shown: ShownCertificate?
        if case .failure(let failure)? = visit.security, failure.reason == .certificateRefused {
            shown = await probe.certificate(of: address, at: place)
        }
        guard judge(visit, showing: shown, through: proxy, into: &findings) else { return findings.checks }
        guard let answer = await judgeClock(of: address, into: &findings) else { return findings.checks }
        if isEndpoint, answer.status == 403 {
            findings.fail(
                "private",
                Self.refusal(by: address, at: proxy == nil ? addresses : []),
                hint: Self.privateHint,
                .missingConfiguration
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
                .missingConfiguration
            )
            return false
        } else if expectsPrivate, !addresses.allSatisfy({ $0.isPrivate || $0.isLoopback }) {
            findings.fail(
                "dns",
                "\(words): it resolves to a public address although the workspace is private",
                hint: Self.privateHint,
                .missingConfiguration
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
                .missingConfiguration
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
