import Diagnostics
import Host
import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

/// A bare repository, a clone of a person who pushes to it, and a machine of a CI system, all in one folder.
struct PushedRepository: Sendable {
    let workplace: Workplace
    var folder: String { workplace.folder }
    var origin: String { folder + "/origin.git" }
    /// The clone of the person who pushes.
    var desk: String { folder + "/desk" }

    /// How a script ended and what it said.
    struct Outcome: Sendable {
        let status: Int32
        let text: String
    }

    /// What a machine has before any CI system adds to it.
    var environment: [String: String] {
        [
            "PATH": folder + "/bin:" + (ProcessEnvironment.current["PATH"] ?? "/usr/bin:/bin"),
            "HOME": folder + "/home", "GIT_CONFIG_NOSYSTEM": "1", "LANG": "C.UTF-8",
            "TMPDIR": folder + "/tmp",
            "GIT_AUTHOR_NAME": "ada", "GIT_AUTHOR_EMAIL": "ada@example.com", "GIT_COMMITTER_NAME": "ada",
            "GIT_COMMITTER_EMAIL": "ada@example.com",
        ]
    }

    /// What a job has besides: the emulator in place of the cloud, and a secret for apply.
    var rehearsal: [String: String] {
        var values = Workplace.environment
        values["PATH"] = nil
        values["RUNNER_EMULATOR"] = workplace.emulator
        return values
    }

    /// Lends a repository in which the heart-disease manifest is committed, with a program that tells on itself: each
    /// call is a line of `calls`, with the names of the variables that it got.
    static func with(_ body: (PushedRepository) async throws -> Void) async throws {
        try await Workplace.with { workplace in
            let repository = PushedRepository(workplace: workplace)
            let files = SystemFileSystem()
            for name in ["home", "bin", "tmp", "desk/manifests"] {
                try files.createFolder(workplace.folder + "/" + name)
            }
            try workplace.write(
                "desk/manifests/heart-disease.yaml",
                try Fixture.text("manifests/heart-disease.yaml")
            )
            try workplace.write(
                "bin/runner",
                """
                #!/bin/sh
                printf '%s %s\\n' "$1" "$(env | sed 's/=.*//' | LC_ALL=C sort | tr '\\n' ' ')" \
                >>'\(workplace.folder)/calls'
                exec '\(BinaryTests.program.string)' "$@"

                """
            )
            let made = try await repository.bash(
                """
                chmod 755 ../bin/runner
                git init -q --bare -b main ../origin.git
                git init -q -b main
                git remote add origin ../origin.git
                git add -A; git commit -qm first; git push -q origin main
                """,
                in: repository.desk
            )
            try #require(made.status == 0, "\(made.text)")
            try await body(repository)
        }
    }

    /// Runs a script as CI systems do: from a file, by the shell.
    func bash(
        _ script: String,
        shell: String = "bash",
        _ arguments: [String] = [],
        environment extra: [String: String] = [:],
        in place: String
    ) async throws -> Outcome {
        let name = "script-\(UInt64.random(in: .min ... .max)).sh"
        try workplace.write("tmp/" + name, script + "\n")
        var values: [Subprocess.Environment.Key: String] = [:]
        for (name, value) in environment.merging(extra, uniquingKeysWith: { $1 }) {
            values[Subprocess.Environment.Key(stringLiteral: name)] = value
        }
        let options = shell == "bash" ? ["--noprofile", "--norc", "-eo", "pipefail"] : ["-e"]
        let result = try await Subprocess.run(
            .name(shell),
            arguments: Arguments(options + [folder + "/tmp/" + name] + arguments),
            environment: .custom(values),
            workingDirectory: FilePath(place),
            output: .string(limit: 1 << 22),
            error: .string(limit: 1 << 22)
        )
        var status: Int32 = -1
        if case .exited(let code) = result.terminationStatus { status = code }
        return Outcome(status: status, text: result.standardOutput + result.standardError)
    }

    /// Commits what an editor would have changed, and pushes it.
    func push(replacing old: String, with new: String, branch: String = "main") async throws {
        let path = "desk/manifests/heart-disease.yaml"
        let text = String(
            decoding: try SystemFileSystem().read(folder + "/" + path, limit: 1 << 20),
            as: UTF8.self
        )
        try #require(text.contains(old))
        try workplace.write(path, text.replacingOccurrences(old, new))
        let pushed = try await bash("git commit -qam change; git push -q origin HEAD:\(branch)", in: desk)
        try #require(pushed.status == 0, "\(pushed.text)")
    }

    /// A machine's fresh checkout of a branch, or of what it was some commits ago.
    func checkout(_ name: String, branch: String = "main", commitsAgo: Int = 0) async throws -> String {
        let made = try await bash(
            """
            rm -rf '\(name)'; git clone -q -b \(branch) origin.git '\(name)'
            git -C '\(name)' checkout -q --detach HEAD~\(commitsAgo)
            """,
            in: folder
        )
        try #require(made.status == 0, "\(made.text)")
        return folder + "/" + name
    }

    /// Makes the ledger's branch, as a person does once.
    func makeLedgerBranch() async throws {
        let made = try await bash(
            "'\(Fixture.packageRoot)/scripts/integrations/git/ledger-branch' init runner-ledger nightly",
            in: desk
        )
        try #require(made.status == 0, "\(made.text)")
    }

    /// What the calls of one command got, the latest last: names of variables.
    func variables(of command: String) throws -> [[String]] {
        guard SystemFileSystem().kind(of: folder + "/calls") != nil else { return [] }
        return try read("calls").split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
            .filter { $0.first == command }.map { Array($0.dropFirst()) }
    }

    /// A file of the folder.
    func read(_ name: String) throws -> String {
        String(decoding: try SystemFileSystem().read(folder + "/" + name, limit: 1 << 22), as: UTF8.self)
    }

    /// The attempts in the ledger on its branch, as `address state` with the number.
    func attempts() async throws -> [String] {
        let said = try await bash(
            """
            git fetch -q origin runner-ledger
            ! git cat-file -e FETCH_HEAD:taken 2>/dev/null || echo taken
            file=$(mktemp -d)/ledger.sqlite
            git cat-file blob FETCH_HEAD:ledger.sqlite >"$file"; chmod 600 "$file"
            runner ledger verify --ledger "$file" >/dev/null
            runner ledger list -o jsonl --ledger "$file" |
              python3 -c 'import json, sys
            for line in sys.stdin:
                a = json.loads(line); print(a["address"], a["number"], a["state"])'
            """,
            in: desk
        )
        try #require(said.status == 0, "\(said.text)")
        return said.text.split(separator: "\n").map(String.init)
    }
}
