public import Diagnostics

extension Diagnostic.Code {
    /// There is no ledger where one is needed.
    public static let ledgerMissing = Diagnostic.Code(
        "RN0601",
        "no ledger",
        exitStatus: .missingConfiguration,
        explanation: """
            The ledger says what ran already. Without it a manifest would run again as a whole, so a missing one is
            not made by the way where that matters: where `CI` is set, and with `apply --ledger-must-exist`, for hooks
            and Jobs of a cluster, which set no `CI`.

            Wrong: a fresh checkout without `.runner/ledger.sqlite`, and `CI=true runner apply jobs.yaml`.

            Right: keep the file between runs (a disk, a volume, a branch of its own; no cache, for caches are thrown
            away), and make it once with `runner ledger init --id nightly --ledger /var/lib/runner/ledger.sqlite`.
            Where it was lost, put a copy back; without one, `apply --adopt-running` takes over what endpoints that
            are named by workspace and name run already.
            """
    )

    /// `ledger init` found something at the path.
    public static let ledgerExists = Diagnostic.Code(
        "RN0602",
        "ledger exists",
        exitStatus: .ledgerFailure,
        explanation: """
            `ledger init` makes a new ledger and never replaces anything.

            Wrong: `runner ledger init` twice.

            Right: use the ledger that is there, or give another path with `--ledger`.
            """
    )

    /// The ledger's path leads to something else than a regular file.
    public static let ledgerNotAFile = Diagnostic.Code(
        "RN0603",
        "ledger is no regular file",
        exitStatus: .ledgerFailure,
        explanation: """
            A symbolic link could lead to another file tomorrow, and then jobs would be sent again. A folder, a pipe
            or a device is no ledger.

            Wrong: `.runner/ledger.sqlite -> /mnt/shared/ledger.sqlite`.

            Right: `--ledger /mnt/shared/ledger.sqlite`, or `RUNNER_LEDGER`.
            """
    )

    /// Others could change the ledger, or (a warning) read it.
    public static let ledgerUnsafe = Diagnostic.Code(
        "RN0604",
        "unsafe owner or mode",
        exitStatus: .ledgerFailure,
        explanation: """
            Whoever can write a ledger can make a job seem done, or have it sent twice. The file must be the caller's
            own and not writable by group or others; its folder must not be writable by everybody. That others can
            read it is a warning.

            Wrong: `chmod 666 .runner/ledger.sqlite`, or a ledger that another user made.

            Right: `chmod 600 .runner/ledger.sqlite`, run as its owner.
            """
    )

    /// The ledger or an entry of it cannot be read.
    public static let ledgerUnreadable = Diagnostic.Code(
        "RN0605",
        "ledger cannot be read",
        exitStatus: .ledgerFailure,
        explanation: """
            SQLite or the system refused to read, or an entry has a form that this version does not know. The notes
            say which. A ledger that was left in the middle of a write needs a folder that can be written.

            Wrong: a ledger on a disk that fails; a file without read permission.

            Right: `runner ledger verify` says what is whole; a newer runner reads newer entries.
            """
    )

    /// The ledger cannot be written.
    public static let ledgerUnwritable = Diagnostic.Code(
        "RN0606",
        "ledger cannot be written",
        exitStatus: .ledgerFailure,
        explanation: """
            A submission is written down before it is sent. When that fails nothing is sent. When an outcome cannot be
            written after a request left, it goes to `<ledger>.emergency` and to standard error.

            Wrong: a full disk; a file system that was mounted read-only.

            Right: make room, then `runner resume`.
            """
    )

    /// An attempt with that key stands in the ledger.
    public static let intentStands = Diagnostic.Code(
        "RN0607",
        "attempt is in the ledger already",
        exitStatus: .tryLater,
        explanation: """
            An attempt's key is made of the ledger's lineage, the realm, the job, its run digest and the attempt's
            number. Two runs that want the same at the same time make the same key, and only one may send it.

            Wrong: `runner apply jobs.yaml` twice at once on one ledger.

            Right: let the first run end; `runner apply` again finds the job up to date or takes it up.
            """
    )

    /// The ledger's file has no bytes.
    public static let ledgerEmpty = Diagnostic.Code(
        "RN0608",
        "ledger is empty",
        exitStatus: .ledgerFailure,
        explanation: """
            SQLite would take a file without bytes for a new database. An emptied ledger has forgotten every job, and
            going on would send them all again, so it is refused.

            Wrong: `touch .runner/ledger.sqlite`, or a cache that restored an empty file.

            Right: restore the file; for a new ledger, `runner ledger init` on a path where nothing is.
            """
    )

    /// The file is no SQLite database.
    public static let notADatabase = Diagnostic.Code(
        "RN0609",
        "not a ledger",
        exitStatus: .ledgerFailure,
        explanation: """
            The file is no SQLite database; it was left as it is.

            Wrong: `runner apply jobs.yaml --ledger jobs.yaml`.

            Right: `runner apply jobs.yaml --ledger .runner/ledger.sqlite`.
            """
    )

    /// The file is a SQLite database of something else.
    public static let foreignDatabase = Diagnostic.Code(
        "RN0610",
        "database of another application",
        exitStatus: .ledgerFailure,
        explanation: """
            A ledger carries the application id 0x52554E52. This database does not; it was left as it is.

            Wrong: `--ledger ~/.mozilla/places.sqlite`.

            Right: the path that `runner ledger init` made.
            """
    )

    /// A newer runner made the ledger.
    public static let newerLedger = Diagnostic.Code(
        "RN0611",
        "ledger of a newer version",
        exitStatus: .ledgerFailure,
        explanation: """
            The ledger's version is above the one that this runner knows, so it cannot tell what ran.

            Wrong: an old runner on one machine, a new one on another, both on one ledger.

            Right: the same version of runner everywhere, the newer one.
            """
    )

    /// Pages, tables or triggers are not as they should be.
    public static let ledgerDamaged = Diagnostic.Code(
        "RN0612",
        "ledger is damaged",
        exitStatus: .ledgerFailure,
        explanation: """
            SQLite's check found broken pages, or a table, an index or a trigger is not as runner made it. Nothing was
            sent and nothing changed.

            Wrong: copying the file with `cp` while a run writes; editing it with another tool.

            Right: `runner ledger verify` says how far it is whole; restore it from a copy (`sqlite3 … '.backup'`).
            """
    )

    /// The file was swapped or removed while it was open.
    public static let ledgerReplaced = Diagnostic.Code(
        "RN0613",
        "ledger was replaced while in use",
        exitStatus: .ledgerFailure,
        explanation: """
            SQLite goes on writing into a file that was removed, and nothing would remain of it. So the path is
            compared with the open file around every write, and what cannot be kept is not sent.

            Wrong: `git clean -fdx`, or restoring a cache, while a run is at work.

            Right: keep the ledger outside of folders that are cleaned; then `runner resume`.
            """
    )

    /// Another process keeps the ledger locked.
    public static let ledgerLocked = Diagnostic.Code(
        "RN0614",
        "ledger is locked",
        exitStatus: .tryLater,
        explanation: """
            Writers wait up to ten seconds for one another. After that the run ends without having sent anything.

            Wrong: a `sqlite3` shell that is left inside a transaction.

            Right: end that process, then run again.
            """
    )

    /// `ledger verify` found a fault.
    public static let chainBroken = Diagnostic.Code(
        "RN0615",
        "ledger does not verify",
        exitStatus: .negative,
        explanation: """
            Each entry carries a hash of itself and of the entry before. The message names the first entry that does
            not fit. A chain alone shows careless edits only: whoever can write the file can also make all hashes
            anew, or cut the end off. `--expect-head` with the head that an earlier run printed shows that too.

            Wrong: `sqlite3 ledger.sqlite "UPDATE entry SET …"`.

            Right: leave entries alone; `runner resolve` and `runner retry` add new ones.
            """
    )

    /// A warning: the ledger is on a network file system.
    public static let networkFileSystem = Diagnostic.Code(
        "RN0616",
        "ledger on a network file system",
        exitStatus: .ledgerFailure,
        explanation: """
            SQLite's write-ahead log needs memory that is shared by all writers, and network file systems often grant a
            lock twice. The older journal is used there, which is slower; two machines must not write one such ledger.

            Wrong: `--ledger /nfs/team/ledger.sqlite` from two build agents.

            Right: a ledger on a local disk of the one machine that runs the jobs.
            """
    )

    /// The id given for a new ledger has no proper form.
    public static let badLineage = Diagnostic.Code(
        "RN0618",
        "no id for a ledger",
        exitStatus: .usage,
        explanation: """
            The id goes into every attempt's key, so it is kept plain: 1 to 64 of `A–Z a–z 0–9 . _ -`, beginning with
            a letter or a digit.

            Wrong: `runner ledger init --id "team heart"`.

            Right: `runner ledger init --id team-heart`.
            """
    )

    /// An event holds more than the ledger takes.
    public static let entryTooLarge = Diagnostic.Code(
        "RN0619",
        "event is too large",
        exitStatus: .ledgerFailure,
        explanation: """
            A request is sent only if all of it can be written down: up to 64 KiB. Answers and reasons are cut instead.

            Wrong: a job with a literal input of a hundred kilobytes.

            Right: put the data into storage and give its URI.
            """
    )

    /// Git tracks the ledger.
    public static let ledgerInGit = Diagnostic.Code(
        "RN0620",
        "ledger in Git",
        exitStatus: .ledgerFailure,
        explanation: """
            A ledger that is committed can be changed by a pull request: a job would seem done, or run again.

            Wrong: `git add .runner/ledger.sqlite`.

            Right: `git rm --cached .runner/ledger.sqlite` and a line `.runner/` in `.gitignore`.
            """
    )

    /// A warning: Git's index could not be read.
    public static let gitIndexUnreadable = Diagnostic.Code(
        "RN0621",
        "Git's index cannot be read",
        exitStatus: .ledgerFailure,
        explanation: """
            Whether Git tracks the ledger is read from `.git/index`. Here it has a form that runner does not know, or
            cannot be read, so the check was left out.

            Wrong: a ledger inside a repository whose index is damaged.

            Right: `git status` mends most of that; a ledger outside of the repository needs no check.
            """
    )

    /// The emergency file cannot be written either.
    public static let emergencyLost = Diagnostic.Code(
        "RN0622",
        "emergency file cannot be written",
        exitStatus: .ledgerFailure,
        explanation: """
            An outcome could be written neither into the ledger nor beside it. It is on standard error: keep it, it
            has the job's id.

            Wrong: a disk without room for one line.

            Right: make room, then `runner resolve ADDRESS --adopt ID` with the id from the message.
            """
    )

    /// A note: the ledger was of an older version.
    public static let ledgerMigrated = Diagnostic.Code(
        "RN0623",
        "ledger was brought to this version",
        exitStatus: .ledgerFailure,
        explanation: """
            An older runner had made the ledger. Before the first write an index was added, in one transaction; no entry
            was changed, and its chain still verifies. A copy of the old file stands beside it.

            Wrong: going on with the older runner: it refuses the ledger now.

            Right: the same version of runner everywhere; the copy can be removed when nobody needs the older one.
            """
    )

    /// A lease is somebody else's by now.
    public static let leaseLost = Diagnostic.Code(
        "RN0624",
        "lease was lost",
        exitStatus: .unfinished,
        explanation: """
            A run and each of its concurrency groups have a lease that is renewed every fifteen seconds. A process
            that is not heard of for a minute (stopped, or on a machine that slept) loses it to the next one, whose
            fence is higher, and whatever it then still wants to write is refused. So does one whose lease somebody
            took away with `runner ledger unlock`.

            Wrong: `kill -STOP` on a run, and `kill -CONT` an hour later.

            Right: `runner resume` takes up what that run had begun.
            """
    )

    /// Nothing is locked by that name.
    public static let nothingLocked = Diagnostic.Code(
        "RN0625",
        "nothing to unlock",
        exitStatus: .noInput,
        explanation: """
            No lease of that name stands in the ledger, or its owner was heard of within the last minute and `--stale`
            leaves those alone.

            Wrong: `runner ledger unlock --stale nightly` while the run that has `nightly` goes on.

            Right: wait for that run, or stop it; `runner ledger unlock` without `--stale` names what is held.
            """
    )

    /// Every code of this target.
    public static let ledgerCodes: [Diagnostic.Code] = [
        ledgerMissing, ledgerExists, ledgerNotAFile, ledgerUnsafe, ledgerUnreadable, ledgerUnwritable,
        intentStands,
        ledgerEmpty, notADatabase, foreignDatabase, newerLedger, ledgerDamaged, ledgerReplaced, ledgerLocked,
        chainBroken, networkFileSystem, badLineage, entryTooLarge, ledgerInGit, gitIndexUnreadable,
        emergencyLost, ledgerMigrated, leaseLost, nothingLocked,
    ]
}
