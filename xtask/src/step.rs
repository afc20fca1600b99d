//! One long step at a time: say what it is, run it, say how long it took, and stop at the first that fails.
//!
//! It captures no output; what a step prints is for the person watching.

use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};

use crate::stopwatch::{Stopwatch, in_words};

/// Runs a command as a step called `what`; an exit code other than 0 is an error.
pub fn run(what: &str, command: &mut Command) -> anyhow::Result<()> {
    run_to(what, command, 0)
}

/// The same for a command that ends well with the exit code `wanted`.
pub fn run_to(what: &str, command: &mut Command, wanted: i32) -> anyhow::Result<()> {
    say(what);
    let watch = Stopwatch::start();
    let status = command
        .stdin(Stdio::null())
        .status()
        .with_context(|| format!("cannot start `{}` for {what}", command.get_program().to_string_lossy()))?;
    let took = in_words(watch.elapsed());
    if status.code() != Some(wanted) {
        bail!("{what}: `{}` failed after {took} ({status})", shown(command));
    }
    eprintln!("    {what}: done in {took}");
    Ok(())
}

/// Prints the head of a step.
pub fn say(what: &str) {
    eprintln!("==> {what}");
}

/// The command as one would type it.
fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|w| w.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_works_is_ok_and_one_that_fails_names_its_command() {
        assert!(run("nothing", &mut Command::new("true")).is_ok());
        let error = run("trouble", Command::new("false").arg("now")).expect_err("false fails").to_string();
        assert!(error.starts_with("trouble: `false now` failed"), "{error}");
        let error =
            run("absence", &mut Command::new("no-such-program-here")).expect_err("not there").to_string();
        assert_eq!(error, "cannot start `no-such-program-here` for absence");
    }
}
