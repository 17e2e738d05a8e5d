//! Stage 11. In: arguments, standard input. Out: text, JSON and an exit status.
//! Never: holds logic worth a unit test; each command turns its arguments into options and calls one library function.

mod arguments;
mod choice;
mod eval;
mod exit;
mod export;
mod extract;
mod index;
mod page;
pub mod query;
pub mod show;
mod terminal;
mod verify;
mod vocab;
mod wording;
mod wrap;

pub use exit::ExitStatus;

use crate::query::graph_of;
use arguments::{Arguments, Command, QueryArgs, ShowArgs};
use clap::Parser;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

const INTERNAL_FAULT: &str =
    "a fault inside the program; if an index was involved, check it with `evigraph verify`, and report the lines above";

/// The whole program.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(e) => return exit::usage(&e).into(),
    };
    let stdout = std::io::stdout().lock();
    let mut out = std::io::BufWriter::new(stdout);
    // The full-text engine trusts its files: one with flipped bits can make it panic, which must not leave the promised statuses.
    let run = AssertUnwindSafe(|| run(&arguments, &mut out).and_then(|status| Ok(out.flush().map(|()| status)?)));
    let result = catch_unwind(run).unwrap_or_else(|_| Err(anyhow::anyhow!("{INTERNAL_FAULT}")));
    exit::conclude(result, arguments.json, &mut out).into()
}

fn run(arguments: &Arguments, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    match &arguments.command {
        Command::Index(args) => index::run(arguments, args, out),
        Command::Query(args) => run_query(arguments, args, out),
        Command::Show(args) => run_show(arguments, args, out),
        Command::Extract(args) => extract::run(arguments, args, out),
        Command::Export(args) => export::run(arguments, args, out),
        Command::Eval(args) => eval::run(arguments, args, out),
        Command::Vocab(args) => vocab::run(arguments, &args.command, out),
        Command::Verify => verify::run(arguments, out),
    }
}

fn run_query(arguments: &Arguments, args: &QueryArgs, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let commit = choice::commit_or_sample(arguments)?;
    let (width, colour) = (terminal::width(), terminal::colour());
    let options = query::QueryOptions { json: arguments.json, limit: args.limit, width, colour };
    let found = query::run(&commit, &commit.vocabulary()?, &args.question.join(" "), &options, out)?;
    Ok(ExitStatus::of_search(found))
}

fn run_show(arguments: &Arguments, args: &ShowArgs, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let commit = choice::commit_or_sample(arguments)?;
    let vocabulary = &commit.vocabulary()?;
    let graph = commit.graph(|| graph_of(&commit, vocabulary))?;
    let options = show::ShowOptions { json: arguments.json, width: terminal::width(), colour: terminal::colour() };
    let found = show::run(&commit, vocabulary, &graph, &args.id.join(" "), &options, out)?;
    Ok(ExitStatus::of_search(found))
}
