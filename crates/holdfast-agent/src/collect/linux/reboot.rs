//! Whether the machine waits to be restarted: a mark left by updates, or a kernel newer than the one that runs.

use holdfast_wire::device::Why;

use super::files::Files;
use crate::collect::places::linux as at;
use crate::collect::seen::{Seen, unseen};

/// Yes by the mark or by the kernel; no only when the kernel that would be started is the one that runs.
pub(crate) fn pending_reboot(files: &Files) -> Seen<bool> {
    if files.is_there(&at::REBOOT_REQUIRED, &[])? || files.is_there(&at::REBOOT_REQUIRED_OLD, &[])? {
        return Ok(true);
    }
    let running = files.line(&at::KERNEL_RELEASE)?;
    let next = files.link_of(&at::KERNEL_LINK, &[]).or_else(|_| files.link_of(&at::KERNEL_LINK_IN_BOOT, &[]));
    match next.as_deref().map(kernel_of) {
        Ok(Some(next)) => Ok(next != running),
        _ => Err(unseen(
            Why::NotThere,
            format!("{} (and no link to the kernel that is started next)", at::REBOOT_REQUIRED.path()),
        )),
    }
}

/// `boot/vmlinuz-6.1.0-18-amd64` names 6.1.0-18-amd64.
fn kernel_of(link: &str) -> Option<&str> {
    link.rsplit('/').next()?.strip_prefix("vmlinuz-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_names_a_kernel_or_nothing() {
        assert_eq!(kernel_of("boot/vmlinuz-6.1.0-18-amd64"), Some("6.1.0-18-amd64"));
        assert_eq!(kernel_of("/boot/bzImage"), None);
    }
}
