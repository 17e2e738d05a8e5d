//! Whole sources through the readers: samples of real formats, faulty files, the five seeds, our own corpus.

mod shared;

use evigraph::document::{self, Document, Kind, LinkRelation, ReadError, SectionKind};
use shared::shared;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

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

fn by_id(items: Vec<Result<Document, ReadError>>) -> Vec<Document> {
    items.into_iter().map(|item| item.unwrap_or_else(|e| panic!("{e}"))).collect()
}

#[test]
fn the_five_seeds() {
    let Some(seeds) = shared("seeds") else { return };
    let documents = by_id(read(&[seeds]));
    let got: Vec<(&str, Kind, Option<&str>, Option<&str>)> =
        documents.iter().map(|d| (&d.id[..3], d.kind, d.title.as_deref().map(|t| t.get(..24).unwrap_or(t)), d.date.as_deref())).collect();
    assert_eq!(
        got[..4],
        [
            ("000", Kind::JournalAbstract, Some("Sequential immune checkp"), None),
            ("001", Kind::TrialRegistration, Some("Induction Therapy With H"), None),
            ("002", Kind::Review, None, None),
            ("003", Kind::TrialRegistration, Some("Low-Dose Involved-Field "), None),
        ]
    );
    let commentary = &documents[4];
    assert_eq!((commentary.kind, commentary.date.as_deref()), (Kind::Commentary, Some("2025-08-07")));
    assert_eq!(commentary.title.as_deref(), Some("【“放”眼看前沿】SBRT联合索拉非尼治疗肝癌可获益"));
    let links: Vec<_> = commentary.links.iter().map(|l| (l.relation, l.id.as_str())).collect();
    assert_eq!(links, [(LinkRelation::CommentsOn, "doi:10.1001/jamaoncol.2025.0516")]);
    for document in &documents {
        assert_eq!(document.identifiers, document::Identifiers::default(), "{} declares no identifier", document.id);
        assert!(!document.text.contains("@ncu") && !document.text.contains("13970866296"));
        let evidence = document.text.find("HR=0.77,90%CI").or(document.text.find("P<0.001"));
        if let Some(at) = evidence {
            assert!(!document.masks.iter().any(|m| m.span.start <= at && at < m.span.end), "results are never masked");
        }
        check_spans(document);
    }
    let prepared = |d: &Document| evigraph::text::prepare(&d.text, &d.masks, d.language.as_deref());
    let languages: Vec<String> = documents.iter().map(|d| prepared(d).language).collect();
    assert_eq!(languages, ["en", "en", "en", "en", "zh"]);
    let review = prepared(&documents[2]).folded;
    assert!(review.contains("immune activation via ICD, which leads to DCs"), "a page break does not end a sentence");
    assert!(review.contains("The IL-6/JAK/STAT pathway is also involved"), "a caption does not end a sentence");
    assert!(!prepared(commentary).folded.contains("隐私政策") && !prepared(commentary).folded.contains("核心期刊论文"));
    assert!(!prepared(&documents[0]).folded.contains("international journal"));
}

/// Masks and sections are in order, apart, on character boundaries, and sections cover what is not masked.
fn check_spans(document: &Document) {
    let text = &document.text;
    let mut at = 0;
    for mask in &document.masks {
        assert!(at <= mask.span.start && mask.span.start < mask.span.end, "{}: {mask:?}", document.id);
        assert!(text.is_char_boundary(mask.span.start) && text.is_char_boundary(mask.span.end));
        at = mask.span.end;
    }
    let mut at = 0;
    for section in &document.sections {
        assert_eq!(at, section.span.start, "{}: {section:?}", document.id);
        assert!(text.is_char_boundary(section.span.end));
        at = section.span.end;
    }
    assert_eq!(at, text.len(), "{}", document.id);
    for link in &document.links {
        assert!(text.get(link.span.start..link.span.end).is_some());
    }
}

#[test]
fn our_own_corpus() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/documents");
    let documents = by_id(read(&[corpus]));
    documents.iter().for_each(check_spans);
    let of = |id: &str| documents.iter().find(|d| d.id == id).unwrap_or_else(|| panic!("{id} is missing"));
    for (id, kind, title, date) in [
        (
            "checkmate577_commentary_web.txt",
            Kind::Commentary,
            "Adjuvant nivolumab after trimodality therapy: what the long view of CheckMate 577 does and does not show",
            Some("2025-06-12"),
        ),
        (
            "rtog1112_registration.txt",
            Kind::TrialRegistration,
            "Sorafenib Tosylate With or Without Stereotactic Body Radiation Therapy in Treating Patients With Liver Cancer",
            None,
        ),
        (
            "review_radiotherapy_partners_pdf.txt",
            Kind::Review,
            "Radiotherapy and systemic partners: what randomised trials have taught us, from dose escalation to immunotherapy",
            None,
        ),
        (
            "zh_continuum_npc_news.txt",
            Kind::News,
            "【鼻咽癌日报】柳叶刀重磅：信迪利单抗“加盟”根治性放化疗，三年无事件生存率提高十个百分点",
            None,
        ),
        (
            "zh_keynote590_expert_commentary_web.txt",
            Kind::Commentary,
            "【食话实说】第12期｜KEYNOTE-590五年回望：免疫联合化疗给晚期食管癌带来了什么？",
            Some("2024-03-18"),
        ),
        ("zh_rtog1112_news.txt", Kind::News, "放疗能否为局部晚期肝癌“添一把力”？RTOG 1112正式成文", None),
        ("zh_sharp_abstract.txt", Kind::JournalAbstract, "索拉非尼与安慰剂比较治疗晚期肝细胞癌（SHARP试验）", None),
    ] {
        let document = of(id);
        assert_eq!((document.kind, document.title.as_deref(), document.date.as_deref()), (kind, Some(title), date), "{id}");
    }
    assert_eq!(of("rtog1112_registration.txt").identifiers.registry, ["NCT01730937"]);
    let review = of("review_radiotherapy_partners_pdf.txt");
    assert_eq!(review.identifiers, document::Identifiers::default());
    assert_eq!(review.links.iter().filter(|l| l.relation == LinkRelation::Cites).count(), review.links.len());
    assert_eq!(review.sections.last().map(|s| s.kind), Some(SectionKind::References));
    let kinds: Vec<SectionKind> = of("zh_sharp_abstract.txt").sections.iter().map(|s| s.kind).collect();
    assert!(
        [SectionKind::Background, SectionKind::Methods, SectionKind::Results, SectionKind::Conclusion].iter().all(|k| kinds.contains(k)),
        "{kinds:?}"
    );
}

#[test]
fn registrations_are_told_from_abstracts() {
    let (Some(registrations), Some(abstracts)) = (shared("eval/reg_dev.jsonl"), shared("eval/en_dev.jsonl")) else { return };
    for document in by_id(read(&[registrations])) {
        assert_eq!(document.kind, Kind::TrialRegistration, "{}", document.id);
        check_spans(&document);
    }
    for document in by_id(read(&[abstracts])) {
        assert_ne!(document.kind, Kind::TrialRegistration, "{}", document.id);
        check_spans(&document);
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]
    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
        for item in document::read_embedded("x", &bytes) {
            let _ = item.map(|d| check_spans(&d));
        }
    }

    #[test]
    fn any_text_is_survived(text in r"([A-Za-z]{1,6}|[0-9.]{1,5}|[\n ]{1,3}|结果|【|】|: |Fig\. 1|NCT0|10\.1001/|doi:|-|@x\.org|\PC){0,60}") {
        for item in document::read_embedded("x", text.as_bytes()) {
            let _ = item.map(|d| check_spans(&d));
        }
        let json = serde_json::json!({"id": "x", "title": text, "text": format!("x{text}")}).to_string();
        for item in document::read_embedded("x", json.as_bytes()) {
            let document = item.unwrap_or_else(|e| panic!("{e}"));
            check_spans(&document);
            assert_eq!(document.text.chars().count(), 2 * text.chars().count() + 2);
        }
    }
}
