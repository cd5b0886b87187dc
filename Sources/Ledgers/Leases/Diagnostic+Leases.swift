import Diagnostics

extension Diagnostic {
    static func leaseLost(_ grant: LeaseGrant) -> Diagnostic {
        let what =
            switch grant.name {
            case .group(let group, _): "the concurrency group `\(group)`"
            case .run(let id): "the run \(id)"
            }
        return Diagnostic(
            .leaseLost,
            "the lease of \(what) was taken by another process",
            notes: [
                "this process was not heard of for too long, or somebody unlocked it (its fence was \(grant.fence)); "
                    + "nothing was written"
            ],
            help: "run `runner status` to see how the job stands, and `runner wait` to go on waiting"
        )
    }
}
