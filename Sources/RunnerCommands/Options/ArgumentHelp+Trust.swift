import ArgumentParser

/// What several commands say of what the operator allows.
///
/// The options themselves stand in each: groups within groups cost the argument parser several times as much for each
/// level, at every start.
extension ArgumentHelp {
    /// Of `--allow-host`.
    static let allowedHost = ArgumentHelp(
        "A host that credentials may go to besides the cloud's own; lifts the path rule, and https on loopback.",
        valueName: "host[:port]"
    )

    /// Of `--policy`.
    static let policy = ArgumentHelp(
        "What manifests may do with credentials: a document of kind Policy from outside their repository.",
        valueName: "file"
    )
}
