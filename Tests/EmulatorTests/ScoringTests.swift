import Diagnostics
import Emulator
import Host
import JSONValues
import RunnerTestSupport
import Testing

@Suite struct ScoringTests {
    /// Seven input files.
    static let seven = Dictionary(uniqueKeysWithValues: (1...7).map { ("data/f\($0).csv", "\($0)") })

    @Test func writesTheRowsInTheOrderOfTheFiles() async throws {
        let script = """
            import os
            calls = 0
            def init():
                global calls
                calls = 100
            def run(mini_batch):
                global calls
                calls += 1
                return [f"{os.path.basename(path)} {calls} {len(mini_batch)}" for path in mini_batch]
            """
        try await Workbench.with(script: script, deployment: "miniBatchSize: 3", files: Self.seven) { bench in
            let job = try await bench.run()
            #expect(job.status == .completed)
            let rows = """
                f1.csv 101 3
                f2.csv 101 3
                f3.csv 101 3
                f4.csv 102 3
                f5.csv 102 3
                f6.csv 102 3
                f7.csv 103 1

                """
            #expect(try bench.text("out/runs/1/predictions.csv") == rows)
        }
    }

    @Test func keepsTheOrderWithSeveralProcesses() async throws {
        let deployment = "miniBatchSize: 1\ninstanceCount: 2\nmaxConcurrencyPerInstance: 2"
        try await Workbench.with(deployment: deployment, files: Self.seven) { bench async throws in
            #expect(try await bench.run().status == .completed)
            let rows = (1...7).map { "f\($0).csv\n" }.joined()
            #expect(try bench.text("out/runs/1/predictions.csv") == rows)
        }
    }

    @Test func doesNotDescendIntoFolders() async throws {
        try await Workbench.with(files: ["data/b.csv": "", "data/a.csv": "", "data/inner/c.csv": ""]) {
            bench async throws in
            #expect(try await bench.run().status == .completed)
            #expect(try bench.text("out/runs/1/predictions.csv") == "a.csv\nb.csv\n")
        }
    }

    @Test func takesSettingsOfTheRequest() async throws {
        let script = """
            def init(): pass
            def run(mini_batch): return [len(mini_batch)] * len(mini_batch)
            """
        try await Workbench.with(script: script) { bench in
            let job = try await bench.run(
                Workbench.job(output: nil, further: #", "miniBatchSize": 2, "outputFileName": "rows.txt""#)
            )
            #expect(job.status == .completed)
            #expect(try bench.text("out/azureml/\(job.name)/score/rows.txt") == "2\n2\n1\n")
        }
    }

    @Test(arguments: [
        ("[('a', 1), ['b', 2], {'c': 3}]", "('a', 1)\n['b', 2]\n{'c': 3}\n"),
        ("(1.5, 'x', None)", "1.5\nx\nNone\n"),
        ("__import__('array').array('i', [1, 2, 3])", "1\n2\n3\n"),
    ])
    func writesEachElementAsALine(result: String, rows: String) async throws {
        let script = """
            def init(): pass
            def run(mini_batch): return \(result)
            """
        try await Workbench.with(script: script) { bench async throws in
            #expect(try await bench.run().status == .completed)
            #expect(try bench.text("out/runs/1/predictions.csv") == rows)
        }
    }

    /// A stand-in with pandas' name and the call that is made of a real one.
    @Test func writesATableAsPandasDoes() async throws {
        let script = """
            class DataFrame:
                columns = ["a", "b"]
                def __len__(self): return 3
                def to_csv(self, sep, header, index):
                    return "".join(sep.join(row) + "\\n" for row in (["1", "x"], ["2", "y"], ["3", "z"]))
            DataFrame.__module__ = "pandas.core.frame"
            def init(): pass
            def run(mini_batch): return DataFrame()
            """
        try await Workbench.with(script: script) { bench async throws in
            #expect(try await bench.run().status == .completed)
            #expect(try bench.text("out/runs/1/predictions.csv") == "1 x\n2 y\n3 z\n")
        }
    }

    @Test func writesARealTable() async throws {
        let script = """
            def init(): pass
            def run(mini_batch):
                import numpy, pandas
                return pandas.DataFrame({"a": [1, 2, 3], "b": ["x y", "z", None], "c": numpy.array([0.5, 1.0, 2.0])})
            """
        // A Python that has pandas can be named to the test.
        let python = ProcessEnvironment.current.nonEmpty("RUNNER_TEST_PYTHON") ?? "python3"
        try await Workbench.with(script: script, deployment: "python: \(python)") { bench in
            let job = try await bench.run()
            if job.failure?.contains("ModuleNotFoundError") == true {
                try Test.cancel("python3 has no pandas; name one that has: RUNNER_TEST_PYTHON")
            }
            #expect(job.status == .completed, "\(job)")
            let rows = try bench.text("out/runs/1/predictions.csv")
            #expect(rows == "1 \"x y\" 0.5\n2 z 1.0\n3  2.0\n")
        }
    }

    @Test func leavesTheOutputToTheScriptWhenAsked() async throws {
        let script = """
            import os
            def init(): pass
            def run(mini_batch):
                with open(os.path.join(os.environ["AZUREML_BI_OUTPUT_PATH"], "mine.txt"), "a") as file:
                    file.write(f"{len(mini_batch)}\\n")
                return mini_batch
            """
        try await Workbench.with(script: script, deployment: "outputAction: summary_only") {
            bench async throws in
            #expect(try await bench.run().status == .completed)
            #expect(try bench.text("out/runs/1/mine.txt") == "3\n")
            #expect(SystemFileSystem().kind(of: bench.folder + "/out/runs/1/predictions.csv") == nil)
        }
    }

    @Test func givesTheScriptAnEnvironmentOfItsOwn() async throws {
        let script = """
            import os, sys
            def init(): pass
            def run(mini_batch):
                print("printed by the script")
                os.write(1, b"written by the script\\n")
                assert sys.stdin.read() == ""
                secret = "AZURE_CLIENT_SECRET" in os.environ
                model = os.path.exists(os.path.join(os.environ["AZUREML_MODEL_DIR"], "model", "m.txt"))
                return [secret, model, os.environ["GREETING"], os.path.exists("score.py")]
            """
        let files = ["data/a.csv": "", "model/m.txt": "", "code/score.py": script]
        try await TemporaryFolder.with { folder in
            try Workbench.write(files, into: folder)
            let document = Workbench.document(
                deployment: "model: model\nenvironmentVariables: { GREETING: hello }"
            )
            let variables = ["AZURE_CLIENT_SECRET": "not for scripts"]
            try await Workbench.with(document, folder: folder, environment: variables) { bench in
                let job = try await bench.run()
                #expect(job.status == .completed, "\(job)")
                #expect(try bench.text("out/runs/1/predictions.csv") == "False\nTrue\nhello\nTrue\n")
                #expect(job.log.contains("printed by the script\nwritten by the script\n"))
            }
        }
    }

    // MARK: - The example

    static let hasExample =
        SystemFileSystem().kind(of: Fixture.packageRoot + "/manifests/heart-disease/code/score.py") == .file

    @Test(.enabled(if: hasExample, "manifests/heart-disease is not there"))
    func scoresTheExample() async throws {
        let manifests = Fixture.packageRoot + "/manifests"
        let predictions = "azureml://datastores/workspaceblobstore/paths/heart/predictions.csv"
        try await TemporaryFolder.with { folder in
            // The example as it is, but for the folder that it writes to.
            let document = try Fixture.text("manifests/emulator.yaml")
                .replacing("folder: ../.runner/emulator/workspaceblobstore", with: "folder: \(folder)")
            let variables = ["AZURE_CLIENT_SECRET": Workbench.secret]
            try await Workbench.with(document, folder: manifests, environment: variables) { bench in
                let input = "https://azuremlexampledata.blob.core.windows.net/data/heart-disease-uci"
                let job = try await bench.run(Workbench.job(input: input, output: predictions))
                #expect(job.status == .completed, "\(job)")
                let bytes = try SystemFileSystem().read(folder + "/heart/predictions.csv", limit: 1 << 20)
                let rows = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
                #expect(rows.count == 303)
                #expect(rows.contains("2,0.996103,1,patients-01.csv"))
            }
        }
    }
}
