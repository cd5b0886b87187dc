public import Diagnostics

extension Diagnostic.Code {
    /// A secret that the emulator is to check is not there.
    public static let emulatorSecretMissing = Diagnostic.Code(
        "RN0801",
        "secret of the emulator not set",
        exitStatus: .missingConfiguration,
        explanation: """
            The emulator checks client secrets as Entra does, so it must know the right one. With a reference, whatever
            the operator has set is right; it opens nothing but the emulator. A document with `managedIdentities` may do
            without: until it is set, every secret is wrong.

            Wrong: `clientSecret: { env: AZURE_CLIENT_SECRET }` while `AZURE_CLIENT_SECRET` is not set

            Right: `export AZURE_CLIENT_SECRET=anything`, or `clientSecret: throw-away` in the emulator's document
            """
    )

    /// A file or folder that the emulator's document names is not there.
    public static let emulatorPathMissing = Diagnostic.Code(
        "RN0802",
        "file or folder of the emulator not there",
        exitStatus: .noInput,
        explanation: """
            Code, scoring script, model and read-only storage folders must be there when the emulator starts. Relative
            paths begin in the folder of its document; writable storage folders are made.

            Wrong: `code: manifests/heart-disease/code` in `manifests/emulator.yaml`

            Right: `code: heart-disease/code`
            """
    )

    /// The interpreter of the scoring script is not there.
    public static let emulatorPythonMissing = Diagnostic.Code(
        "RN0803",
        "no Python for the scoring script",
        exitStatus: .unavailable,
        explanation: """
            The emulator runs scoring scripts with a Python of this machine: a name that is looked for in `PATH`, or a
            path relative to the document's folder.

            Wrong: `python: python3.99`

            Right: `python: .venv/bin/python`
            """
    )

    /// The emulator cannot listen.
    public static let emulatorCannotListen = Diagnostic.Code(
        "RN0804",
        "the emulator cannot listen",
        exitStatus: .unavailable,
        explanation: """
            The emulator listens on 127.0.0.1. Another program has the port, or the system does not allow it.

            Wrong: `runner emulator --port 80` without the right to it

            Right: `runner emulator --port 8080`, or no `--port` for one that is free
            """
    )

    /// A storage prefix that is no URI of data.
    public static let unusableStoragePrefix = Diagnostic.Code(
        "RN0805",
        "unusable storage prefix",
        exitStatus: .invalid,
        explanation: """
            A prefix is what the URIs of inputs and outputs begin with: an address, or a datastore with `/paths`.

            Wrong: `prefix: azureml://workspaceblobstore`

            Right: `prefix: azureml://datastores/workspaceblobstore/paths`
            """
    )

    /// No emulator runs where one was said to.
    public static let emulatorNotThere = Diagnostic.Code(
        "RN0806",
        "the emulator is not there",
        exitStatus: .unavailable,
        explanation: """
            `--emulator FILE@PORT` is the emulator of that document which runs already, at that port of 127.0.0.1. It is
            asked which hosts it plays before anything else is sent; those of the document must be among them.

            Wrong: `runner cancel m.yaml --emulator emulator.yaml@8470` while nothing listens there

            Right: `runner emulator --config emulator.yaml --port 8470` in another terminal, before that
            """
    )

    /// The faults of the emulator, in the order of their names.
    public static let emulatorCodes: [Diagnostic.Code] = [
        emulatorSecretMissing, emulatorPathMissing, emulatorPythonMissing, emulatorCannotListen,
        unusableStoragePrefix, emulatorNotThere,
    ]
}
