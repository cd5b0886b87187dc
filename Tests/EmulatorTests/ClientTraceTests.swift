import HTTPTypes
import Host
import JSONValues
import Manifests
import RunnerTestSupport
import Testing

@testable import Emulator

/// What Microsoft's own client sends, as it was recorded.
@Suite(.enabled(if: SharedReference.isPresent, "../shared is not there"))
struct ClientTraceTests {
    /// A job request with what it was answered.
    private struct Exchange {
        let request: JSONValue
        let status: Int
        let answer: JSONValue?
    }

    private static func exchanges() throws -> [Exchange] {
        let folder = SharedReference.folder + "/traces/azureml"
        var found: [Exchange] = []
        for name in try SystemFileSystem().names(in: folder) where name.hasSuffix(".json") {
            let bytes = try SharedReference.bytes("traces/azureml/" + name)
            let trace = try JSONReader().read(bytes)
            for exchange in trace["exchanges"]?.array ?? [] {
                guard exchange["method"] == "POST",
                    exchange["path"]?.string?.hasSuffix("/mnist-batch/jobs") == true,
                    let request = exchange["body"], let status = exchange["response"]?["status"]?.integer
                else { continue }
                found.append(
                    Exchange(request: request, status: status, answer: exchange["response"]?["body"])
                )
            }
        }
        return found
    }

    @Test func takesWhatTheClientSends() throws {
        let exchanges = try Self.exchanges()
        #expect(exchanges.count > 20)
        for exchange in exchanges {
            let text = JSONWriter.text(exchange.request)
            var reader = JobRequestReader(defaults: EmulatedDeployment.Settings())
            if exchange.status == 400 {
                #expect(throws: ServiceFailure.self, "\(text)") { try reader.request(Array(text.utf8)) }
            } else {
                #expect(throws: Never.self, "\(text)") { try reader.request(Array(text.utf8)) }
            }
        }
    }

    @Test func answersEveryMemberThatTheClientIsUsedTo() async throws {
        let exchange = try #require(try Self.exchanges().first { $0.status == 201 })
        let wanted = Self.names(in: try #require(exchange.answer))
        #expect(wanted.contains("properties.interactionEndpoints.Studio.endpoint"))
        try await Workbench.with { bench in
            let answer = try await bench.submit(JSONWriter.text(exchange.request))
            #expect(answer.status == 201)
            #expect(wanted.subtracting(Self.names(in: answer.body)) == [])
        }
    }

    /// The paths of all members.
    private static func names(in value: JSONValue, under path: String = "") -> Set<String> {
        var names: Set<String> = []
        for member in value.members ?? [] {
            let path = path.isEmpty ? member.name : path + "." + member.name
            names.insert(path)
            names.formUnion(Self.names(in: member.value, under: path))
        }
        return names
    }
}
