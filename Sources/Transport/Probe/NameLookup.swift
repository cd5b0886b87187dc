import HTTPExchange
import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The system's look-up of names.
enum NameLookup {
    /// The addresses of a name, each once; waits for the system.
    static func addresses(of host: String) -> [IPAddress] {
        var list: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(host, nil, nil, &list) == 0 else { return [] }
        defer { if let list = unsafe list { unsafe freeaddrinfo(list) } }
        var addresses: [IPAddress] = []
        var entry = unsafe list
        while let current = unsafe entry, addresses.count < 64 {
            if let address = unsafe address(of: current.pointee), !addresses.contains(address) {
                addresses.append(address)
            }
            unsafe entry = current.pointee.ai_next
        }
        return addresses
    }

    private static func address(of info: addrinfo) -> IPAddress? {
        guard let address = unsafe info.ai_addr else { return nil }
        switch unsafe info.ai_family {
        case AF_INET:
            let found = unsafe address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                unsafe SocketAddress($0.pointee)
            }
            return found.ipAddress.flatMap { IPAddress($0) }
        case AF_INET6:
            let found = unsafe address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                unsafe SocketAddress($0.pointee)
            }
            return found.ipAddress.flatMap { IPAddress($0) }
        default: return nil
        }
    }
}
