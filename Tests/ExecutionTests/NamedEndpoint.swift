import HTTPExchange
import HTTPTypes
import Host
import JSONValues
import Plans
import RunnerTestSupport
import Synchronization

/// An endpoint that is looked up, with a list of its jobs, played in memory: what it does to a submission is scripted.
final class NamedEndpoint: Sendable {
    /// What happens to a submission.
    enum Fate: Sendable {
        /// It is taken and answered.
        case answered
        /// It is taken, and the answer is lost.
        case taken
        /// It is lost on its way.
        case lost
        /// It is taken, and answered with a status that proves nothing.
        case takenAs(status: Int)
        /// It is refused.
        case refused(status: Int)
    }

    private struct State {
        var fates: ArraySlice<Fate>
        var names: Set<String> = []
        var jobs: [(name: String, key: String?, value: JSONValue, since: Duration)] = []
    }

    private let state: Mutex<State>
    private let time: ManualTimekeeper
    /// How long the list does not show a job.
    let lag: Duration
    /// When an answer of the list is late, and how late.
    let late: (from: Duration, by: Duration)?

    /// Plays an endpoint on a bench.
    ///
    /// - Parameters:
    ///   - bench: Whose far side it is.
    ///   - fates: What happens to each submission; `answered` when none is left.
    ///   - lag: How long the list does not show a job.
    ///   - late: From when the list's next answer is late, and how late.
    init(
        on bench: Bench,
        _ fates: [Fate] = [],
        lag: Duration = .zero,
        late: (from: Duration, by: Duration)? = nil
    ) {
        self.state = Mutex(State(fates: fates[...]))
        self.time = bench.time
        self.lag = lag
        self.late = late
        bench.transport.respond { self.reply($0) }
    }

    /// How many jobs there are.
    var count: Int { state.withLock { $0.jobs.count } }

    /// The names of the jobs.
    var names: [String] { state.withLock { $0.jobs.map(\.name) } }

    /// Puts a job there that somebody else made.
    func add(_ name: String, reading uri: String, age: Duration = .zero, by creator: String? = nil) {
        state.withLock { state in
            let value = Self.job(
                name,
                inputs: ["x": ["uri": .string(uri)]],
                at: shown(time.monotonic - age),
                creator
            )
            state.jobs.append((name, nil, value, time.monotonic - lag))
            state.names.insert(name)
        }
    }

    private func shown(_ passed: Duration) -> String {
        let milliseconds = passed.components.seconds * 1000
        return Timestamp(milliseconds: 1_795_212_000_000 + milliseconds).description
    }

    private static func job(_ name: String, inputs: JSONValue, at time: String, _ creator: String?)
        -> JSONValue
    {
        [
            "name": .string(name),
            "properties": ["status": "Running", "inputData": inputs, "outputData": [:]],
            "systemData": ["createdAt": .string(time), "createdBy": creator.map { .string($0) } ?? .null],
        ]
    }

    private func reply(_ request: OutgoingRequest) -> ScriptedTransport.Reply {
        let path = request.address.path
        if request.method == .post, path.hasSuffix("/cancel") {
            return .answer(HTTPAnswer(status: 200))
        }
        if request.method == .post { return submitted(request) }
        if path.hasSuffix("/batchEndpoints/heart") {
            return .json([
                "properties": [
                    "scoringUri": "https://heart.eastus2.inference.ml.azure.com/jobs",
                    "defaults": ["deploymentName": "blue"],
                ]
            ])
        }
        if path.hasSuffix("/workspaces/cardiology") {
            return .json(["properties": ["discoveryUrl": "https://eastus2.api.azureml.ms/discovery"]])
        }
        if path == "/discovery" { return .json(["api": "https://eastus2.api.azureml.ms"]) }
        if path.hasPrefix("/mferp") { return list() }
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        guard state.withLock({ $0.names.contains(name) }) else {
            return .json(["error": ["code": "X"]], status: 404)
        }
        return .json(["name": .string(name), "properties": ["status": "Completed"]])
    }

    private func list() -> ScriptedTransport.Reply {
        let now = time.monotonic
        let shown = state.withLock { state in state.jobs.filter { now - $0.since >= lag }.map(\.value) }
        if let late, now >= late.from, now < late.from + late.by { time.advance(by: late.by) }
        return .json(["value": .array(shown)])
    }

    private func submitted(_ request: OutgoingRequest) -> ScriptedTransport.Reply {
        let inputs = (try? JSONReader().read(request.body))?["properties"]?["inputData"] ?? [:]
        let key = request.fields.first { $0.name.canonicalName == "repeatability_request-id" }?.value
        return state.withLock { state in
            let fate = state.fates.isEmpty ? .answered : state.fates.removeFirst()
            func take() -> String {
                let name = "batchjob-\(state.jobs.count + 1)"
                let value = Self.job(name, inputs: inputs, at: shown(time.monotonic), nil)
                state.jobs.append((name, key, value, time.monotonic))
                state.names.insert(name)
                return name
            }
            switch fate {
            case .answered:
                return .json(["name": .string(take()), "properties": ["status": "Preparing"]], status: 201)
            case .taken:
                _ = take()
                return .failure(TransportFailure(.maybeSent, .connectionLost))
            case .lost: return .failure(TransportFailure(.maybeSent, .connectionLost))
            case .takenAs(let status):
                _ = take()
                return .json(["error": ["code": "X", "message": "no"]], status: status)
            case .refused(let status):
                return .json(["error": ["code": "X", "message": "no"]], status: status)
            }
        }
    }
}
