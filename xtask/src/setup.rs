//! What the tests need besides Rust, and how to get it: installed on Debian for root, otherwise named with its command.
//!
//! It never upgrades what is there and never touches a system it does not know.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::bail;

use crate::{setting, step};

/// A program the tests need.
#[derive(Debug)]
pub struct Need {
    /// What it is for, completing "needed to ...".
    purpose: &'static str,
    /// Names it goes by, best first.
    programs: &'static [&'static str],
    /// Debian packages that bring it.
    packages: &'static [&'static str],
}

/// Runs the browser journeys.
pub const NODE: Need =
    Need { purpose: "run the browser journeys", programs: &["node", "nodejs"], packages: &["nodejs"] };
/// Fetches what the journeys import.
pub const NPM: Need =
    Need { purpose: "fetch what the browser journeys import", programs: &["npm"], packages: &["npm"] };
/// The browser itself.
pub const CHROMIUM: Need = Need {
    purpose: "open the portal as a person would",
    programs: &["chromium", "chromium-browser", "google-chrome"],
    packages: &["chromium"],
};

/// Looks whether a PDF is sound.
pub const QPDF: Need =
    Need { purpose: "check that PDFs are sound", programs: &["qpdf"], packages: &["qpdf"] };
/// Reads what stands in a PDF.
pub const PDFTOTEXT: Need =
    Need { purpose: "read what stands in PDFs", programs: &["pdftotext"], packages: &["poppler-utils"] };
/// Links the agent for Windows.
pub const MINGW: Need = Need {
    purpose: "build the agent for Windows",
    programs: &["x86_64-w64-mingw32-gcc"],
    packages: &["gcc-mingw-w64-x86-64-win32"],
};
/// Makes the MSI.
pub const WIXL: Need = Need { purpose: "make the MSI", programs: &["wixl"], packages: &["wixl"] };
/// Changes tables of the MSI.
pub const MSIBUILD: Need =
    Need { purpose: "finish the MSI", programs: &["msibuild"], packages: &["msitools"] };
/// Tries what was built for Windows.
pub const WINE: Need =
    Need { purpose: "try the agent for Windows", programs: &["wine"], packages: &["wine64", "wine"] };
/// Runs the library that reads OSCAL.
const PYTHON: Need = Need {
    purpose: "have OSCAL documents read by a published library",
    programs: &["python3"],
    packages: &["python3", "python3-venv"],
};

/// Python, with the means to make an environment of its own.
pub fn python() -> anyhow::Result<PathBuf> {
    let found = provide(&[&PYTHON])?;
    let Some(python) = found.into_iter().next() else {
        bail!("{}", instructions(&[&PYTHON], PYTHON.packages))
    };
    let has_venv = || {
        Command::new(&python)
            .args(["-c", "import ensurepip, venv"])
            .output()
            .is_ok_and(|o| o.status.success())
    };
    if !has_venv() {
        if can_install() {
            install(PYTHON.packages)?;
        }
        if !has_venv() {
            bail!("{}", instructions(&[&PYTHON], PYTHON.packages));
        }
    }
    Ok(python)
}

/// Installs what is missing where that can be done, and leaves out the rest: tests that need it say so.
pub fn provide_where_possible(needs: &[&Need]) -> anyhow::Result<()> {
    if can_install() {
        provide(needs)?;
    }
    Ok(())
}

fn can_install() -> bool {
    is_debian(Path::new("/etc/os-release")) && is_root()
}

fn install(packages: &[&str]) -> anyhow::Result<()> {
    step::run("refresh Debian's package list", apt().arg("update").arg("-qq"))?;
    step::run(
        &format!("install {} from Debian", packages.join(", ")),
        apt().args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages),
    )
}

/// The path of each needed program, in order. What is missing is installed when this is Debian and we are root.
pub fn provide(needs: &[&Need]) -> anyhow::Result<Vec<PathBuf>> {
    let path = setting::search_path();
    let missing: Vec<&Need> = needs.iter().copied().filter(|n| find(n, &path).is_none()).collect();
    if !missing.is_empty() {
        let packages: Vec<&str> = missing.iter().flat_map(|n| n.packages).copied().collect();
        if !can_install() {
            bail!("{}", instructions(&missing, &packages));
        }
        install(&packages)?;
    }
    needs
        .iter()
        .map(|need| match find(need, &path) {
            Some(found) => Ok(found),
            None => bail!("{}", instructions(&[need], need.packages)),
        })
        .collect()
}

/// The first of a need's programs on the search path.
fn find(need: &Need, path: &[PathBuf]) -> Option<PathBuf> {
    need.programs.iter().find_map(|name| on_path(name, path))
}

/// A program on the search path.
pub fn on_path(name: &str, path: &[PathBuf]) -> Option<PathBuf> {
    path.iter().map(|folder| folder.join(name)).find(|candidate| candidate.is_file())
}

fn instructions(missing: &[&Need], packages: &[&str]) -> String {
    let mut text = String::from("these tests need what is not here:\n");
    for need in missing {
        text += &format!("  {:10} to {}\n", need.programs.first().unwrap_or(&"?"), need.purpose);
    }
    text += &format!(
        "on Debian or Ubuntu run: sudo apt-get update && sudo apt-get install -y {}\n",
        packages.join(" ")
    );
    text += "elsewhere install Node.js 18 or newer and Chromium, put them on PATH, and run this again.\n";
    text +=
        "a browser somewhere else can be named in HOLDFAST_CHROMIUM; `--no-browser` leaves the journeys out.";
    text
}

fn apt() -> Command {
    let mut apt = Command::new("apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    apt
}

fn is_debian(os_release: &Path) -> bool {
    let text = std::fs::read_to_string(os_release).unwrap_or_default();
    text.lines().any(|l| l == "ID=debian" || (l.starts_with("ID_LIKE=") && l.contains("debian")))
}

/// Whether this process runs as root, asked of `id`, so that no unsafe call is needed.
pub fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.trim_ascii() == b"0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_found_by_any_of_its_names_and_not_otherwise() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = [folder.path().to_path_buf()];
        assert_eq!(find(&CHROMIUM, &path), None);
        std::fs::write(folder.path().join("google-chrome"), "").expect("a made-up program");
        assert_eq!(find(&CHROMIUM, &path), Some(folder.path().join("google-chrome")));
    }

    #[test]
    fn what_is_missing_is_named_with_its_command() {
        let text = instructions(&[&NODE, &CHROMIUM], &["nodejs", "chromium"]);
        assert!(text.contains("node       to run the browser journeys"), "{text}");
        assert!(text.contains("apt-get install -y nodejs chromium"), "{text}");
    }

    #[test]
    fn debian_and_its_children_are_known() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("os-release");
        let mut answers = Vec::new();
        for text in ["ID=debian\n", "ID=ubuntu\nID_LIKE=debian\n", "ID=fedora\n"] {
            std::fs::write(&file, text).expect("a made-up os-release");
            answers.push(is_debian(&file));
        }
        assert_eq!(answers, [true, true, false]);
        assert!(!is_debian(&folder.path().join("absent")));
    }
}
