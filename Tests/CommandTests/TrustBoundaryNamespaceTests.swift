import Host
import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

/// The built program reviews a hostile manifest where there is nothing else: a network of its own without a card, and
/// a root that holds the program, the libraries that it is linked with and the manifest's folder, read-only.
///
/// What `strace` shows of the calls in ``TrustBoundaryTests``, this shows of the outcome: whatever the program tried to
/// read or to reach, it was not there, and what it says is to the byte what it says outside.
@Suite struct TrustBoundaryNamespaceTests {
    /// Whether the kernel lets this user make namespaces and mount in them.
    @Sendable private static func isPermitted() async -> Bool {
        let tried = try? await Subprocess.run(
            .name("unshare"),
            arguments: [
                "-rnmpf", "sh", "-c",
                "mount -t tmpfs none /mnt && mkdir /mnt/proc && mount -t proc proc /mnt/proc"
                    + " && mount --bind /bin/sh /bin/sh",
            ],
            output: .discarded,
            error: .discarded
        )
        return tried?.terminationStatus == .exited(0)
    }

    /// Makes the root and runs the program in it.
    ///
    /// `$1` is the root to be, `$2` the program, `$3` the manifest's folder,
    /// `$4` where it is told what is there; then the program's arguments.
    private static let script = """
        set -eu
        root=$1 program=$2 folder=$3 told=$4; shift 4
        mount -t tmpfs none "$root"
        lend() { mkdir -p "$root${1%/*}"; : >"$root$1"; mount --bind "$1" "$root$1"; mount -o remount,ro,bind "$root$1"; }
        lend "$program"
        for library in $(ldd "$program" | grep -o '/[^ ]*'); do lend "$library"; done
        mkdir -p "$root$folder" "$root/ledgers" "$root/proc"
        mount --bind "$folder" "$root$folder"
        mount -o remount,ro,bind "$root$folder"
        (find "$root" ! -type d; cut -d: -f1 /proc/net/dev; cat /proc/net/route /proc/net/unix | wc -l) >"$told"
        # Of processes in this world alone; the program reads its arguments there.
        [ "$1" = blind ] && shift || mount -t proc proc "$root/proc"
        exec chroot "$root" "$program" "$@"
        """

    private struct Outcome: Equatable {
        let status: TerminationStatus
        let output: String
        let error: String
    }

    private static func run(_ program: Executable, _ arguments: [String]) async throws -> Outcome {
        var values: [Subprocess.Environment.Key: String] = [
            "PATH": ProcessEnvironment.current["PATH"] ?? "/usr/sbin:/usr/bin:/sbin:/bin"
        ]
        for (name, value) in TrustBoundaryTests.environment { values[.init(stringLiteral: name)] = value }
        let result = try await Subprocess.run(
            program,
            arguments: .init(arguments),
            environment: .custom(values),
            workingDirectory: "/",
            input: .none,
            output: .string(limit: 1 << 20),
            error: .string(limit: 1 << 20)
        )
        return Outcome(
            status: result.terminationStatus,
            output: result.standardOutput,
            error: result.standardError
        )
    }

    /// Runs the program in an empty world.
    ///
    /// - Returns: How it ended, and what there was besides the program.
    private static func runInside(_ folder: String, _ arguments: [String]) async throws -> (Outcome, [String])
    {
        try await TemporaryFolder.with { empty in
            try SystemFileSystem().createFolder(empty + "/root")
            let outcome = try await run(
                .name("unshare"),
                ["-rnmpf", "sh", "-c", script, "sh", empty + "/root", BinaryTests.program.string, folder]
                    + [empty + "/told"] + arguments
            )
            let told = try SystemFileSystem().read(empty + "/told", limit: 1 << 20)
            return (
                outcome,
                String(decoding: told, as: UTF8.self).split(separator: "\n").map {
                    $0.hasPrefix(empty)
                        ? String($0.dropFirst(empty.utf8.count + "/root".utf8.count)) : String($0)
                }
            )
        }
    }

    private static let commands = [
        ["validate"], ["validate", "-o", "json"], ["plan"], ["plan", "-o", "json"],
        ["plan", "-o", "markdown"],
    ]

    @Test(
        .enabled("this kernel or container lets nobody make a user, network and mount namespace") {
            await isPermitted()
        },
        arguments: commands
    )
    func saysTheSameWhereThereIsNothing(command: [String]) async throws {
        try await TrustBoundaryTests.withManifest(TrustBoundaryTests.hostile()) { folder in
            let arguments = command + [folder + "/hostile.yaml"]
            let outside = try await Self.run(.path(BinaryTests.program), arguments)
            let (inside, there) = try await Self.runInside(folder, arguments)
            #expect(inside == outside)
            #expect(inside.status == .exited(65), "\(inside.error)")
            if command[0] == "plan" {
                #expect((inside.output + inside.error).contains("heart.attacker.example"))
            }
            #expect(!(inside.output + inside.error).contains("marked~secret"))
            // The world was as empty as it is meant to be.
            #expect(there.contains(folder + "/hostile.yaml"))
            #expect(there.contains { $0.hasPrefix("/") && $0.contains("libc.so") })
            #expect(!there.contains { $0.hasPrefix("/etc") || $0.hasSuffix("/outside") })
            for path in there where path.hasPrefix("/") {
                let isLibrary = path.hasSuffix(".so") || path.contains(".so.")
                #expect(
                    isLibrary || path.hasPrefix(folder + "/") || path == BinaryTests.program.string,
                    "\(path) is there"
                )
            }
            let cards = there.filter { !$0.hasPrefix("/") }.map { $0.filter { $0 != " " } }
            #expect(
                cards.contains("lo") && !cards.contains { $0.hasPrefix("e") || $0.hasPrefix("w") },
                "\(cards)"
            )
        }
    }

    @Test(
        .enabled("this kernel or container lets nobody make a user, network and mount namespace") {
            await isPermitted()
        }
    )
    func applyIsRefusedWithoutANetworkToo() async throws {
        try await TrustBoundaryTests.withManifest(TrustBoundaryTests.hostile()) { folder in
            let (inside, _) = try await Self.runInside(
                folder,
                ["apply", folder + "/hostile.yaml", "--ledger", "/ledgers/ledger.sqlite"]
            )
            #expect(inside.status == .exited(65), "\(inside.error)")
            #expect(inside.error.contains("error[RN0361]"), "\(inside.error)")
            #expect(!inside.error.contains("marked~secret"))
        }
    }

    @Test(
        .enabled("this kernel or container lets nobody make a user, network and mount namespace") {
            await isPermitted()
        }
    )
    func doesNotEndWellWithoutItsArguments() async throws {
        try await TrustBoundaryTests.withManifest(TrustBoundaryTests.hostile()) { folder in
            let (inside, _) = try await Self.runInside(
                folder,
                ["blind", "validate", folder + "/hostile.yaml"]
            )
            #expect(inside.status == .exited(69))
            #expect(inside.output == "")
            #expect(
                inside.error.hasPrefix("error[RN0708]: what was asked for is not known"),
                "\(inside.error)"
            )
        }
    }
}
