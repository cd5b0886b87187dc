public import Diagnostics

extension Diagnostic.Code {
    /// A file or folder is not there.
    public static let fileNotFound = Diagnostic.Code(
        "RN0701",
        "not found",
        exitStatus: .noInput,
        explanation: """
            Nothing stands at the path, or one of its folders is missing. Relative paths begin at the working folder, \
            except those in a manifest, which begin at the manifest's folder.

            Wrong: `runner validate manifest/nightly.yaml`

            Right: `runner validate manifests/nightly.yaml`
            """
    )

    /// A file or folder is there and cannot be read.
    public static let fileNotReadable = Diagnostic.Code(
        "RN0702",
        "not readable",
        exitStatus: .noInput,
        explanation: """
            The file or folder exists, and the system does not let this user read it; the note says why.

            Wrong: `-rw------- root` for a manifest that another user runs

            Right: `chmod a+r manifests/nightly.yaml`
            """
    )

    /// A file has more bytes than it may have.
    public static let fileTooLarge = Diagnostic.Code(
        "RN0703",
        "too large",
        exitStatus: .invalid,
        explanation: """
            Every file that is read has a limit, so that a wrong path cannot fill the memory. The message names it.

            Wrong: `runner validate predictions.csv`

            Right: `runner validate nightly.yaml`
            """
    )

    /// A pipe, device, socket or folder stands where a file is wanted.
    public static let notARegularFile = Diagnostic.Code(
        "RN0704",
        "not a regular file",
        exitStatus: .invalid,
        explanation: """
            A pipe, a device, a socket or a folder stands at the path. Such things may never end or never answer, so \
            they are not read. Standard input is named `-`.

            Wrong: `runner validate /dev/stdin`

            Right: `runner validate -`
            """
    )

    /// Others could have put this secret there, or it is a symbolic link.
    public static let unsafeSecretFile = Diagnostic.Code(
        "RN0705",
        "unsafe secret file",
        exitStatus: .missingConfiguration,
        explanation: """
            A file with a secret must belong to the user who runs the command, or to root; nobody else may be able to \
            write it; and its path must not end in a symbolic link. Otherwise somebody else could choose the secret, \
            or the file that is read.

            Wrong: `-rw-rw-rw- client-secret`

            Right: `chmod 600 client-secret`
            """
    )

    /// A file or folder cannot be written.
    public static let notWritable = Diagnostic.Code(
        "RN0706",
        "not writable",
        exitStatus: .ledgerFailure,
        explanation: """
            The file cannot be written or the folder not created; the note says why. What stood there before is \
            unharmed: a file is written beside it and takes its place when it is whole.

            Wrong: `runner plan nightly.yaml --out /plan.json` without the right to write `/`

            Right: `runner plan nightly.yaml --out plan.json`
            """
    )

    /// Something stands where a new file is to be.
    public static let alreadyThere = Diagnostic.Code(
        "RN0707",
        "there already",
        exitStatus: .usage,
        explanation: """
            A command that makes a new file never puts it in the place of something else. Nothing was written.

            Wrong: `runner init nightly.yaml`, twice

            Right: `runner init weekly.yaml`
            """
    )

    /// The system does not tell the program's own arguments.
    public static let unknownArguments = Diagnostic.Code(
        "RN0708",
        "arguments unknown",
        exitStatus: .unavailable,
        explanation: """
            On Linux a program written in Swift reads its own arguments from `/proc`. Where that is not mounted there \
            is not even the program's name, and nobody can tell what was asked for. Nothing was done.

            Wrong: `chroot /srv/jail runner apply nightly.yaml`, without `/srv/jail/proc`

            Right: `mount -t proc proc /srv/jail/proc` before it
            """
    )

    /// The codes of files and folders, and of the process itself.
    public static let hostCodes: [Diagnostic.Code] = [
        .fileNotFound, .fileNotReadable, .fileTooLarge, .notARegularFile, .unsafeSecretFile, .notWritable,
        .alreadyThere, .unknownArguments,
    ]
}
