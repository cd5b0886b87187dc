// swift-tools-version: 6.2
import PackageDescription

// What a start costs is mostly the loader's work on the image; `scripts/build-release` does the rest.
let releaseLinking = [
    "-Xlinker", "--version-script=\(Context.packageDirectory)/Sources/runner/exports.map",
    "-Xclang-linker", "-static-libgcc",
]

// One list of edges, bottom layer first. `Tests/LayoutTests` holds the same list and checks every import against it.
let package = Package(
    name: "runner",
    products: [
        .executable(name: "runner", targets: ["runner"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        // Layer 0: values and seams.
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .target(
            name: "Certificates",
            dependencies: [
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
            ]
        ),
        .systemLibrary(name: "CProcess"),
        .target(name: "Diagnostics"),
        .target(name: "JSONValues"),
        .target(name: "Secrets", dependencies: ["Diagnostics"]),
        .target(
            name: "Host",
            dependencies: [
                "CProcess", "Diagnostics", .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .target(
            name: "HTTPExchange",
            dependencies: ["Diagnostics", .product(name: "HTTPTypes", package: "swift-http-types")]
        ),

        // Layer 1: text to manifest.
        .target(
            name: "Manifests",
            dependencies: ["CPCRE2", "CYAML", "Diagnostics", "JSONValues", "Secrets"]
        ),

        // Layer 2: what would be done, and as whom.
        .target(
            name: "Plans",
            dependencies: [
                "Diagnostics", "HTTPExchange", "JSONValues", "Manifests", "Secrets",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ]
        ),
        .target(
            name: "Credentials",
            dependencies: [
                "Certificates", "Diagnostics", "Host", "HTTPExchange", "JSONValues", "Secrets",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ]
        ),

        // Layer 3: engines, and the effects behind the seams.
        .target(
            name: "Engines",
            dependencies: [
                "Diagnostics", "HTTPExchange", "JSONValues", "Manifests", "Plans", "Secrets",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ]
        ),
        .target(
            name: "Ledgers",
            dependencies: [
                "Diagnostics", "Host", "JSONValues", "Plans", "Secrets",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .target(
            name: "Transport",
            dependencies: [
                "Certificates", "Diagnostics", "HTTPExchange", "Secrets",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
            ]
        ),
        .target(
            name: "Emulator",
            dependencies: [
                "Certificates", "Diagnostics", "HTTPExchange", "Host", "JSONValues", "Manifests", "Secrets",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),

        // Layer 4: doing it.
        .target(
            name: "Execution",
            dependencies: [
                "Credentials", "Diagnostics", "Host", "HTTPExchange", "JSONValues", "Ledgers", "Manifests",
                "Plans",
                "Secrets",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ]
        ),

        // Layer 5: the tool.
        .target(
            name: "RunnerCommands",
            dependencies: [
                "Credentials", "Diagnostics", "Emulator", "Engines", "Execution", "Host", "HTTPExchange",
                "JSONValues",
                "Ledgers", "Manifests", "Plans", "Secrets", "Transport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        ),
        .executableTarget(
            name: "runner",
            dependencies: ["RunnerCommands"],
            exclude: ["exports.map"],
            linkerSettings: [
                .unsafeFlags(releaseLinking, .when(platforms: [.linux], configuration: .release))
            ]
        ),

        // Tests.
        .target(
            name: "RunnerTestSupport",
            dependencies: [
                "Diagnostics", "Host", "HTTPExchange", "JSONValues", "Secrets",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            path: "Tests/RunnerTestSupport"
        ),
        .testTarget(name: "CertificatesTests", dependencies: ["Certificates", "RunnerTestSupport"]),
        .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics", "RunnerTestSupport"]),
        .testTarget(name: "JSONValuesTests", dependencies: ["JSONValues", "RunnerTestSupport"]),
        .testTarget(name: "SecretsTests", dependencies: ["Secrets", "RunnerTestSupport"]),
        .testTarget(
            name: "HostTests",
            dependencies: [
                "Diagnostics", "Host", "RunnerTestSupport",
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .testTarget(
            name: "HTTPExchangeTests",
            dependencies: [
                "HTTPExchange", "RunnerTestSupport", .product(name: "HTTPTypes", package: "swift-http-types"),
            ]
        ),
        .testTarget(
            name: "ManifestsTests",
            dependencies: ["Diagnostics", "Host", "JSONValues", "Manifests", "RunnerTestSupport", "Secrets"],
            exclude: ["Fixtures"]
        ),
        .testTarget(
            name: "PlansTests",
            dependencies: [
                "Diagnostics", "HTTPExchange", "JSONValues", "Manifests", "Plans", "RunnerTestSupport",
                "Secrets",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ]
        ),
        .testTarget(
            name: "CredentialsTests",
            dependencies: [
                "Certificates", "Credentials", "Diagnostics", "Host", "HTTPExchange", "JSONValues",
                "RunnerTestSupport", "Secrets", "Transport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]
        ),
        .testTarget(
            name: "EnginesTests",
            dependencies: [
                "Diagnostics", "Engines", "HTTPExchange", "JSONValues", "Manifests", "Plans",
                "RunnerTestSupport", "Secrets",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ]
        ),
        .testTarget(
            name: "LedgersTests",
            dependencies: [
                "Diagnostics", "Host", "JSONValues", "Ledgers", "Plans", "RunnerTestSupport", "Secrets",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .testTarget(
            name: "TransportTests",
            dependencies: [
                "Diagnostics", "Host", "HTTPExchange", "RunnerTestSupport", "Secrets", "Transport",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]
        ),
        .testTarget(
            name: "EmulatorTests",
            dependencies: [
                "Certificates", "Diagnostics", "Emulator", "Host", "HTTPExchange", "JSONValues", "Manifests",
                "RunnerTestSupport",
                "Secrets", "Transport", .product(name: "HTTPTypes", package: "swift-http-types"),
            ]
        ),
        .testTarget(
            name: "ExecutionTests",
            dependencies: [
                "Credentials", "Diagnostics", "Engines", "Execution", "Host", "HTTPExchange", "JSONValues",
                "Ledgers",
                "Manifests", "Plans", "RunnerTestSupport", "Secrets",
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ]
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "Credentials", "Diagnostics", "Emulator", "Host", "HTTPExchange", "JSONValues", "Ledgers",
                "Manifests",
                "Plans",
                "RunnerCommands", "RunnerTestSupport", "Secrets", "Transport", "runner",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            exclude: ["Fixtures"]
        ),
        .testTarget(name: "LayoutTests", dependencies: ["RunnerTestSupport"]),
    ]
)

let houseSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),  // SE-0335
    .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
    .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
    .enableUpcomingFeature("InferIsolatedConformances"),  // SE-0470
    .enableUpcomingFeature("ImmutableWeakCaptures"),  // SE-0481
    .strictMemorySafety(),  // SE-0458
    .treatAllWarnings(as: .error),  // SE-0443
    .treatWarning("DeprecatedDeclaration", as: .warning),
]
for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + houseSettings
}
