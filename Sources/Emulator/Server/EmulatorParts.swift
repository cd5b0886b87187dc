import Host
import Manifests

/// The parts of an emulator, put together.
struct EmulatorParts {
    /// Takes the requests.
    let front: EmulatorFront
    /// Runs the jobs.
    let runner: JobRunner

    /// Puts an emulator together of what a configuration names.
    init(
        _ preparation: inout EmulatorPreparation,
        issuer: JobTokenIssuer?,
        commandLine: PlayedCommandLine?,
        book: JobBook,
        log: RequestLog,
        observe: @escaping @Sendable (EmulatorEvent) -> Void
    ) async {
        let host = preparation.host
        let configuration = preparation.configuration
        let identifiers = Identifiers(random: host.random)
        let tokens = AccessTokens(time: host.time, identifiers: identifiers)
        let lifetime = Int(configuration.tokenLifetime.components.seconds)
        commandLine?.begin(tokens, lifetime: max(1, lifetime))
        let entra = EntraAuthority(
            applications: preparation.applications(),
            tokens: tokens,
            lifetime: max(1, lifetime),
            time: host.time,
            identifiers: identifiers,
            issuer: issuer
        )
        var planes: [String: BatchEndpointPlane] = [:]
        for endpoint in configuration.endpoints {
            planes[endpoint.name.value] = BatchEndpointPlane(
                endpoint: endpoint,
                tokens: tokens,
                jobs: book,
                defaultOutput: preparation.defaultOutput,
                time: host.time,
                identifiers: identifiers
            )
        }
        let machine = EmulatedMachine(
            configuration,
            book: IdentityBook(
                identities: configuration.identities,
                tokens: tokens,
                tenantID: configuration.tenants.first?.id.value.lowercased() ?? identifiers.uuid(),
                lifetime: max(1, lifetime)
            ),
            time: host.time
        )
        let managed = configuration.endpoints.filter { $0.workspace != nil }
        self.front = EmulatorFront(
            hosts: HostTable(
                endpoints: configuration.endpoints.map { ($0.host.value, $0.name.value) },
                metadataHost: machine.metadataService.map { _ in EmulatedMetadataService.host },
                appServiceHost: machine.appService?.host,
                playsIssuers: issuer != nil,
                clouds: Set(managed.map { EmulatedCloud(host: $0.host.value) })
            ),
            entra: entra,
            issuer: issuer,
            endpoints: planes,
            management: ManagementPlane(
                endpoints: managed,
                assets: configuration.storage.compactMap { EmulatedAsset($0.prefix.value) },
                tokens: tokens,
                jobs: book,
                time: host.time,
                identifiers: identifiers
            ),
            metadataService: machine.metadataService,
            appService: machine.appService,
            jobs: book,
            log: log,
            observe: observe
        )
        self.runner = JobRunner(
            book: book,
            storage: preparation.storage(),
            deployments: await preparation.deployments(),
            files: host.files,
            environment: host.environment,
            time: host.time
        )
    }
}
