import Diagnostics
import HTTPExchange
import HTTPTypes
import Host
import RunnerTestSupport
import Testing
import Transport

@testable import RunnerCommands

/// What `doctor` makes of addresses, clocks and answers.
@Suite struct HostDoctorTests {
    private static let endpoint = WebAddress(scheme: .https, host: "heart.example", port: 443)

    private func doctor(
        at addresses: [String],
        answer: HTTPAnswer? = nil,
        proxy: String? = nil,
        now: Timestamp = Timestamp(milliseconds: 0)
    ) -> HostDoctor {
        var problems: [Diagnostic] = []
        let settings = NetworkSettings(
            proxy: ProxySettings({ $0 == "HTTPS_PROXY" ? proxy : nil }, into: &problems)
        )
        return HostDoctor(
            network: settings,
            probe: NetworkProbe(
                settings,
                limit: .milliseconds(200),
                lookUp: { _ in addresses.compactMap { IPAddress($0) } }
            ),
            transport: ScriptedTransport(answer.map { [.answer($0)] } ?? []),
            time: ManualTimekeeper(start: now)
        )
    }

    /// Addresses of an endpoint, whether they are to be private, and what is said; nothing is called.
    static let addresses: [([String], Bool, String)] = [
        (["20.1.2.3"], true, "it resolves to a public address although the workspace is private"),
        (
            ["10.0.0.4", "20.1.2.3"], true,
            "it resolves to a public address although the workspace is private"
        ),
        (["2603:1030::1"], true, "it resolves to a public address although the workspace is private"),
        (["169.254.169.254"], false, "a metadata service, where nothing is sent"),
        (["127.0.0.1"], false, "where nothing is sent"),
        (["10.0.0.4", "fe80::1"], true, "where nothing is sent"),
        ([], false, "is not known to this machine's resolver"),
    ]

    @Test(arguments: addresses)
    func refusesAddresses(addresses: [String], isPrivate: Bool, words: String) async throws {
        let doctor = doctor(at: addresses)
        let checks = await doctor.checks(
            of: Self.endpoint,
            as: "heart",
            isEndpoint: true,
            expectsPrivate: isPrivate
        )
        #expect(checks.map(\.name) == ["dns", "tcp", "tls", "clock"])
        #expect(checks.map(\.grade) == [.fail, .skip, .skip, .skip])
        #expect(checks[0].words.contains(words), "\(checks[0].words)")
        #expect(checks[0].hint != nil)
    }

    @Test func cannotTellPrivateAddressesBehindAProxy() async throws {
        let doctor = doctor(at: ["127.0.0.1"], proxy: "http://proxy.example:1")
        let checks = await doctor.checks(
            of: Self.endpoint,
            as: "heart",
            isEndpoint: true,
            expectsPrivate: true
        )
        #expect(checks.first { $0.name == "private" }?.grade == .warn)
        #expect(checks.first { $0.name == "tcp" }?.grade == .fail)
    }

    /// How far this machine's clock is ahead, in seconds, and how that is judged.
    static let clocks: [(Int64, DoctorCheck.Grade, String)] = [
        (0, .ok, "0 s"), (-20, .ok, "20 s behind"), (45, .warn, "45 s ahead of"),
        (-299, .warn, "299 s behind"), (300, .fail, "300 s ahead of"), (-86_400, .fail, "86400 s behind"),
    ]

    @Test(arguments: clocks)
    func comparesClocks(lead: Int64, grade: DoctorCheck.Grade, words: String) async throws {
        let date = try #require(WebDate("Sun, 06 Nov 1994 08:49:37 GMT"))
        let answer = HTTPAnswer(status: 401, fields: [.date: "Sun, 06 Nov 1994 08:49:37 GMT"])
        let now = Timestamp(milliseconds: (date.secondsSince1970 + lead) * 1000)
        let doctor = doctor(at: [], answer: answer, now: now)
        var findings = DoctorFindings(subject: "heart")
        let call = await doctor.judgeClock(of: Self.endpoint, into: &findings)
        #expect(call?.status == 401)
        #expect(findings.checks.map(\.grade) == [grade])
        #expect(findings.checks.first?.words.contains(words) == true, "\(findings.checks)")
    }

    @Test func saysWhenThereIsNoTimeToCompare() async throws {
        for answer in [HTTPAnswer(status: 200), nil] {
            let doctor = doctor(at: [], answer: answer)
            var findings = DoctorFindings(subject: "heart")
            _ = await doctor.judgeClock(of: Self.endpoint, into: &findings)
            #expect(findings.checks.map(\.grade) == [.warn])
        }
    }

    @Test func readsA403WithoutATokenAsAClosedNetwork() {
        let open = [IPAddress("20.1.2.3")].compactMap(\.self)
        #expect(
            HostDoctor.refusal(by: Self.endpoint, at: open)
                .contains("it resolves to a public address although the workspace is private")
        )
        for addresses in [[], [IPAddress("10.0.0.4")].compactMap(\.self)] {
            #expect(HostDoctor.refusal(by: Self.endpoint, at: addresses).contains("from this network"))
        }
    }
}
