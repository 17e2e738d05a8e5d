//! Names what decides an index's content by what it is made of, so that an index notices a program that would write it differently.

use std::path::{Path, PathBuf};

/// Stages whose code decides what a record holds.
const EXTRACTOR: [&str; 5] = ["document", "text", "vocabulary", "extraction", "record"];
/// Stages whose code decides how records are stored.
const STORE: [&str; 4] = ["graph", "index", "store", "ingest"];

fn main() {
    for folder in ["corpus/documents", "schema/vocabulary"] {
        // Their files are built in.
        println!("cargo:rerun-if-changed={folder}");
    }
    println!("cargo:rustc-env=EVIGRAPH_EXTRACTOR={}-{:016x}", env!("CARGO_PKG_VERSION"), hash(&EXTRACTOR));
    println!("cargo:rustc-env=EVIGRAPH_STORE={:016x}", hash(&STORE));
}

fn hash(stages: &[&str]) -> u64 {
    let mut files = Vec::new();
    for stage in stages {
        collect(&Path::new("src").join(stage), &mut files);
        println!("cargo:rerun-if-changed=src/{stage}");
    }
    files.sort();
    // FNV-1a: the name must not depend on the machine or on the toolchain.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for file in files {
        let text = std::fs::read(&file).unwrap_or_default();
        for byte in text.into_iter().filter(|&b| b != b'\r') {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}
