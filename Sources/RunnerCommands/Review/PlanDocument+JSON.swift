import JSONValues

extension PlanDocument {
    /// Reads a plan that ``PlanJSON`` wrote.
    ///
    /// `nil` when something is not as the schema has it.
    ///
    /// - Parameter value: An object of kind `Plan`.
    init?(_ value: JSONValue) {
        guard value["kind"]?.string == "Plan", let manifest = value["manifest"]?.string,
            let file = value["file"]?.string, let planDigest = value["planDigest"]?.string,
            let jobs = value["jobs"]?.array, let credentials = value["credentials"]?.array,
            let departed = value["departedAttempts"]?.array
        else { return nil }
        let read = jobs.compactMap { Job($0) }
        let left = departed.compactMap { Departed($0) }
        guard read.count == jobs.count, left.count == departed.count else { return nil }
        self.init(
            manifest: manifest,
            file: file,
            lineage: value["ledgerLineage"]?.string,
            planDigest: planDigest,
            labels: value["labels"] ?? [:],
            jobs: read,
            credentials: credentials,
            departed: left
        )
    }
}

extension PlanDocument.Departed {
    fileprivate init?(_ value: JSONValue) {
        guard let address = value["address"]?.string, let state = value["state"]?.string,
            let attempt = value["attempt"]?.integer
        else { return nil }
        self.init(address: address, state: state, attempt: attempt)
    }
}

extension PlanDocument.Job {
    fileprivate init?(_ value: JSONValue) {
        func text(_ name: String) -> String? { value[name]?.string }
        func texts(_ name: String) -> [String] { (value[name]?.array ?? []).compactMap(\.string) }
        guard let address = text("address"), let entry = text("job"), let isMatrix = value["isMatrix"]?.bool,
            let decision = text("decision").flatMap(PlanDocument.DecisionName.init(rawValue:)),
            let why = text("why"), let realm = text("realm"), let endpoint = text("endpoint"),
            let credential = text("credential"), value["credentialHosts"]?.array != nil,
            let runDigest = text("runDigest"), let run = value["run"], let terms = value["terms"]
        else { return nil }
        let request = value["request"].flatMap { PlanDocument.Request($0) }
        self.init(
            address: address,
            entry: entry,
            isMatrix: isMatrix,
            decision: decision,
            why: why,
            details: texts("details"),
            changes: (value["changes"]?.array ?? []).compactMap { change in
                change["path"]?.string.map {
                    FieldDifference(
                        path: $0,
                        before: change["before"]?.string,
                        after: change["after"]?.string
                    )
                }
            },
            previous: value["previous"] ?? .null,
            attempt: value["attempt"]?.integer,
            needs: texts("needs"),
            realm: realm,
            occurrence: text("occurrence"),
            endpoint: endpoint,
            credential: credential,
            credentialHosts: texts("credentialHosts"),
            runDigest: runDigest,
            terms: terms,
            warnings: texts("warnings"),
            run: { run },
            request: { request }
        )
    }
}

extension PlanDocument.Request {
    fileprivate init?(_ value: JSONValue) {
        guard let method = value["method"]?.string, let url = value["url"]?.string,
            let headers = value["headers"]?.members, let body = value["body"]
        else { return nil }
        self.init(
            method: method,
            url: url,
            headers: headers.map { ($0.name, $0.value.string ?? "") },
            body: body
        )
    }
}
