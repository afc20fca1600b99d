//! Disks that are mounted, how large they are, and whether they lie on an encrypted device.

use holdfast_wire::device::{Volume, Why};

use super::files::Files;
use crate::collect::places::linux as at;
use crate::collect::seen::{Seen, if_there, known, unseen};

/// The kernel counts disks in these, whatever the disk's own sectors are.
const SECTOR_BYTES: u64 = 512;
/// A stack of devices deeper than this is no stack.
const MAX_DEPTH: u8 = 8;

/// Mounted disks.
pub(crate) fn volumes(files: &Files) -> Seen<Vec<Volume>> {
    let text = files.text(&at::MOUNTS)?;
    let mut found: Vec<Volume> = Vec::new();
    for mount in mounts(&text) {
        let Some(device) = device_of(files, &mount) else { continue };
        if found.iter().any(|v| v.name == mount.point) {
            continue;
        }
        found.push(Volume {
            is_system: mount.point == "/",
            is_encrypted: known(is_encrypted(files, &device, 0)),
            n_bytes: n_bytes(files, &device).ok(),
            name: mount.point,
        });
        // One device mounted in many places is one disk; the first place is the one set up at start.
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found.dedup_by(|a, b| a.name == b.name);
    if found.is_empty() {
        return Err(unseen(Why::NotThere, format!("{} lists no disk, as in a container", at::MOUNTS.path())));
    }
    Ok(found)
}

/// Bytes of the device the system starts from.
pub(crate) fn system_disk_bytes(files: &Files) -> Seen<u64> {
    let text = files.text(&at::MOUNTS)?;
    let root = mounts(&text).into_iter().find(|mount| mount.point == "/");
    let device = root.and_then(|mount| device_of(files, &mount));
    let Some(device) = device else {
        return Err(unseen(Why::NotThere, format!("{} names no disk for /", at::MOUNTS.path())));
    };
    n_bytes(files, &whole_disk(files, device, 0))
}

#[derive(Debug, PartialEq, Eq)]
struct Mount {
    /// Major and minor number, like `8:1`.
    numbers: String,
    point: String,
}

/// Mounts of block devices. Source: proc_pid_mountinfo(5).
fn mounts(mountinfo: &str) -> Vec<Mount> {
    mountinfo
        .lines()
        .filter_map(|line| {
            let (before, after) = line.split_once(" - ")?;
            let columns: Vec<&str> = before.split(' ').collect();
            let mut after = after.split(' ');
            let (kind, source) = (after.next()?, after.next()?);
            // A bind mount shows another folder of a disk that is listed already.
            let is_disk = source.starts_with("/dev/") && !matches!(kind, "squashfs" | "iso9660" | "udf");
            let is_whole = *columns.get(3)? == "/" || kind == "btrfs";
            (is_disk && is_whole).then(|| Mount {
                numbers: (*columns.get(2).unwrap_or(&"")).to_owned(),
                point: unescaped(columns.get(4).unwrap_or(&"")),
            })
        })
        .collect()
}

/// Spaces and the like are written as a backslash and three octal digits.
fn unescaped(text: &str) -> String {
    text.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\")
}

/// The kernel's name of a mounted device, like `sda1` or `dm-0`.
fn device_of(files: &Files, mount: &Mount) -> Option<String> {
    let target = files.link_of(&at::DEVICE_BY_NUMBER, &[&mount.numbers]).ok()?;
    target.rsplit('/').next().map(str::to_owned)
}

/// Encrypted when it, or all it lies on, is a dm-crypt device. Source: the kernel's device-mapper UUIDs, cryptsetup's `CRYPT-`.
fn is_encrypted(files: &Files, device: &str, depth: u8) -> Seen<bool> {
    if depth > MAX_DEPTH {
        return Err(unseen(Why::Unreadable, format!("devices under {device} have no end")));
    }
    if let Some(uuid) = if_there(files.line_of(&at::DEVICE_MAPPER_UUID, &[device]))?
        && uuid.starts_with("CRYPT-")
    {
        return Ok(true);
    }
    let below = if_there(files.names_of(&at::DEVICES_BELOW, &[device]))?.unwrap_or_default();
    for under in &below {
        if !is_encrypted(files, under, depth + 1)? {
            return Ok(false);
        }
    }
    Ok(!below.is_empty())
}

fn n_bytes(files: &Files, device: &str) -> Seen<u64> {
    let text = files.line_of(&at::DEVICE_SIZE, &[device])?;
    let n_sectors: Option<u64> = text.parse().ok();
    n_sectors
        .and_then(|n| n.checked_mul(SECTOR_BYTES))
        .ok_or_else(|| unseen(Why::Unreadable, format!("{}: {text}", at::DEVICE_SIZE.path())))
}

/// `sda` for `sda1`, and the disk under a stack of devices.
fn whole_disk(files: &Files, device: String, depth: u8) -> String {
    let below = files.names_of(&at::DEVICES_BELOW, &[&device]).unwrap_or_default();
    match below.into_iter().next() {
        Some(under) if depth < MAX_DEPTH => whole_disk(files, under, depth + 1),
        _ => {
            let parent = files.link_of(&at::DEVICE_LINK, &[&device]).ok().and_then(|target| {
                let mut parts = target.rsplit('/').skip(1);
                parts.next().filter(|p| device.starts_with(p) && !p.is_empty()).map(str::to_owned)
            });
            parent.unwrap_or(device)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mounts_of_disks_are_told_from_the_rest() {
        let text = "25 30 0:23 / /proc rw - proc proc rw\n\
            30 1 253:0 / / rw,relatime shared:1 - ext4 /dev/mapper/vg-root rw\n\
            31 30 8:1 / /boot\\040old rw shared:2 - ext4 /dev/sda1 rw\n\
            32 30 8:1 /x /mnt rw - ext4 /dev/sda1 rw\n33 30 7:1 / /snap/a ro - squashfs /dev/loop1 ro\nbroken\n";
        let points: Vec<_> = mounts(text).into_iter().map(|m| (m.numbers, m.point)).collect();
        assert_eq!(points, [("253:0".into(), "/".into()), ("8:1".into(), "/boot old".into())]);
    }
}
