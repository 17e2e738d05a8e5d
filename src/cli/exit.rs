//! How the program ends.

use crate::query::QueryError;
use crate::record::Problem;
use crate::store::StoreError;
use crate::vocabulary::LoadError;
use std::io::Write;
use std::process::ExitCode;

/// The program's exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ExitStatus {
    Done,
    /// Nothing answers the question.
    NothingFound,
    /// Something failed, and was named on standard error.
    Failed,
    WrongUsage,
}

impl ExitStatus {
    pub fn of_search(found: bool) -> ExitStatus {
        if found { ExitStatus::Done } else { ExitStatus::NothingFound }
    }
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> ExitCode {
        ExitCode::from(match status {
            ExitStatus::Done => 0,
            ExitStatus::NothingFound => 1,
            ExitStatus::Failed => 2,
            ExitStatus::WrongUsage => 64,
        })
    }
}

/// Prints what clap has to say: help and version are no failure, anything else is wrong usage.
pub fn usage(error: &clap::Error) -> ExitStatus {
    // A closed pipe while help is printed is nobody's fault.
    let _ = error.print();
    if !error.use_stderr() {
        return ExitStatus::Done;
    }
    // The arguments could not be parsed, but what the user wanted to read is plain.
    if std::env::args_os().any(|a| a == "--json") {
        let text = error.render().to_string();
        let detail = text.lines().next().unwrap_or_default().trim_start_matches("error: ");
        print_problem(&mut std::io::stdout(), "usage", "wrong usage", 400, detail);
    }
    ExitStatus::WrongUsage
}

/// Ends a command: a reader that closed its end of the pipe has had enough, any other error is named.
pub fn conclude(result: anyhow::Result<ExitStatus>, json: bool, out: &mut dyn Write) -> ExitStatus {
    let error = match result {
        Ok(status) => return status,
        Err(error) if is_closed_pipe(&error) => return ExitStatus::Done,
        Err(error) => error,
    };
    eprintln!("evigraph: {error:#}");
    if json {
        let (code, title, status) = describe(&error);
        print_problem(out, code, title, status, &format!("{error:#}"));
    }
    ExitStatus::Failed
}

/// Code, title and the status that the API gives for it.
fn describe(error: &anyhow::Error) -> (&'static str, &'static str, u16) {
    let store = error.downcast_ref::<StoreError>().or_else(|| match error.downcast_ref::<QueryError>() {
        Some(QueryError::Store(e)) => Some(e),
        _ => None,
    });
    match (store, error.downcast_ref::<QueryError>()) {
        (Some(e), _) => (e.code(), "the index cannot be used", 503),
        (None, Some(e)) => (e.code(), "the question cannot be answered", 400),
        (None, None) if error.downcast_ref::<LoadError>().is_some() => ("vocabulary_faulty", "the vocabulary cannot be read", 503),
        (None, None) => ("failed", "the command failed", 500),
    }
}

fn print_problem(out: &mut dyn Write, code: &str, title: &str, status: u16, detail: &str) {
    let kind = "about:blank".to_owned();
    let problem = Problem { kind, title: title.to_owned(), status, detail: detail.to_owned(), code: code.to_owned() };
    let text = serde_json::to_string_pretty(&problem).unwrap_or_default();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let kind = cause
            .downcast_ref::<std::io::Error>()
            .map(std::io::Error::kind)
            .or_else(|| cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind));
        kind == Some(std::io::ErrorKind::BrokenPipe)
    })
}
