//! Stage 11. In: arguments, standard input. Out: text, JSON and an exit status.
//! Never: holds logic worth a unit test; each command turns its arguments into options and calls one library function.

mod arguments;
mod exit;
mod extract;

pub use exit::ExitStatus;

use arguments::{Arguments, Command};
use clap::Parser;
use std::io::Write;
use std::process::ExitCode;

/// The whole program.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(e) => return exit::usage(&e).into(),
    };
    let stdout = std::io::stdout().lock();
    let mut out = std::io::BufWriter::new(stdout);
    let result = run(&arguments, &mut out).and_then(|status| Ok(out.flush().map(|()| status)?));
    exit::conclude(result, arguments.json).into()
}

fn run(arguments: &Arguments, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    match &arguments.command {
        Command::Extract(args) => extract::run(args, out),
    }
}
