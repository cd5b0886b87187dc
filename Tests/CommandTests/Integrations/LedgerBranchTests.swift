import Diagnostics
import Host
import RunnerTestSupport
import SystemPackage
import Testing

/// `scripts/integrations/git/ledger-branch`, between several machines.
@Suite(.timeLimit(.minutes(10))) struct LedgerBranchTests {
    private static let script = Fixture.packageRoot + "/scripts/integrations/git/ledger-branch"

    private func call(
        _ words: String,
        in repository: PushedRepository,
        at place: String = "desk"
    ) async throws -> PushedRepository.Outcome {
        try await repository.bash("'\(Self.script)' \(words)", in: repository.folder + "/" + place)
    }

    @Test func isMadeOnce() async throws {
        try await PushedRepository.with { repository in
            #expect(try await call("init runner-ledger nightly", in: repository).status == 0)
            let again = try await call("init runner-ledger nightly", in: repository)
            #expect(again.status == 74 && again.text.contains("is there already"), "\(again.text)")
            // A commit that no CI system takes for work to do, with nothing but the ledger.
            let commit = try await repository.bash(
                "git fetch -q origin runner-ledger; git log --format=%s FETCH_HEAD; git ls-tree --name-only FETCH_HEAD",
                in: repository.desk
            )
            #expect(commit.text == "A new ledger [skip ci]\nledger.sqlite\n", "\(commit.text)")
        }
    }

    @Test func oneOfTwoMachinesGetsIt() async throws {
        try await PushedRepository.with { repository in
            try await repository.makeLedgerBranch()
            for name in ["one", "two"] { _ = try await repository.checkout(name) }
            #expect(try await call("take runner-ledger ../one.sqlite", in: repository, at: "one").status == 0)
            let second = try await call("take runner-ledger ../two.sqlite", in: repository, at: "two")
            #expect(second.status == 75 && second.text.contains("is taken: 20"), "\(second.text)")
            #expect(SystemFileSystem().kind(of: repository.folder + "/two.sqlite") == nil)
            // To look is allowed meanwhile.
            #expect(
                try await call("peek runner-ledger ../look.sqlite", in: repository, at: "two").status == 0
            )
            #expect(try await call("keep runner-ledger ../one.sqlite", in: repository, at: "one").status == 0)
            #expect(SystemFileSystem().kind(of: repository.folder + "/one.sqlite") == nil)
            #expect(
                try await call("keep runner-ledger ../one.sqlite", in: repository, at: "one").status == 0,
                "twice"
            )
            #expect(try await call("take runner-ledger ../two.sqlite", in: repository, at: "two").status == 0)
        }
    }

    /// Between reading and marking another machine marks: the lease of the push decides.
    @Test func aMachineThatReadTheSameMomentGetsNothing() async throws {
        try await PushedRepository.with { repository in
            try await repository.makeLedgerBranch()
            _ = try await repository.checkout("other")
            // Not even in the same second, under the same name.
            try repository.workplace.write("bin/date", "#!/bin/sh\necho 2026-11-21T12:00:00Z\n")
            // `ledger verify` is between both.
            try repository.workplace.write(
                "bin/runner",
                """
                #!/bin/sh
                if [ "$1 $2" = 'ledger verify' ] && [ ! -e '\(repository.folder)/raced' ]; then
                    touch '\(repository.folder)/raced'
                    (cd '\(repository.folder)/other' && '\(Self.script)' take runner-ledger ../other.sqlite)
                fi
                exec '\(BinaryTests.program.string)' "$@"

                """
            )
            let late = try await repository.bash(
                "chmod 755 ../bin/date; '\(Self.script)' take runner-ledger ../late.sqlite",
                environment: [
                    "GIT_AUTHOR_DATE": "2026-11-21T12:00:00Z", "GIT_COMMITTER_DATE": "2026-11-21T12:00:00Z",
                ],
                in: repository.desk
            )
            #expect(late.status == 75 && late.text.contains("at the same moment"), "\(late.text)")
            #expect(SystemFileSystem().kind(of: repository.folder + "/late.sqlite") == nil)
            #expect(SystemFileSystem().kind(of: repository.folder + "/other.sqlite") == .file)
        }
    }

    /// What was freed, and perhaps run by another, is not overwritten by a machine that comes back late.
    @Test func aMachineThatComesBackTooLateOverwritesNothing() async throws {
        try await PushedRepository.with { repository in
            try await repository.makeLedgerBranch()
            _ = try await repository.checkout("late")
            #expect(
                try await call("take runner-ledger ../late.sqlite", in: repository, at: "late").status == 0
            )
            #expect(try await call("free runner-ledger", in: repository).status == 0)
            // The wait between its tries is not a test's to wait for.
            try repository.workplace.write("bin/sleep", "#!/bin/sh\n")
            _ = try await repository.bash("chmod 755 ../bin/sleep", in: repository.desk)
            let kept = try await call("keep runner-ledger ../late.sqlite", in: repository, at: "late")
            #expect(kept.status == 74 && kept.text.contains("could not be pushed"), "\(kept.text)")
            #expect(
                SystemFileSystem().kind(of: repository.folder + "/late.sqlite") == .file,
                "nothing is thrown away"
            )
        }
    }

    /// A process that was killed leaves SQLite's log; what is in it is part of the ledger.
    @Test func carriesTheLogOfAKilledProcess() async throws {
        try await PushedRepository.with { repository in
            try await repository.makeLedgerBranch()
            #expect(try await call("take runner-ledger ../l.sqlite", in: repository).status == 0)
            let killed = try await repository.bash(
                """
                export RUNNER_FAILPOINT=submit.after-submitted=kill
                runner apply manifests --ledger ../l.sqlite || true
                test -s ../l.sqlite-wal
                """,
                environment: repository.rehearsal,
                in: repository.desk
            )
            #expect(killed.status == 0, "\(killed.text)")
            #expect(try await call("keep runner-ledger ../l.sqlite", in: repository).status == 0)
            #expect(try await call("take runner-ledger ../m.sqlite", in: repository).status == 0)
            let listed = try await repository.bash(
                "runner ledger list --ledger ../m.sqlite",
                in: repository.desk
            )
            #expect(listed.text.contains("submitted"), "\(listed.text)")
        }
    }

    @Test(arguments: [
        ("take nowhere f", 78), ("peek nowhere f", 78), ("take 'a..b' f", 64), ("take x", 64),
        ("nonsense x y", 64),
        ("", 64), ("free nowhere", 78),
    ])
    func endsAsItIsDocumented(words: String, status: Int32) async throws {
        try await PushedRepository.with { repository in
            let outcome = try await call(words, in: repository)
            #expect(outcome.status == status, "\(outcome.text)")
        }
    }

    @Test(arguments: [
        ("superseded main manifests", 0), ("superseded nowhere manifests", 75), ("superseded main", 64),
        ("superseded 'a..b' x", 64),
    ])
    func supersededEndsAsItIsDocumented(words: String, status: Int32) async throws {
        try await PushedRepository.with { repository in
            let outcome = try await repository.bash(
                "'\(Fixture.packageRoot)'/scripts/integrations/git/\(words)",
                in: repository.desk
            )
            #expect(
                outcome.status == status && (outcome.text == "current\n") == (status == 0),
                "\(outcome.text)"
            )
        }
    }

    @Test func aServerThatIsDownIsTriedLater() async throws {
        try await PushedRepository.with { repository in
            let outcome = try await repository.bash(
                "LEDGER_REMOTE=../gone.git '\(Self.script)' take runner-ledger ../l.sqlite",
                in: repository.desk
            )
            #expect(outcome.status == 75 && outcome.text.contains("nothing was sent"), "\(outcome.text)")
        }
    }
}
