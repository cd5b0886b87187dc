import Host
import RunnerTestSupport
import Testing

@testable import Emulator

@Suite struct StorageTests {
    private static let datastore = "azureml://datastores/d/paths"

    @Test(arguments: [
        ("azureml://datastores/d/paths/a/b.csv", ["a", "b.csv"]),
        ("azureml://subscriptions/s/resourcegroups/g/workspaces/w/datastores/d/paths/a", ["a"]),
        ("azureml://subscriptions/s/resourceGroups/g/workspaces/w/datastores/d/paths/a", ["a"]),
        (
            "/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w/datastores/d/paths/a",
            ["a"]
        ),
        ("azureml://datastores/d/paths//a/", ["a"]), ("azureml://datastores/d/paths", []),
    ])
    func bringsDatastoresIntoOneForm(uri: String, path: [String]) throws {
        let found = try #require(StorageURI(uri))
        let prefix = try #require(StorageURI(Self.datastore))
        #expect(found.rest(after: prefix) == path)
    }

    @Test(
        arguments: [
            ("HTTPS://Acct.blob.core.windows.net/c/a%20b?sv=1&sig=x", ["a b"]),
            ("https://acct.blob.core.windows.net/c", []), ("https://acct.blob.core.windows.net/cc", nil),
            ("https://acct.blob.core.windows.net/C/a", nil),
            ("https://acct.blob.core.windows.net.evil/c/a", nil),
            ("http://acct.blob.core.windows.net/c/a", nil),
        ] as [(String, [String]?)]
    )
    func comparesAddressesBySegment(uri: String, path: [String]?) throws {
        let prefix = try #require(StorageURI("https://acct.blob.core.windows.net/c"))
        #expect(try #require(StorageURI(uri)).rest(after: prefix) == path)
    }

    @Test(arguments: [
        "https://a.example/c/../x", "https://a.example/c/%2e%2e/x", "https://a.example/c/a%2Fb",
        "https://a.example/%00",
        "https://a.example/%zz", "azureml://datastores/d/paths/../x", "azureml://data:1", "azureml:n:1:2",
        "azureml:n@latest", "azureml:n:", "",
        "data/a",
        "azureml://x/datastores/d/paths/a",
    ])
    func refusesWhatNamesNoFile(uri: String) {
        #expect(StorageURI(uri) == nil)
    }

    @Test func aRegisteredAssetIsOnePlace() throws {
        let asset = try #require(StorageURI("azureml:patients:3"))
        #expect(asset.segments.isEmpty && asset.rest(after: asset) == [])
        #expect(try #require(StorageURI("azureml:patients:31")).rest(after: asset) == nil)
        #expect(EmulatedAsset("azureml:patients:3")?.version == "3")
    }

    // MARK: - Jobs

    @Test(arguments: [
        ("https://example.blob.core.windows.net/data/%2e%2e/code", "is not one that a job can read or write"),
        (
            "https://example.blob.core.windows.net/other",
            "is not in the emulator's storage; it has these prefixes: `https:"
        ),
        ("https://example.blob.core.windows.net/data/none?sig=KEY", "/data/none` does not exist"),
        ("https://example.blob.core.windows.net/data/none", "does not exist"),
        ("https://example.blob.core.windows.net/data/a.csv", "is not a folder, but its type is UriFolder"),
        ("https://example.blob.core.windows.net/data/empty", "has no files"),
    ])
    func failsTheJobWithoutItsInput(uri: String, words: String) async throws {
        try await Workbench.with(files: ["data/a.csv": "", "data/empty/inner/x": ""]) { bench in
            let job = try await bench.run(Workbench.job(input: uri))
            #expect(job.status == .failed)
            #expect(!job.log.contains("KEY"))
            #expect(job.failure?.contains(words) == true, "\(job.failure ?? "")")
        }
    }

    @Test(arguments: [
        ("https://example.blob.core.windows.net/data/new.csv", "is in storage that is not writable"),
        (
            "azureml://datastores/workspaceblobstore/paths/a/../../x",
            "is not one that a job can read or write"
        ),
        ("azureml://datastores/workspaceblobstore/paths", "names no file"),
        ("azureml://datastores/other/paths/x", "is not in the emulator's storage"),
    ])
    func failsTheJobWithoutItsOutput(uri: String, words: String) async throws {
        try await Workbench.with { bench in
            let job = try await bench.run(Workbench.job(output: uri))
            #expect(job.status == .failed)
            #expect(job.failure?.contains(words) == true, "\(job.failure ?? "")")
        }
    }

    @Test func refusesAnOutputThatIsThere() async throws {
        try await Workbench.with { bench in
            #expect(try await bench.run().status == .completed)
            let before = try bench.text("out/runs/1/predictions.csv")
            let job = try await bench.run()
            #expect(job.status == .failed)
            #expect(job.failure?.contains("already exists") == true)
            #expect(try bench.text("out/runs/1/predictions.csv") == before)
        }
    }

    @Test func followsNoLinkOutOfTheStorage() async throws {
        // A script makes the links, since nothing else here can.
        let script = """
            import os
            def init():
                here = os.path.dirname(os.path.abspath("."))
                os.symlink(here + "/code/score.py", here + "/data/link.csv")
                os.symlink(here + "/code", here + "/data/code")
                os.symlink(here, here + "/out/up")
            def run(mini_batch): return mini_batch
            """
        try await Workbench.with(script: script, files: ["data/a.csv": ""]) { bench in
            #expect(try await bench.run().status == .completed)
            let file = try await bench.run(Workbench.job(output: nil))
            #expect(file.failure?.contains("`link.csv` is a link that leads out") == true)
            let folder = try await bench.run(Workbench.job(input: Workbench.input + "/code", output: nil))
            #expect(folder.failure?.contains("leads out of the emulator's storage") == true)
            let output = "azureml://datastores/workspaceblobstore/paths/up/escaped.csv"
            let written = try await bench.run(
                Workbench.job(input: Workbench.input + "/a.csv", type: "UriFile", output: output)
            )
            #expect(written.failure?.contains("leads out of the emulator's storage") == true)
            #expect(SystemFileSystem().kind(of: bench.folder + "/escaped.csv") == nil)
        }
    }
}
