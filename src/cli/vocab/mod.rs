//! `evigraph vocab`: what documents and questions are read with.

mod import;

use super::ExitStatus;
use super::arguments::{Arguments, VocabCommand};
use anyhow::Result;
use std::io::Write;

pub fn run(arguments: &Arguments, command: &VocabCommand, out: &mut dyn Write) -> Result<ExitStatus> {
    match command {
        VocabCommand::Import(args) => import::run(arguments, args, out),
    }
}
