import Diagnostics
import Emulator
import Host
import Manifests
import RunnerTestSupport
import Synchronization
import Testing

@Suite struct LifecycleTests {
    @Test func walksThroughTheStates() async throws {
        let seen = Mutex<[EmulatedJobStatus]>([])
        let observe: @Sendable (EmulatorEvent) -> Void = { event in
            if case .job(let report) = event { seen.withLock { $0.append(report.status) } }
        }
        try await Workbench.with(observe: observe) { bench in _ = try await bench.run() }
        #expect(seen.withLock { $0 } == [.preparing, .queued, .running, .finalizing, .completed])
    }

    @Test func staysInItsFirstStatesAsConfigured() async throws {
        let time = ManualTimekeeper()
        let document = Workbench.document(deployment: "").replacing(
            "    defaultDeployment: main",
            with: "    timing: { preparing: PT0.2S, queued: PT5M }\n    defaultDeployment: main"
        )
        try await TemporaryFolder.with { folder in
            try Workbench.write(["code/score.py": Workbench.namesScript], into: folder)
            try await Workbench.with(document, folder: folder, time: time) { bench in
                // No input files: the job fails before a process is started.
                let job = try await bench.run()
                #expect(job.status == .failed)
            }
        }
        #expect(time.sleeps.prefix(2) == [.milliseconds(200), .seconds(300)])
    }

    @Test func saysEverythingThatIsMissing() async throws {
        let document = """
            apiVersion: runner/v1
            kind: Emulator
            metadata: { name: test }
            entra:
              tenants:
                \(Workbench.tenant):
                  applications: { \(Workbench.client): { clientSecret: { env: NOT_SET_ANYWHERE } } }
            endpoints:
              heart:
                host: heart.example
                deployments:
                  a: { code: nowhere, scoringScript: score.py }
                  b: { code: ., scoringScript: score.py, model: nothing, python: python-of-nowhere }
            storage:
              - { prefix: "azureml://blob", folder: . }
              - { prefix: "https://a.example/c", folder: absent }
            """
        let configuration = try Workbench.configuration(document)
        let host = Workbench.host(time: SystemTimekeeper())
        try await TemporaryFolder.with { folder in
            let failure = await #expect(throws: EmulatorStartFailure.self) {
                try await EmulatorServer.withRunning(configuration, folder: folder, host: host) { _ in }
            }
            let codes = failure?.diagnostics.map(\.code.name)
            #expect(codes == ["RN0801", "RN0802", "RN0802", "RN0802", "RN0803", "RN0805", "RN0802"])
        }
    }

    @Test func takesItsSecretsFromTheDocumentsEnvironmentFirst() async throws {
        let document =
            Workbench.document(deployment: "").replacing(
                "clientSecret: \"\(Workbench.secret)\"",
                with: "clientSecret: { env: AZURE_CLIENT_SECRET }"
            ) + "\nenvironment: { AZURE_CLIENT_SECRET: \"\(Workbench.secret)\" }\n"
        try await TemporaryFolder.with { folder in
            try Workbench.write(["code/score.py": Workbench.namesScript], into: folder)
            let real = ["AZURE_CLIENT_SECRET": "another"]
            try await Workbench.with(document, folder: folder, environment: real) { bench in
                let answer = try await bench.askForToken(Workbench.form)
                #expect(answer.status == 200)
            }
        }
    }

    /// A managed identity can be rehearsed without the secret of an application beside it, which then has none.
    @Test func doesWithoutASecretWhereTheMachineHasIdentities() async throws {
        let document =
            Workbench.document(deployment: "").replacing(
                "clientSecret: \"\(Workbench.secret)\"",
                with: "clientSecret: { env: NOT_SET_ANYWHERE }"
            ) + "\nmanagedIdentities:\n" + EmulatedIdentityTests.system
        try await TemporaryFolder.with { folder in
            try Workbench.write(["code/score.py": Workbench.namesScript], into: folder)
            try await Workbench.with(document, folder: folder) { bench in
                let answer = try await bench.askForToken(Workbench.form)
                #expect(answer.status == 401)
            }
        }
    }

    @Test func endsWhenTheTaskIsCancelled() async throws {
        try await TemporaryFolder.with { folder in
            try Workbench.write(["code/score.py": Workbench.namesScript], into: folder)
            let configuration = try Workbench.configuration(Workbench.document(deployment: ""))
            let host = Workbench.host(time: SystemTimekeeper())
            let (started, start) = AsyncStream.makeStream(of: Int.self)
            let isOver = try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask {
                    try await EmulatorServer.withRunning(configuration, folder: folder, host: host) {
                        running in
                        start.yield(running.address.port)
                        await running.untilCancelled()
                        return Task.isCancelled
                    }
                }
                let port = await started.first { _ in true }
                #expect(port != nil)
                group.cancelAll()
                return try await group.next()
            }
            #expect(isOver == true)
        }
    }

    @Test func saysThatAPortIsTaken() async throws {
        try await Workbench.with { bench in
            let document = try Workbench.configuration(Workbench.document(deployment: ""))
            let host = Workbench.host(time: SystemTimekeeper())
            let port = bench.running.address.port
            let failure = await #expect(throws: EmulatorStartFailure.self) {
                try await EmulatorServer.withRunning(document, folder: bench.folder, host: host, port: port) {
                    _ in
                }
            }
            #expect(failure?.diagnostics.map(\.code.name) == ["RN0804"])
            #expect(failure?.diagnostics.first?.notes.isEmpty == false)
        }
    }

    @Test func explainsEveryCode() {
        let codes = Diagnostic.Code.emulatorCodes
        #expect(Set(codes.map(\.name)).count == codes.count)
        for code in codes {
            #expect(code.name.hasPrefix("RN08"))
            #expect(
                code.explanation.contains("Wrong:") && code.explanation.contains("Right:"),
                "\(code.name)"
            )
        }
    }
}
