//! How the program ends.

use crate::record::Problem;
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
    if error.use_stderr() { ExitStatus::WrongUsage } else { ExitStatus::Done }
}

/// Ends a command: a reader that closed its end of the pipe has had enough, any other error is named.
pub fn conclude(result: anyhow::Result<ExitStatus>, json: bool) -> ExitStatus {
    let error = match result {
        Ok(status) => return status,
        Err(error) if is_closed_pipe(&error) => return ExitStatus::Done,
        Err(error) => error,
    };
    eprintln!("evigraph: {error:#}");
    if json {
        let problem = Problem {
            kind: "about:blank".to_owned(),
            title: "the command failed".to_owned(),
            status: 500,
            detail: format!("{error:#}"),
            code: "failed".to_owned(),
        };
        let text = serde_json::to_string(&problem).unwrap_or_default();
        let _ = writeln!(std::io::stdout(), "{text}");
    }
    ExitStatus::Failed
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
