import Diagnostics
import Host
import Plans

/// Leases in memory, for who shares the process.
extension MemoryLedger: LeaseStore {
    /// See ``LeaseStore``.
    public func take(_ request: LeaseRequest) -> LeaseAnswer {
        var slot = slots[request.name] ?? LeaseSlot(request.name)
        defer { slots[request.name] = slot }
        return slot.take(request, at: time.now.milliseconds) { key in
            attempts(matching: AttemptQuery(key: key)).last?.state.isSettled ?? true
        }
    }

    /// See ``LeaseStore``.
    public func renew(_ grants: [LeaseGrant]) -> [LeaseGrant] {
        let now = time.now.milliseconds
        return grants.filter { !(slots[$0.name]?.renew($0, at: now) ?? false) }
    }

    /// See ``LeaseStore``.
    public func release(_ grant: LeaseGrant, isGoingOn: Bool) {
        slots[grant.name]?.release(grant, isGoingOn: isGoingOn)
    }

    /// See ``LeaseStore``.
    public func withdraw(_ request: LeaseRequest) {
        slots[request.name]?.line.removeAll { $0.holder == request.holder }
    }

    /// See ``LeaseStore``.
    public func leases() -> [LeaseRecord] {
        slots.values.compactMap(\.record).sorted { $0.name.description < $1.name.description }
    }

    /// See ``LeaseStore``.
    public func unlock(_ names: [LeaseName], onlyStale: Bool) -> [LeaseRecord] {
        let now = time.now
        var unlocked: [LeaseRecord] = []
        for name in names {
            guard let record = slots[name]?.record, !onlyStale || record.isStale(at: now) else { continue }
            slots[name]?.unlock()
            unlocked.append(record)
        }
        return unlocked
    }

    /// See ``LeaseStore``.
    public nonisolated func guardAttempt(_ key: String, by grant: LeaseGrant?) { guards.set(grant, for: key) }

    /// See ``LeaseStore``.
    public nonisolated func guardAll(by grant: LeaseGrant?) { guards.setAll(grant) }

    /// Refuses what is written under a lease that somebody else has.
    func check(_ wanted: [LeaseGuard]) throws(Diagnostic) {
        for one in wanted where slots[one.grant.name]?.stands(one.grant) != true {
            throw .leaseLost(one.grant)
        }
        for one in wanted {
            if let key = one.attempt { slots[one.grant.name]?.attempt = key }
        }
    }
}
