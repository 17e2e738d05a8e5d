//! Matching speed, and how long opening a vocabulary takes.
//!
//! The built-in vocabulary and 50,000 generated concepts over real texts, beside the bare automaton over the same patterns: the
//! difference is what word boundaries, case and order cost. Texts come from the shared corpus where it stands beside the
//! project, else from the shipped one.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};
use evigraph::vocabulary::Vocabulary;
use std::hint::black_box;
use std::io::Read;
use std::path::Path;

const GENERATED: usize = 50_000;
const TEXT_BYTES: usize = 4 << 20;

fn texts() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = std::fs::File::open(root.join("../shared/scale/rct_chunks_40k.jsonl.gz"));
    let mut lines = String::new();
    match shared {
        Ok(file) => {
            let _ = flate2::read::GzDecoder::new(file).take(TEXT_BYTES as u64).read_to_string(&mut lines);
        }
        Err(_) => {
            for file in std::fs::read_dir(root.join("corpus/documents")).expect("the shipped corpus").flatten() {
                lines.push_str(&std::fs::read_to_string(file.path()).unwrap_or_default());
            }
        }
    }
    let text = |line: &str| serde_json::from_str::<serde_json::Value>(line).ok()?.get("text")?.as_str().map(str::to_owned);
    lines.lines().map(|line| text(line).unwrap_or_else(|| line.to_owned())).collect()
}

/// Rows with names made of syllables, as unlike each other as generic names are.
fn generated() -> String {
    const SYLLABLES: [&str; 16] = ["ba", "co", "di", "fe", "go", "lu", "ma", "ne", "pi", "ro", "sa", "ti", "vo", "xe", "zu", "tra"];
    let mut rows = "id\tname\tsynonyms\n".to_owned();
    for i in 0..GENERATED {
        let name: String = (0..4).map(|k| SYLLABLES[(i >> (4 * k)) & 15]).collect();
        rows.push_str(&format!("drug:generated_{i}\t{name}nib\t{name}nib mesylate\n"));
    }
    rows
}

fn matching(c: &mut Criterion) {
    let vocabulary = Vocabulary::with_imported(&[("generated.tsv".to_owned(), generated())]).expect("loads");
    let patterns: Vec<&str> = vocabulary.forms().collect();
    let bare: CharwiseDoubleArrayAhoCorasick<u32> =
        CharwiseDoubleArrayAhoCorasickBuilder::new().build(&patterns).expect("an automaton of the same patterns");
    let texts = texts();
    let folded: Vec<String> = texts.iter().map(|t| evigraph::text::prepare(t, &[], None).folded).collect();
    let lower: Vec<String> = folded.iter().map(|t| t.to_lowercase()).collect();
    let mut group = c.benchmark_group("matching");
    group.sample_size(10).throughput(Throughput::Bytes(folded.iter().map(|t| t.len() as u64).sum()));
    group.bench_function("evigraph", |b| b.iter(|| folded.iter().map(|t| black_box(vocabulary.matches(t)).len()).sum::<usize>()));
    group.bench_function("daachorse", |b| {
        b.iter(|| lower.iter().map(|t| bare.find_overlapping_iter(t).map(black_box).count()).sum::<usize>());
    });
    group.finish();
}

fn opening(c: &mut Criterion) {
    let built = Vocabulary::builtin();
    let bytes = built.to_bytes();
    let mut group = c.benchmark_group("opening");
    group.sample_size(20);
    group.bench_function("compiled", |b| b.iter(|| Vocabulary::open(black_box(&bytes), &built.version).expect("opens")));
    group.bench_function("rows", |b| b.iter(|| Vocabulary::with_imported(&[]).expect("loads")));
    group.finish();
}

criterion_group!(benches, matching, opening);
criterion_main!(benches);
