//! Words of the command line to a command with what was given for it. Nothing is done here.

use super::Command;
use crate::settings::Given;

/// What can be typed.
pub(super) const HELP: &str = "\
Says what this machine is, to the hospital's portal or to a file. It reads and changes nothing.

holdfast-agent show                       print exactly what would be sent
holdfast-agent places                     print every file, key and class it reads
holdfast-agent rules                      print how many rules it holds event logs against
holdfast-agent --once --out FILE          write a file to carry to the portal
holdfast-agent enrol --server URL --token TOKEN
                                          ask to belong to a hospital
holdfast-agent run                        work until stopped
holdfast-agent goodbye                    tell the portal that the agent is taken off, and forget all

  --server URL     the portal, like https://portal.example.org
  --token TOKEN    from the hospital's page of devices
  --ca FILE        trust this certificate (PEM) and no other
  --state DIR      where the key and the queue are kept
  --logs DIR       event logs to watch, or `off`; on Windows its own are watched
  --config FILE    settings: lines of `Server = URL`, `Token = TOKEN`, `CaFile = FILE`, `StateDir = DIR`,
                   `Logs = DIR`
  --version, --help";

/// What was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// What to do.
    pub command: Command,
    /// Settings named by hand.
    pub given: Given,
    /// Where to write.
    pub out: Option<String>,
}

/// Why it cannot be done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// No such word.
    #[error("`{0}` is not known")]
    Unknown(String),
    /// A word that needs another after it.
    #[error("`{0}` needs a value after it")]
    NoValue(String),
    /// Two commands.
    #[error("`{0}` comes after another command; one at a time")]
    Second(String),
    /// A word of another command.
    #[error("--out belongs to --once, and --once needs it")]
    Out,
}

/// Reads the words after the program's name.
pub fn parse(words: impl IntoIterator<Item = String>) -> Result<Words, WordsError> {
    let mut command = None;
    let mut given = Given::default();
    let mut out = None;
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        let (name, mut value) = match word.split_once('=') {
            Some((name, value)) if name.starts_with("--") => (name.to_owned(), Some(value.to_owned())),
            _ => (word.clone(), None),
        };
        let place = match name.as_str() {
            "--server" => &mut given.server,
            "--token" => &mut given.token,
            "--ca" => &mut given.ca_file,
            "--state" => &mut given.state_dir,
            "--logs" => &mut given.logs,
            "--config" => &mut given.config,
            "--out" => &mut out,
            _ => {
                let next = of_word(&word).ok_or(WordsError::Unknown(word.clone()))?;
                if command.replace(next).is_some_and(|before| before != next) {
                    return Err(WordsError::Second(word));
                }
                continue;
            }
        };
        *place = Some(value.take().or_else(|| words.next()).ok_or(WordsError::NoValue(name))?);
    }
    let command = command.unwrap_or(Command::Help);
    if (command == Command::Once) != out.is_some() {
        return Err(WordsError::Out);
    }
    Ok(Words { command, given, out })
}

fn of_word(word: &str) -> Option<Command> {
    Some(match word {
        "show" => Command::Show,
        "once" | "--once" => Command::Once,
        "enrol" | "enroll" => Command::Enrol,
        "run" => Command::Run,
        "service" => Command::Service,
        "goodbye" => Command::Goodbye,
        "places" => Command::Places,
        "rules" => Command::Rules,
        "help" | "--help" | "-h" => Command::Help,
        "version" | "--version" | "-V" => Command::Version,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Words, WordsError> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn words_come_in_any_order_and_slips_are_named() {
        let words = read("--token T enrol --server=https://a.example").expect("words");
        assert_eq!(words.command, Command::Enrol);
        assert_eq!(words.given.server.as_deref(), Some("https://a.example"));
        assert_eq!(words.given.token.as_deref(), Some("T"));
        assert_eq!(read("--once --out f.hfz").expect("words").out.as_deref(), Some("f.hfz"));
        assert_eq!(read("").expect("words").command, Command::Help);
        for (line, wanted) in [
            ("shwo", WordsError::Unknown("shwo".to_owned())),
            ("enrol --token", WordsError::NoValue("--token".to_owned())),
            ("show run", WordsError::Second("run".to_owned())),
            ("--once", WordsError::Out),
            ("show --out f", WordsError::Out),
        ] {
            assert_eq!(read(line), Err(wanted), "{line}");
        }
    }
}
