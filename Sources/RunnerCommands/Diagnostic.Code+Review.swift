import Diagnostics

extension Diagnostic.Code {
    /// A saved plan that does not hold any more.
    static let stalePlan = Diagnostic.Code(
        "RN0750",
        "the saved plan is stale",
        exitStatus: .blocked,
        explanation: """
            `apply plan.json` and `plan --check plan.json` make the plan again, from its manifests, and compare both byte
            for byte. A manifest, a parameter, the program's version or the ledger is not what it was when the plan was
            made, or somebody edited the plan. Nothing was read of any credential, and nothing was sent.

            Wrong: `runner plan nightly.yaml --out plan.json`, an edit of `nightly.yaml`, `runner apply plan.json`
            Right: `runner plan nightly.yaml --out plan.json` again after the edit, and a review of that
            """
    )

    /// A file that is no saved plan.
    static let notASavedPlan = Diagnostic.Code(
        "RN0751",
        "not a saved plan",
        exitStatus: .invalid,
        explanation: """
            `runner show` and `apply plan.json` read what `runner plan --out` writes: one JSON object of at most 64 MiB
            that `runner schema Plan` describes.

            Wrong: `runner plan nightly.yaml -o json > plan.json; runner show plan.json`
            Right: `runner plan nightly.yaml --out plan.json; runner show plan.json`
            """
    )

    /// An option that does not go with a saved plan.
    static let notForSavedPlans = Diagnostic.Code(
        "RN0752",
        "does not go with the saved plan",
        exitStatus: .usage,
        explanation: """
            A saved plan has its own paths, parameters and jobs to run once more; `apply` runs exactly it. Hosts that are
            allowed, the policy, the ledger and the emulator are the operator's, and are named again.

            Wrong: `runner apply plan.json --set date=2026-11-22`
            Right: `runner apply plan.json --ledger .runner/ledger.sqlite`
            """
    )

    /// A plan that may not be written down.
    static let planNotSaved = Diagnostic.Code(
        "RN0753",
        "the plan cannot be saved",
        exitStatus: .usage,
        explanation: """
            `plan --out` writes what `apply` can make again, and nothing that is secret: standard input is gone when it is
            applied, and a parameter with a signature in it would stand in the file. A plan has at most 64 MiB.

            Wrong: `runner plan nightly.yaml --set 'source=https://…?sig=…' --out plan.json`
            Right: a datastore or the workspace's identity in place of the signature
            """
    )

    /// A commit that plans cannot be compared with.
    static let noCommit = Diagnostic.Code(
        "RN0755",
        "no such commit",
        exitStatus: .noInput,
        explanation: """
            `plan --against REF` reads the manifests of another commit with `git`, which has to be there, out of the
            repository that the manifests are in. CI systems often fetch one commit only.

            Wrong: `runner plan nightly.yaml --against origin/main` in a clone of depth 1
            Right: `git fetch origin main` before it; `fetch-depth: 0` for GitHub's checkout
            """
    )

    /// A link that leads elsewhere.
    static let leadsOut = Diagnostic.Code(
        "RN0756",
        "leads out of the repository",
        exitStatus: .invalid,
        explanation: """
            A repository under review may hold symbolic links to any file of the machine that reads it, and what is wrong
            in a file is shown with its lines. In a Git work tree a document must lie in that tree, whatever links lead
            to it; elsewhere what is found in a folder must lie in the folder.

            Wrong: `manifests/nightly.yaml` as a link to `/etc/passwd`
            Right: the manifest itself as `manifests/nightly.yaml`
            """
    )

    /// The codes of reviews.
    static let reviewCodes = [
        stalePlan, notASavedPlan, notForSavedPlans, planNotSaved, noCommit, leadsOut,
    ]
}
