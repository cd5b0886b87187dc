import Diagnostics
import Emulator
import Execution
import HTTPExchange
import HTTPTypes
import JSONValues
import Manifests
import Transport

/// An emulator in a process of its own, which keeps its jobs from one run to the next.
struct StandingEmulator {
    /// Its port on 127.0.0.1.
    let port: Int

    /// The most hosts that it may play.
    private static let hostLimit = 1000

    /// Leads every host that it plays to it, and refuses every other.
    ///
    /// - Parameter configuration: What it must play: a secret must not go to whoever else has the port.
    /// - Returns: The routes.
    /// - Throws: RN0806 when it is not there, or is another one.
    func routes(for configuration: EmulatorConfiguration) async throws(Diagnostic) -> HostRoutes {
        let hosts = try await hosts()
        let missing = configuration.endpoints.map(\.host.value).filter { host in
            !hosts.contains { $0.utf8.elementsEqual(host.utf8) }
        }
        guard missing.isEmpty else {
            throw .emulatorNotThere(port, "it does not play `\(missing[0])`, as the document says")
        }
        return .sealed(hosts: hosts, port: port)
    }

    /// The hosts that it says it plays.
    private func hosts() async throws(Diagnostic) -> [String] {
        let request = OutgoingRequest(
            method: .get,
            address: WebAddress(scheme: .http, host: "127.0.0.1", port: port, path: "/_emulator/hosts")
        )
        let answer: HTTPAnswer
        do {
            let routes = HostRoutes.sealed(hosts: ["127.0.0.1"], port: port)
            answer = try await AsyncHTTPTransport.withTransport(routes: routes) {
                try await $0.send(request, timeout: .seconds(5))
            }
        } catch let failure as TransportFailure {
            throw .emulatorNotThere(port, failure.words)
        } catch {
            throw .emulatorNotThere(port, "it cannot be asked")
        }
        guard answer.status == 200, let values = try? JSONReader().read(answer.body).array,
            values.count <= Self.hostLimit
        else { throw .emulatorNotThere(port, "whoever answers there is no emulator of runner") }
        return values.compactMap(\.string)
    }
}

extension Diagnostic {
    fileprivate static func emulatorNotThere(_ port: Int, _ why: String) -> Diagnostic {
        Diagnostic(
            .emulatorNotThere,
            "the emulator is not at 127.0.0.1:\(port)",
            notes: [why],
            help: "start it with `runner emulator --config FILE --port \(port)`, or leave `@\(port)` out"
        )
    }
}
