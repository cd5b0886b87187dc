#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// File systems whose locks and shared memory SQLite's WAL must not rely on.
///
/// `statfs(2)` is not in the C library's module, so the kernel's list of mounts is read: a file's device is that of
/// its mount.
enum NetworkFileSystem {
    /// The type of the network file system that a path is on; `nil` for a local one, or where it cannot be told.
    static func name(at path: String) -> String? {
        guard let device = FileFacts(at: path)?.identity.device else { return nil }
        return name(of: device, mounts: mounts())
    }

    /// The type for a device (`st_dev`), in the text of `/proc/self/mountinfo`.
    static func name(of device: UInt64, mounts: [UInt8]) -> String? {
        let major = device >> 8 & 0xFFF | device >> 32 & 0xFFFF_F000
        let minor = device & 0xFF | device >> 12 & 0xFFFF_FF00
        let wanted = Array("\(major):\(minor)".utf8)
        // 36 35 98:0 /root /mount/point rw,noatime master:1 - nfs4 server:/export rw
        for line in mounts.split(separator: 0x0A) {
            let fields = line.split(separator: 0x20)
            guard fields.count > 6, fields[2].elementsEqual(wanted),
                let dash = fields.firstIndex(where: { $0.elementsEqual([0x2D]) }), dash + 1 < fields.count
            else { continue }
            let type = String(decoding: fields[dash + 1], as: UTF8.self)
            return types.contains(type) || type.utf8.starts(with: "fuse.".utf8) ? type : nil
        }
        return nil
    }

    private static let types: Set<String> = [
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "lustre", "gpfs", "ncpfs", "coda",
        "drvfs",
        "vboxsf",
    ]

    /// At most 1 MiB of the kernel's list.
    private static func mounts() -> [UInt8] {
        let descriptor = unsafe open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while bytes.count < 1 << 20 {
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe read(descriptor, $0.baseAddress, $0.count)
            }
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        return bytes
    }
}
