//! Whole sources through the readers: samples of real formats, faulty files, the five seeds, our own corpus.

use evigraph::document::{self, Document, Kind, ReadError};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Other people's files, which the project does not hold. Where they are absent a test is skipped, but never in CI.
fn shared(path: &str) -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path);
    if found.exists() {
        return Some(found);
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{} is absent", found.display());
    eprintln!("skipped: {} is absent", found.display());
    None
}

fn read(paths: &[PathBuf]) -> Vec<Result<Document, ReadError>> {
    document::open(paths).collect()
}

fn codes(items: &[Result<Document, ReadError>]) -> Vec<&str> {
    items.iter().map(|item| item.as_ref().map_or_else(|e| e.code, |d| d.id.as_str())).collect()
}

#[test]
fn every_sample_is_read_or_named() {
    let Some(samples) = shared("samples") else { return };
    for item in read(&[samples]) {
        match item {
            Ok(document) => assert_eq!(document.id, "html/LICENSE", "{} is no plain text", document.source),
            Err(error) => assert!(["format_not_yet_read", "encoding_not_yet_read"].contains(&error.code), "{error}"),
        }
    }
}

#[test]
fn samples_are_called_by_their_formats() {
    let Some(samples) = shared("samples") else { return };
    for (path, name) in [
        ("citations/single.nbib", "MEDLINE"),
        ("citations/pmc_medlars.txt", "MEDLINE"),
        ("citations/example_bom.ris", "RIS"),
        ("citations/example_extraneous_data.ris", "RIS"),
        ("citations/generic_labels.csv", "CSV"),
        ("ctgov_v2/get_nct02576665_20260811.json", "ClinicalTrials.gov JSON"),
        ("ctgov_v2/search_keytruda_limit3_20260811.json", "ClinicalTrials.gov JSON"),
        ("encodings/gb18030_medical_dialogue.csv", "GB18030"),
        ("html/chictr_record.html", "HTML"),
        ("jats/PMC1079844.nxml", "JATS XML"),
        ("jats/pmc3040717.xml", "JATS XML"),
        ("pubmed_xml/24084238.xml", "PubMed XML"),
    ] {
        let items = read(&[samples.join(path)]);
        assert!(items.len() == 1 && items[0].as_ref().is_err_and(|e| e.detail.starts_with(name)), "{path}: {items:?}");
    }
}

#[test]
fn one_bad_item_never_stops_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("a_empty.txt", b"");
    write("b_binary.bin", &[0, 159, 146, 150, 0, 1]);
    write("c_one_line.txt", "x".repeat(9_000_000).as_bytes());
    write(
        "d.jsonl",
        "{\"id\": \"one\", \"title\": \"T\", \"text\": \"Words.\"}\n{broken\n\n{\"id\": \"two\"}\n{\"text\": \"t\"}\n{\"id\": 5, \"text\": \"t\"}\n{\"id\": \"three\", \"title\": \"\", \"text\": \"More.\", \"set\": 1}"
            .as_bytes(),
    );
    write("e_latin1.txt", b"caf\xE9 au lait and so on");
    write("f.txt", "A title\r\nA sentence.".as_bytes());
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", folder.path().join("g_dangling.txt")).unwrap();
    let items = read(&[folder.path().to_owned()]);
    let mut expected = vec![
        "empty_file",
        "binary_file",
        "too_large",
        "one",
        "invalid_json",
        "record_without_text",
        "record_without_id",
        "wrong_type",
        "three",
        "not_utf8",
        "f.txt",
    ];
    if cfg!(unix) {
        expected.push("not_found");
    }
    assert_eq!(codes(&items), expected);
    let invalid = items[4].as_ref().unwrap_err();
    assert_eq!(invalid.place.as_deref(), Some("line 2"));
    assert_eq!(items[5].as_ref().unwrap_err().id.as_deref(), Some("two"));
    assert_eq!(items[3].as_ref().unwrap().text, "T\nWords.");
    assert_eq!(items[8].as_ref().unwrap().text, "\nMore.");
    assert_eq!(items[10].as_ref().unwrap().text, "A title\nA sentence.");
}

#[test]
fn sections_are_joined_as_the_contract_says() {
    let line = r#"{"id": "x", "title": "T", "sections": [{"label": "Methods", "text": "m"}, {"label": "Results", "text": "r"}], "kind": "journal_abstract"}"#;
    let items = document::read_embedded("x.jsonl", line.as_bytes());
    let document = items[0].as_ref().unwrap();
    assert_eq!(document.text, "T\nMethods\nm\n\nResults\nr\n\n");
    assert_eq!(document.kind, Kind::JournalAbstract);
    assert_eq!(document.source, "x.jsonl:1");
}

#[test]
fn gzip_is_unpacked_and_a_damaged_one_is_named_after_its_records() {
    let folder = tempfile::tempdir().unwrap();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    for i in 0..20_000 {
        writeln!(packed, "{{\"id\": \"r{i}\", \"text\": \"words {} of it\"}}", i * 7919 % 10007).unwrap();
    }
    let bytes = packed.finish().unwrap();
    fs::write(folder.path().join("whole"), &bytes).unwrap();
    fs::write(folder.path().join("torn"), &bytes[..bytes.len() - 2000]).unwrap();
    assert_eq!(read(&[folder.path().join("whole")]).iter().filter(|i| i.is_ok()).count(), 20_000);
    let torn = read(&[folder.path().join("torn")]);
    assert_eq!(torn.last().unwrap().as_ref().unwrap_err().code, "damaged_gzip");
    assert!(torn.len() > 1000);
}
