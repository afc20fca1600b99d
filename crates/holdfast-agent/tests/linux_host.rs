//! Linux machines made up as folders: a server whose facts are known, an empty one, and one whose files were made to harm.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use holdfast_agent::collect::linux::{Files, collect};
use holdfast_wire::device::{Known, Role, Why, parts};

fn put(root: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
}

fn link(root: &Path, path: &str, target: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    symlink(target, path).expect("linked");
}

fn server(root: &Path) {
    put(
        root,
        &[
            ("etc/os-release", "NAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\nID=debian\n"),
            ("proc/sys/kernel/osrelease", "6.1.0-40-amd64\n"),
            ("proc/sys/kernel/hostname", "pacs1.fixture.example\n"),
            ("proc/stat", "btime 1764000000\n"),
            ("etc/machine-id", "0123456789abcdef0123456789abcdef\n"),
            ("var/lib/dpkg/status", "Package: orthanc\nStatus: install ok installed\nVersion: 1.10.1\n"),
            ("etc/apt/apt.conf.d/20auto-upgrades", "APT::Periodic::Unattended-Upgrade \"1\";\n"),
            ("etc/apt/apt.conf.d/90off.disabled", "APT::Periodic::Unattended-Upgrade \"0\";\n"),
            ("var/lib/apt/periodic/update-success-stamp", ""),
            ("etc/systemd/system/multi-user.target.wants/ssh.service", ""),
            ("lib/systemd/system/ssh.service", "[Unit]\nDescription=OpenBSD Secure Shell server\n"),
            ("sys/fs/cgroup/system.slice/orthanc.service/cgroup.procs", ""),
            (
                "etc/ssh/sshd_config",
                "Include /etc/ssh/sshd_config.d/*.conf\nPasswordAuthentication yes\nUsePAM no\n",
            ),
            ("etc/ssh/sshd_config.d/10-ours.conf", "PasswordAuthentication no\nPermitRootLogin no\n"),
            (
                "proc/net/tcp",
                "head\n 0: 00000000:0016 00000000:0000 0A 0:0 0:0 0 0 0 77 1\n 1: 0100007F:1F90 00000000:0000 0A 0:0 0:0 0 0 0 78 1\n",
            ),
            (
                "proc/net/udp",
                "head\n 0: 00000000:00A1 00000000:0000 07 0:0 0:0 0 0 0 79 1\n 1: 00000000:D431 00000000:0000 07 0:0 0:0 0 0 0 80 1\n",
            ),
            ("proc/412/comm", "sshd\n"),
            ("etc/passwd", "root:x:0:0::/r:/bin/bash\nanna:x:1000:1000::/a:/bin/bash\n"),
            ("etc/group", "sudo:x:27:anna\n"),
            ("etc/samba/smb.conf", "[global]\nserver min protocol = NT1\n[scans]\npath = /srv/scans\n"),
            ("etc/ufw/ufw.conf", "ENABLED=yes\n"),
            (
                "proc/self/mountinfo",
                "1 0 253:0 / / rw - ext4 /dev/mapper/root rw\n2 1 8:1 / /boot rw - ext4 /dev/sda1 rw\n",
            ),
            ("sys/class/block/dm-0/size", "1000\n"),
            ("sys/class/block/dm-0/dm/uuid", "LVM-abc\n"),
            ("sys/class/block/dm-0/slaves/dm-1/x", ""),
            ("sys/class/block/dm-1/dm/uuid", "CRYPT-LUKS2-abc\n"),
            ("sys/class/block/dm-1/slaves/sda2/x", ""),
            ("sys/class/block/sda1/size", "2048\n"),
            ("sys/class/block/sda/size", "500118192\n"),
            ("proc/cpuinfo", "processor : 0\nmodel name : Xeon\nflags : fpu\n"),
            ("proc/meminfo", "MemTotal: 8000000 kB\n"),
            ("sys/class/dmi/id/sys_vendor", "HPE\n"),
            ("sys/class/dmi/id/product_name", "ProLiant DL360 Gen10\n"),
            ("sys/class/dmi/id/product_serial", "To be filled by O.E.M.\n"),
            ("sys/class/dmi/id/chassis_type", "23\n"),
            ("sys/class/net/eno1/address", "00:1A:2B:3C:4D:5E\n"),
            ("sys/class/net/eno1/device/x", ""),
            ("sys/class/net/docker0/address", "02:42:00:00:00:01\n"),
            ("sys/class/tpm/tpm0/tpm_version_major", "2\n"),
            ("sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c", "\u{6}\0\0\0\u{1}"),
        ],
    );
    link(root, "vmlinuz", "boot/vmlinuz-6.1.0-41-amd64");
    link(root, "proc/412/fd/3", "socket:[77]");
    link(root, "sys/dev/block/253:0", "../../devices/virtual/block/dm-0");
    link(root, "sys/dev/block/8:1", "../../devices/pci/block/sda/sda1");
    fs::create_dir_all(root.join("sys/class/block")).expect("made");
}

#[test]
fn a_server_is_told_as_it_is() {
    let dir = tempfile::tempdir().expect("a folder");
    server(dir.path());
    let facts = collect(&Files::below(dir.path()));
    let os = facts.os.is().expect("known");
    assert_eq!(
        (os.distribution.as_str(), os.release.as_str(), os.version.as_str()),
        ("debian", "12", "6.1.0-40-amd64")
    );
    assert_eq!(
        (facts.identity.name.as_str(), facts.identity.domain.as_deref()),
        ("pacs1", Some("fixture.example"))
    );
    assert_eq!(
        (facts.identity.serial.as_deref(), &facts.identity.macs[..]),
        (None, &["00:1a:2b:3c:4d:5e".to_owned()][..])
    );
    assert_eq!((facts.role, facts.pending_reboot), (Known::Is(Role::Server), Known::Is(true)));
    assert_eq!(facts.booted_at.is().map(|t| t.as_second()), Some(1_764_000_000));
    let client = facts.update_client.is().expect("known");
    assert_eq!((client.asks.as_str(), client.is_automatic.is()), ("apt", Some(&true)));
    assert!(client.looked_at.is().is_some() && client.installed_at.is().is_none());
    let volumes: Vec<_> = facts
        .volumes
        .is()
        .expect("known")
        .iter()
        .map(|v| (v.name.as_str(), v.is_encrypted.is().copied()))
        .collect();
    assert_eq!(volumes, [("/", Some(true)), ("/boot", Some(false))], "root lies on LVM on LUKS");
    let sshd = facts.sshd.is().expect("known");
    assert_eq!(
        (sshd.is_on, sshd.takes_passwords.is(), sshd.lets_root_in.is()),
        (true, Some(&false), Some(&false))
    );
    let listening: Vec<_> = facts
        .listening
        .is()
        .expect("known")
        .iter()
        .map(|l| format!("{} {} {}", l.protocol, l.port, l.program))
        .collect();
    assert_eq!(listening, ["tcp 22 sshd", "udp 161 "]);
    let services: Vec<_> = facts
        .services
        .is()
        .expect("known")
        .iter()
        .map(|s| (s.name.as_str(), s.is_automatic, s.is_running))
        .collect();
    assert_eq!(services, [("orthanc", false, true), ("ssh", true, false)]);
    let admins: Vec<_> = facts.admins.is().expect("known").iter().map(|a| a.name.as_str()).collect();
    assert_eq!(admins, ["root", "anna"]);
    assert_eq!((facts.smb1, facts.hardware.tpm), (Known::Is(true), Known::Is("2.0".to_owned())));
    assert_eq!((facts.hardware.is_uefi, facts.hardware.secure_boot), (Known::Is(true), Known::Is(true)));
    assert_eq!(facts.hardware.is_virtual, Known::Is(false));
}

#[test]
fn an_empty_machine_tells_nothing_but_why() {
    let dir = tempfile::tempdir().expect("a folder");
    let facts = collect(&Files::below(dir.path()));
    let said: Vec<String> = parts(&facts)
        .into_iter()
        .filter(|(_, value)| value.get("is").is_some())
        .map(|(name, _)| name)
        .collect();
    // No Samba: it shares nothing and speaks no SMB.
    assert_eq!(said, ["shares", "smb1"]);
    assert_eq!(facts.software.why().map(|u| u.why), Some(Why::NotThere));
    assert_eq!(facts.hardware.is_uefi.why().map(|u| u.why), Some(Why::NotThere));
}

#[test]
fn files_made_to_harm_cost_themselves_alone() {
    let dir = tempfile::tempdir().expect("a folder");
    server(dir.path());
    let root = dir.path();
    let noise: Vec<u8> = (0..200_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for path in [
        "etc/os-release",
        "proc/stat",
        "proc/net/tcp",
        "etc/passwd",
        "proc/self/mountinfo",
        "proc/cpuinfo",
        "etc/ssh/sshd_config",
    ] {
        fs::write(root.join(path), &noise).expect("written");
    }
    // A folder where a file should be, a link to itself, a device that is its own ground.
    fs::remove_file(root.join("etc/group")).expect("removed");
    fs::create_dir(root.join("etc/group")).expect("made");
    fs::remove_file(root.join("proc/meminfo")).expect("removed");
    symlink("meminfo", root.join("proc/meminfo")).expect("linked");
    put(
        root,
        &[
            ("sys/class/block/dm-1/slaves/dm-0/x", ""),
            ("sys/class/block/dm-1/dm/uuid", "LVM-def\n"),
            ("proc/self/mountinfo", "1 0 253:0 / / rw - ext4 /dev/mapper/root rw\n"),
        ],
    );
    let facts = collect(&Files::below(root));
    assert_eq!(facts.admins.why().map(|u| u.why), Some(Why::Unreadable));
    assert!(facts.hardware.memory_bytes.is().is_none());
    assert!(facts.volumes.is().expect("known")[0].is_encrypted.is().is_none(), "no end is no answer");
    assert_eq!(facts.identity.name, "pacs1");
}
