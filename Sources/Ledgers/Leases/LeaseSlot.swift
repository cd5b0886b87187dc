import Host

/// One lease with its line: takes requests, gives answers.
///
/// Pure.
struct LeaseSlot: Sendable {
    /// Somebody in the line.
    struct Waiter: Hashable, Sendable {
        let holder: String
        let owner: LeaseOwner
        var expires: Int64
    }

    let name: LeaseName
    var fence = 0
    /// `nil` while nobody has it.
    var holder: String?
    /// Who has it, or had it last.
    var owner: LeaseOwner?
    /// The attempt that it is for.
    var attempt: String?
    var taken: Int64 = 0
    var heard: Int64 = 0
    var expires: Int64 = 0
    var line: [Waiter] = []

    init(_ name: LeaseName) { self.name = name }

    /// Whether there is anything to tell of it.
    var isInUse: Bool { holder != nil || attempt != nil }

    /// Takes a request.
    ///
    /// - Parameters:
    ///   - request: Who wants it.
    ///   - now: The time, in milliseconds.
    ///   - isOver: Whether an attempt is settled, or was never sent.
    /// - Returns: Who has it now.
    mutating func take(_ request: LeaseRequest, at now: Int64, isOver: (String) throws -> Bool) rethrows
        -> LeaseAnswer
    {
        line.removeAll { $0.expires <= now && $0.holder != request.holder }
        let place = line.firstIndex { $0.holder == request.holder }
        let isFollowing = request.attempt != nil && request.attempt == attempt
        let isFree: Bool
        if holder == request.holder {
            isFree = true
        } else if holder == nil || expires <= now {
            isFree = try isFollowing || attempt.map { try isOver($0) } ?? true
        } else {
            isFree = false
        }
        let ahead = place ?? line.count
        guard isFree, ahead == 0 || isFollowing || holder == request.holder else {
            if request.waits {
                let expires = now + LeaseTerm.lengthInMilliseconds
                if let place {
                    line[place].expires = expires
                } else {
                    line.append(Waiter(holder: request.holder, owner: request.owner, expires: expires))
                }
            }
            return .held(record(for: request), ahead: ahead)
        }
        let former = holder != nil && holder != request.holder ? owner : nil
        if let place { line.remove(at: place) }
        fence += 1
        holder = request.holder
        owner = request.owner
        attempt = request.attempt
        taken = now
        heard = now
        expires = now + LeaseTerm.lengthInMilliseconds
        return .taken(LeaseGrant(name: name, fence: fence, holder: request.holder), from: former)
    }

    /// Whether a lease that was granted still is.
    func stands(_ grant: LeaseGrant) -> Bool { holder == grant.holder && fence == grant.fence }

    /// Hears of the holder.
    ///
    /// - Returns: Whether it still has the lease.
    mutating func renew(_ grant: LeaseGrant, at now: Int64) -> Bool {
        guard stands(grant) else { return false }
        heard = now
        expires = now + LeaseTerm.lengthInMilliseconds
        return true
    }

    /// Gives the lease back.
    mutating func release(_ grant: LeaseGrant, isGoingOn: Bool) {
        guard stands(grant) else { return }
        holder = nil
        if !isGoingOn || attempt == nil {
            attempt = nil
            owner = nil
        }
    }

    /// Takes the lease from whoever has it: the fence rises with the next one.
    mutating func unlock() {
        holder = nil
        owner = nil
        attempt = nil
    }

    /// How it stands.
    var record: LeaseRecord? {
        guard isInUse, let owner else { return nil }
        return LeaseRecord(
            name: name,
            fence: fence,
            owner: owner,
            attempt: attempt,
            taken: Timestamp(milliseconds: taken),
            heard: Timestamp(milliseconds: heard),
            expires: holder == nil ? nil : Timestamp(milliseconds: expires),
            line: line.map(\.owner)
        )
    }

    /// How it stands for somebody who does not get it: where nobody has it, the first in the line does.
    private func record(for request: LeaseRequest) -> LeaseRecord {
        record
            ?? LeaseRecord(
                name: name,
                fence: fence,
                owner: line.first?.owner ?? request.owner,
                attempt: nil,
                taken: Timestamp(milliseconds: taken),
                heard: Timestamp(milliseconds: heard),
                expires: nil,
                line: line.map(\.owner)
            )
    }
}
