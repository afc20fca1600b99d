//! The binary: words in, exit code out. Everything else is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    holdfast_agent::command::main(std::env::args().skip(1))
}
