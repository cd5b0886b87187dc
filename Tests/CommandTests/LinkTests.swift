import Diagnostics
import Host
import RunnerTestSupport
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

@testable import RunnerCommands

/// Links of a repository under review do not make the program show other files.
@Suite struct LinkTests {
    @Test(arguments: ["plan", "validate"]) func leadOutOfNoRepository(command: String) async throws {
        try await Workplace.with { workplace in
            let files = SystemFileSystem()
            try files.createFolder(workplace.folder + "/repo/.git")
            try files.createFolder(workplace.folder + "/repo/jobs")
            try workplace.write("secret.yaml", "canary-of-another-file")
            let jobs = workplace.folder + "/repo/jobs"
            #expect(unsafe symlink("../../secret.yaml", jobs + "/file.yaml") == 0)
            #expect(unsafe symlink("../..", jobs + "/folder") == 0)
            for path in [jobs, jobs + "/file.yaml", jobs + "/folder", jobs + "/folder/secret.yaml"] {
                let outcome = await workplace.run([command, path], environment: [:])
                #expect(outcome.status == .invalid, "\(path): \(outcome.error)")
                #expect(outcome.error.contains("RN0756"), "\(outcome.error)")
                #expect(!(outcome.output + outcome.error).contains("canary"))
            }
            // A link that stays inside is as good as what it leads to.
            try workplace.write("repo/real.yaml", try Fixture.text("manifests/heart-disease.yaml"))
            #expect(unsafe unlink(jobs + "/file.yaml") == 0)
            #expect(unsafe symlink("../real.yaml", jobs + "/file.yaml") == 0)
            let inside = await workplace.run([command, jobs], environment: [:])
            #expect(inside.status == .success, "\(inside.error)")
        }
    }

    @Test func leadOutOfNoFolderThatWasNamed() async throws {
        try await Workplace.with { workplace in
            let files = SystemFileSystem()
            try files.createFolder(workplace.folder + "/jobs")
            try workplace.write("secret.yaml", "canary-of-another-file")
            #expect(unsafe symlink("../secret.yaml", workplace.folder + "/jobs/a.yaml") == 0)
            let listed = await workplace.run(["plan", workplace.folder + "/jobs"], environment: [:])
            #expect(listed.status == .invalid)
            #expect(listed.error.contains("RN0756") && !listed.error.contains("canary"))
        }
    }
}
