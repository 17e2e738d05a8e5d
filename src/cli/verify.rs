//! `evigraph verify`: is the index still what was written?

use super::arguments::Arguments;
use super::{ExitStatus, choice};
use crate::ingest;
use crate::store::{self, Place, Versions};
use anyhow::Result;
use std::io::Write;

pub fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<ExitStatus> {
    let vocabulary = &choice::vocabulary(arguments)?;
    let place = Place::Folder(choice::folder(arguments));
    let faults = store::verify(&place, &Versions::with(&vocabulary.version), |document| ingest::read_one(document, vocabulary))?;
    if arguments.json {
        serde_json::to_writer_pretty(
            &mut *out,
            &serde_json::json!({ "data": { "faults": faults }, "meta": { "sound": faults.is_empty() } }),
        )?;
        writeln!(out)?;
    } else if faults.is_empty() {
        writeln!(out, "{} is sound: files, records and findings are as written, and a fresh extraction agrees.", place.name())?;
    }
    for fault in &faults {
        eprintln!("evigraph: {}: {}", fault.place, fault.detail);
    }
    Ok(if faults.is_empty() { ExitStatus::Done } else { ExitStatus::Failed })
}
