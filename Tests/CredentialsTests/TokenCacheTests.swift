import Credentials
import Diagnostics
import HTTPExchange
import RunnerTestSupport
import Synchronization
import Testing

@Suite struct TokenCacheTests {
    private static let audience = Audience("https://ml.azure.com")

    private static func ask(
        _ cache: TokenCache,
        _ source: GatedTokenSource,
        _ audience: Audience = audience
    ) async -> Result<AccessToken, Diagnostic> {
        do throws(Diagnostic) {
            return .success(try await cache.token(for: audience, from: source))
        } catch {
            return .failure(error)
        }
    }

    private static func until(_ condition: () -> Bool) async {
        while !condition() { await Task.yield() }
    }

    // MARK: Lives

    /// Lifetime, refreshAfter, age in seconds at which the kept token still serves, and at which another is asked for.
    @Test(
        arguments: [
            (3600, nil, 3299, 3301), (3600, 1800, 1799, 1800), (86_400, nil, 43_199, 43_200),
            (86_400, 80_000, 79_999, 80_000),
            (7199, nil, 6898, 6900), (299, nil, 268, 270), (60, nil, 53, 55), (10, nil, 8, 10),
        ] as [(Int, Int?, Int, Int)]
    )
    func replacesInTime(lifetime: Int, refreshAfter: Int?, fresh: Int, old: Int) async throws {
        let time = ManualTimekeeper()
        let cache = TokenCache(time: time)
        let source = GatedTokenSource([
            .success(GatedTokenSource.token("first", lifetime: lifetime, refreshAfter: refreshAfter))
        ])
        #expect(await Self.ask(cache, source).token == "first")
        time.advance(by: .seconds(fresh))
        #expect(await Self.ask(cache, source).token == "first")
        #expect(source.calls == 1)
        time.advance(by: .seconds(old - fresh))
        #expect(await Self.ask(cache, source).token == "token-2")
        #expect(source.calls == 2)
    }

    @Test func keepsTheOldTokenWhileItServes() async throws {
        let time = ManualTimekeeper()
        let cache = TokenCache(time: time)
        let source = GatedTokenSource([
            .success(GatedTokenSource.token("first")), .failure(GatedTokenSource.trouble),
            .failure(GatedTokenSource.trouble), .failure(GatedTokenSource.trouble),
        ])
        _ = await Self.ask(cache, source)
        time.advance(by: .seconds(3400))
        #expect(await Self.ask(cache, source).token == "first")
        #expect(source.calls == 2)
        // No second try for half a minute.
        time.advance(by: .seconds(29))
        #expect(await Self.ask(cache, source).token == "first")
        #expect(source.calls == 2)
        time.advance(by: .seconds(1))
        #expect(await Self.ask(cache, source).token == "first")
        #expect(source.calls == 3)
        // 60 s before its end it is no longer given out.
        time.advance(by: .seconds(110))
        #expect(await Self.ask(cache, source).diagnostic == GatedTokenSource.trouble)
        #expect(source.calls == 4)
        #expect(await Self.ask(cache, source).token == "token-5")
    }

    @Test func remembersNoFailure() async {
        let cache = TokenCache(time: ManualTimekeeper())
        let source = GatedTokenSource([.failure(GatedTokenSource.trouble)])
        #expect(await Self.ask(cache, source).diagnostic == GatedTokenSource.trouble)
        #expect(await Self.ask(cache, source).token == "token-2")
    }

    @Test func keepsAudiencesAndIdentitiesApart() async {
        let cache = TokenCache(time: ManualTimekeeper())
        let one = GatedTokenSource()
        let other = GatedTokenSource(identity: "other")
        let twin = GatedTokenSource()
        #expect(await Self.ask(cache, one).token == "token-1")
        #expect(await Self.ask(cache, one, Audience("https://management.azure.com")).token == "token-2")
        #expect(await Self.ask(cache, other).token == "token-1")
        #expect(other.calls == 1)
        #expect(await Self.ask(cache, twin).token == "token-1")
        #expect(twin.calls == 0)
    }

    @Test func forgetsARefusedTokenOnce() async throws {
        let cache = TokenCache(time: ManualTimekeeper())
        let source = GatedTokenSource()
        let first = try await cache.token(for: Self.audience, from: source)
        await cache.invalidate(first, for: Self.audience, from: source)
        #expect(await Self.ask(cache, source).token == "token-2")
        // Another job reports the same token late: the new one stays.
        await cache.invalidate(first, for: Self.audience, from: source)
        #expect(await Self.ask(cache, source).token == "token-2")
        #expect(source.calls == 2)
    }

    // MARK: Many at once

    @Test func makesOneRequestForAHundredCallers() async {
        let cache = TokenCache(time: ManualTimekeeper())
        let source = GatedTokenSource(isOpen: false)
        let started = Count()
        let tokens = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    started.add()
                    return await Self.ask(cache, source).token
                }
            }
            await Self.until { source.calls == 1 && started.value == 100 }
            for _ in 0..<500 { await Task.yield() }
            source.open()
            return await group.reduce(into: [String?]()) { $0.append($1) }
        }
        #expect(tokens == Array(repeating: "token-1", count: 100))
        #expect(source.calls == 1)
    }

    @Test func tellsEverybodyOfOneFailure() async {
        let cache = TokenCache(time: ManualTimekeeper())
        let source = GatedTokenSource([.failure(GatedTokenSource.trouble)], isOpen: false)
        let started = Count()
        let failures = await withTaskGroup(of: Diagnostic?.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    started.add()
                    return await Self.ask(cache, source).diagnostic
                }
            }
            await Self.until { source.calls == 1 && started.value == 20 }
            for _ in 0..<500 { await Task.yield() }
            source.open()
            return await group.reduce(into: [Diagnostic?]()) { $0.append($1) }
        }
        #expect(failures == Array(repeating: GatedTokenSource.trouble, count: 20))
        #expect(source.calls == 1)
    }

    @Test func letsAWaiterGoWithoutHarm() async {
        let cache = TokenCache(time: ManualTimekeeper())
        let source = GatedTokenSource(isOpen: false)
        await withTaskGroup(of: String?.self) { group in
            group.addTask { await Self.ask(cache, source).token }
            await Self.until { source.calls == 1 }
            let left = await Self.cancelled { await Self.ask(cache, source).diagnostic?.code }
            #expect(left == .tokenRequestCancelled)
            group.addTask { await Self.ask(cache, source).token }
            for _ in 0..<100 { await Task.yield() }
            source.open()
            for await token in group { #expect(token == "token-1") }
        }
        #expect(source.calls == 1)
    }

    @Test func handsTheRequestOverWhenItsMakerIsCancelled() async {
        let cache = TokenCache(time: ManualTimekeeper())
        let source = GatedTokenSource(isOpen: false)
        await withTaskGroup(of: String?.self) { group in
            let maker = await Self.cancelled(
                after: {
                    await Self.until { source.calls == 1 }
                    for _ in 0..<5 { group.addTask { await Self.ask(cache, source).token } }
                    for _ in 0..<200 { await Task.yield() }
                },
                { await Self.ask(cache, source).diagnostic?.code }
            )
            #expect(maker == .tokenRequestCancelled)
            await Self.until { source.calls == 2 }
            source.open()
            for await token in group { #expect(token == "token-2") }
        }
        #expect(source.calls == 2)
    }

    @Test func doesNotMakeOthersWaitForAReplacement() async {
        let time = ManualTimekeeper()
        let cache = TokenCache(time: time)
        let opener = GatedTokenSource([.success(GatedTokenSource.token("first"))])
        _ = await Self.ask(cache, opener)
        time.advance(by: .seconds(3400))
        let slow = GatedTokenSource(isOpen: false)
        await withTaskGroup(of: String?.self) { group in
            group.addTask { await Self.ask(cache, slow).token }
            await Self.until { slow.calls == 1 }
            #expect(await Self.ask(cache, slow).token == "first")
            slow.open()
            for await token in group { #expect(token == "token-1") }
        }
        #expect(slow.calls == 1)
    }

    @Test func survivesAStormOfCancellations() async {
        let cache = TokenCache(time: ManualTimekeeper())
        let source = GatedTokenSource(isOpen: false)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    let code = await Self.cancelled { await Self.ask(cache, source).diagnostic?.code }
                    #expect(code == .tokenRequestCancelled)
                }
            }
        }
        source.open()
        #expect(await Self.ask(cache, source).token != nil)
    }

    /// Runs work in a task of its own that is cancelled after a while.
    private static func cancelled(
        after preparation: () async -> Void = { for _ in 0..<50 { await Task.yield() } },
        _ work: @escaping @Sendable () async -> Diagnostic.Code?
    ) async -> Diagnostic.Code? {
        await withTaskGroup(of: Diagnostic.Code?.self) { group in
            group.addTask { await work() }
            await preparation()
            group.cancelAll()
            return await group.next() ?? nil
        }
    }
}

/// A number that several tasks raise.
private final class Count: Sendable {
    private let number = Mutex(0)

    var value: Int { number.withLock { $0 } }

    func add() { number.withLock { $0 += 1 } }
}
