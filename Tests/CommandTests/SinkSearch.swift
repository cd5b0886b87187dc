import Host
import RunnerTestSupport
import Testing

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

@testable import RunnerCommands

/// What commands left in each sink, and the search for secrets in it.
struct SinkSearch {
    private let workplace: Workplace
    /// What was there before, which a test wrote itself.
    private let own: Set<String>
    private var found: [(sink: Sink, name: String, bytes: [UInt8])] = []

    /// Begins to look; to be made when everything stands that the test itself writes.
    init(_ workplace: Workplace) throws {
        self.workplace = workplace
        self.own = Set(try Self.files(below: workplace.folder))
    }

    /// The sinks in which anything was found.
    var sinks: Set<Sink> { Set(found.filter { !$0.bytes.isEmpty }.map(\.sink)) }

    /// Runs a command and keeps what it wrote.
    @discardableResult
    mutating func run(
        _ command: [String],
        environment: [String: String],
        commands: any CommandRunner = NoCommands()
    ) async -> Workplace.Outcome {
        let outcome = await workplace.run(command, environment: environment, commands: commands)
        let name = (command.prefix(2) + command.dropFirst(2).suffix(1)).map {
            $0.split(separator: "/").last.map(String.init) ?? $0
        }
        .joined(separator: " ")
        add(.output, "\(name) \(found.count)", Array(outcome.output.utf8))
        add(.error, "\(name) \(found.count)", Array(outcome.error.utf8))
        return outcome
    }

    /// Keeps bytes of a sink.
    mutating func add(_ sink: Sink, _ name: String, _ bytes: [UInt8]) { found.append((sink, name, bytes)) }

    /// Keeps every file that commands have written; a file of no sink is a fault.
    mutating func addFiles() throws {
        for path in try Self.files(below: workplace.folder) where !own.contains(path) {
            let name = String(path.dropFirst(workplace.folder.count + 1))
            let sink: Sink? =
                if name.hasSuffix(".emergency") {
                    .emergencyRecord
                } else if name.hasPrefix("ledger.sqlite") || name.hasPrefix(".runner/") {
                    .ledger
                } else if name.hasPrefix("reports/") {
                    .report
                } else if name.hasPrefix("events/") {
                    .eventStream
                } else if name.hasPrefix("store/") {
                    .emulatedOutput
                } else if name.hasPrefix("new/") {
                    .newManifest
                } else {
                    nil
                }
            guard let sink else {
                Issue.record("`\(name)` was written and is of no sink: name it in Sink.swift and here")
                continue
            }
            add(sink, name, try SystemFileSystem().read(path, limit: 64 << 20))
        }
    }

    /// Looks for secrets in every encoding, for tokens, for halves of secrets, and for what acts on terminals and CI
    /// systems.
    ///
    /// - Parameters:
    ///   - secrets: What must be nowhere.
    ///   - words: What was done.
    func expectNothing(of secrets: [String], _ words: String) {
        var needles = secrets.flatMap { secret in
            SecretEncoding.allCases.map { ("\($0)", $0.needle(secret)) }
                // What is cut must be hidden before.
                + [
                    ("its beginning", Array(secret.utf8.prefix(14))),
                    ("its end", Array(secret.utf8.suffix(14))),
                ]
        }
        needles.append(("a token", Array("eyJhbGciOi".utf8)))
        for (sink, name, bytes) in found {
            for (encoding, needle) in needles {
                let place = Self.place(of: needle, in: bytes)
                #expect(
                    place == nil,
                    "\(words): \(sink), \(name), holds it, \(encoding): \(Self.excerpt(bytes, place ?? 0))"
                )
            }
            guard [.output, .error, .report, .eventStream].contains(sink) else { continue }
            let text = String(decoding: bytes, as: UTF8.self)
            for scalar in text.unicodeScalars where scalar != "\n" && scalar != "\t" && scalar != "\r" {
                #expect(
                    !Self.acts(scalar),
                    "\(words): \(sink), \(name), holds U+\(String(scalar.value, radix: 16))"
                )
            }
            // Its lines are commands by nature.
            let isReview = name.hasPrefix("validate") || name.hasPrefix("plan") || name.hasPrefix("show")
            if isReview, name.contains("github") || name.contains("azure") { continue }
            for line in text.split(whereSeparator: \.isNewline) {
                let start = line.drop { $0 == " " }
                // Another file of a diagnostic; no command's name begins with a colon.
                if start.hasPrefix("::: ") { continue }
                #expect(
                    !start.hasPrefix("::") && !start.hasPrefix("##vso["),
                    "\(words): \(sink), \(name), holds what a CI system obeys: \(line.prefix(80))"
                )
            }
        }
    }

    private static func acts(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0x2028, 0x2029: true
        default: false
        }
    }

    private static func place(of needle: [UInt8], in bytes: [UInt8]) -> Int? {
        unsafe bytes.withUnsafeBytes { haystack in
            unsafe needle.withUnsafeBytes { needle in
                guard let start = haystack.baseAddress, let first = needle.baseAddress else { return nil }
                var place = 0
                while haystack.count - place >= needle.count,
                    let found = unsafe memchr(start + place, Int32(needle[0]), haystack.count - place)
                {
                    place = unsafe UnsafeRawPointer(found) - start
                    guard haystack.count - place >= needle.count else { return nil }
                    if unsafe memcmp(found, first, needle.count) == 0 { return place }
                    place += 1
                }
                return nil
            }
        }
    }

    private static func excerpt(_ bytes: [UInt8], _ place: Int) -> String {
        String(decoding: bytes[max(0, place - 60)..<min(bytes.count, place + 90)], as: UTF8.self)
            .debugDescription
    }

    private static func files(below folder: String) throws -> [String] {
        let files = SystemFileSystem()
        return try files.names(in: folder).flatMap { name -> [String] in
            let path = folder + "/" + name
            return files.kind(of: path) == .folder ? try self.files(below: path) : [path]
        }
    }
}
