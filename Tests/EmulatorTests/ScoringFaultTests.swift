import Emulator
import Host
import JSONValues
import RunnerTestSupport
import Testing

@Suite struct ScoringFaultTests {
    private static func script(_ run: String, initialise: String = "pass") -> String {
        """
        import os, time
        def init():
            \(initialise)
        def run(mini_batch):
            names = [os.path.basename(path) for path in mini_batch]
            \(run)
            return names
        """
    }

    @Test func showsTheScriptsOwnTraceback() async throws {
        let script = Self.script("raise ValueError('column age is missing')")
        try await Workbench.with(
            script: script,
            deployment: "errorThreshold: 0\nretrySettings: { maxRetries: 0 }"
        ) { bench in
            let job = try await bench.run()
            #expect(job.status == .failed)
            let answer = try await bench.status(of: job.name)
            #expect(answer.body["properties"]?["status"] == "Failed")
            #expect(answer.body["properties"]?["error"]?["code"] == "UserError")
            let message = try #require(answer.body["properties"]?["error"]?["message"]?.string)
            #expect(
                message.contains("ValueError: column age is missing\nTraceback (most recent call last):\n")
            )
            #expect(message.contains("code/score.py\", line 6, in run\n    raise ValueError"))
            #expect(!message.contains("<string>"))
            #expect(SystemFileSystem().kind(of: bench.folder + "/out/runs/1/predictions.csv") == nil)
        }
    }

    @Test func failsWhenTheScriptCannotBeLoaded() async throws {
        try await Workbench.with(script: "def init(:\n") { bench in
            let job = try await bench.run()
            #expect(job.status == .failed)
            #expect(job.failure?.contains("SyntaxError") == true)
            #expect(job.failure?.contains("score.py\", line 1") == true)
        }
    }

    @Test func failsWhenInitRaises() async throws {
        let script = Self.script("pass", initialise: "raise RuntimeError('no model')")
        try await Workbench.with(script: script) { bench in
            let job = try await bench.run()
            #expect(job.status == .failed)
            #expect(
                job.failure?.hasPrefix("The scoring script failed in init(): RuntimeError: no model\n")
                    == true
            )
        }
    }

    @Test func failsWithoutAFunctionToRun() async throws {
        try await Workbench.with(script: "def init(): pass") { bench in
            let job = try await bench.run()
            #expect(job.failure?.contains("the scoring script has no function `run`") == true)
        }
    }

    @Test(arguments: ["None", "'text'", "5", "{'a': 1}"])
    func failsWhenRunReturnsSomethingElse(result: String) async throws {
        let script = "def init(): pass\ndef run(mini_batch): return \(result)"
        try await Workbench.with(script: script, deployment: "retrySettings: { maxRetries: 0 }") { bench in
            let job = try await bench.run()
            #expect(job.status == .failed)
            #expect(job.failure?.hasPrefix("No succeeded mini batch item returned from run().") == true)
            #expect(
                job.failure?.contains("TypeError: run() must return a pandas DataFrame, an array or a list")
                    == true
            )
        }
    }

    @Test func failsWhenNothingSucceeded() async throws {
        try await Workbench.with(script: "def init(): pass\ndef run(mini_batch): return []") { bench in
            let job = try await bench.run()
            #expect(job.status == .failed)
            #expect(job.failure?.hasPrefix("No succeeded mini batch item returned from run().") == true)
        }
    }

    /// One file fails of seven, in mini-batches of one.
    @Test(arguments: [(0, EmulatedJobStatus.failed), (1, .completed), (-1, .completed)])
    func countsFailedFiles(threshold: Int, status: EmulatedJobStatus) async throws {
        let deployment = "miniBatchSize: 1\nerrorThreshold: \(threshold)\nretrySettings: { maxRetries: 0 }"
        let script = Self.script("assert names != ['f3.csv'], 'bad file'")
        try await Workbench.with(script: script, deployment: deployment, files: ScoringTests.seven) { bench in
            let job = try await bench.run()
            #expect(job.status == status)
            if status == .failed {
                #expect(
                    job.failure?.hasPrefix("The number of failed files (1) exceeds the error threshold (0).")
                        == true
                )
                #expect(job.failure?.contains("AssertionError: bad file") == true)
            } else {
                let rows = [1, 2, 4, 5, 6, 7].map { "f\($0).csv\n" }.joined()
                #expect(try bench.text("out/runs/1/predictions.csv") == rows)
            }
        }
    }

    /// Three files, but one row: two files did not succeed.
    @Test(arguments: [(1, EmulatedJobStatus.failed), (2, .completed)])
    func countsMissingRowsAsFailedFiles(threshold: Int, status: EmulatedJobStatus) async throws {
        let script = "def init(): pass\ndef run(mini_batch): return mini_batch[:1]"
        try await Workbench.with(script: script, deployment: "errorThreshold: \(threshold)") { bench in
            let job = try await bench.run()
            #expect(job.status == status)
        }
    }

    @Test func triesAgainWhatFailed() async throws {
        let script = Self.script(
            """
            marker = os.environ["AZUREML_BI_OUTPUT_PATH"] + "/tried"
                if not os.path.exists(marker):
                    open(marker, "w").close()
                    raise OSError("flaky")
            """
        )
        try await Workbench.with(
            script: script,
            deployment: "errorThreshold: 0\nretrySettings: { maxRetries: 1 }"
        ) { bench in
            let job = try await bench.run()
            #expect(job.status == .completed, "\(job)")
            #expect(job.log.contains("OSError: flaky"))
        }
    }

    @Test func replacesAProcessThatTakesTooLong() async throws {
        let script = Self.script(
            """
            marker = os.environ["AZUREML_BI_OUTPUT_PATH"] + "/tried"
                if not os.path.exists(marker):
                    open(marker, "w").close()
                    time.sleep(600)
            """
        )
        let deployment = "retrySettings: { maxRetries: 5, timeout: PT0.75S }"
        try await Workbench.with(script: script, deployment: deployment) { bench in
            let job = try await bench.run()
            #expect(job.status == .completed, "\(job)")
            #expect(
                job.log.contains(
                    "run() took longer than 0.75 s for the mini-batch of `a.csv`, `b.csv`, `c.csv`."
                )
            )
        }
    }

    @Test func replacesAProcessThatEnds() async throws {
        let script = Self.script(
            """
            marker = os.environ["AZUREML_BI_OUTPUT_PATH"] + "/tried"
                if not os.path.exists(marker):
                    open(marker, "w").close()
                    os._exit(3)
            """
        )
        try await Workbench.with(script: script, deployment: "retrySettings: { maxRetries: 1 }") { bench in
            let job = try await bench.run()
            #expect(job.status == .completed, "\(job)")
            #expect(job.log.contains("exit status 3"))
        }
    }

    @Test func givesUpAProcessThatEndsAgainAndAgain() async throws {
        let script = Self.script("os.kill(os.getpid(), 9)")
        try await Workbench.with(
            script: script,
            deployment: "errorThreshold: 0\nretrySettings: { maxRetries: 1 }"
        ) { bench in
            let job = try await bench.run()
            #expect(job.status == .failed)
            #expect(job.failure?.contains("The scoring process ended during run() of `a.csv`") == true)
            #expect(job.failure?.contains("signal 9") == true)
        }
    }

    /// What a script started goes with it, also when it was put into the background.
    @Test(.enabled(if: SystemFileSystem().kind(of: "/proc/self") == .folder, "needs /proc"))
    func leavesNoProcessBehind() async throws {
        let script = Self.script(
            """
            import subprocess
                child = subprocess.Popen(["sleep", "600"])
                with open(os.environ["AZUREML_BI_OUTPUT_PATH"] + "/pids", "w") as file:
                    file.write(f"{os.getpid()} {child.pid} ")
                time.sleep(600)
            """
        )
        let pids = try await Workbench.with(script: script) { bench in
            _ = try await bench.submit()
            let path = bench.folder + "/out/runs/1/pids"
            while true {
                let bytes = (try? SystemFileSystem().read(path, limit: 1000)) ?? []
                let pids = String(decoding: bytes, as: UTF8.self).split(separator: " ").map(String.init)
                if pids.count == 2 { return pids }
                await Task.yield()
            }
        }
        for pid in pids { #expect(await isGone(pid), "process \(pid) lives") }
    }

    /// Whether a process is no more.
    ///
    /// A signal takes effect a moment after it was sent.
    private func isGone(_ pid: String) async -> Bool {
        let time = SystemTimekeeper()
        let end = time.monotonic + .seconds(5)
        while time.monotonic < end {
            guard let status = try? SystemFileSystem().read("/proc/\(pid)/stat", limit: 4096) else {
                return true
            }
            // A zombie is dead; who adopted it has only not looked yet.
            let state = String(decoding: status, as: UTF8.self).split(separator: ")").last?.split(
                separator: " "
            ).first
            if state == "Z" || state == "X" { return true }
            await Task.yield()
        }
        return false
    }
}
