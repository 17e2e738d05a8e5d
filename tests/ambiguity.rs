//! Short forms and ordinary words mean a concept only where the document defines them or their sentence supports them:
//! `corpus/cases/ambiguity.tsv`.

use evigraph::text::prepare;
use evigraph::vocabulary::{Vocabulary, annotate};

/// What the last occurrence of a form in a sentence was read as. A longer name that holds the form ("median OS") is a reading of
/// it; where none is expected, it is another term ("HR-positive").
fn meaning(sentence: &str, form: &str, expected: &str) -> String {
    let vocabulary = Vocabulary::builtin();
    let annotated = annotate(prepare(sentence, &[], None), vocabulary);
    let last = annotated.text.folded.rfind(form).unwrap_or_else(|| panic!("`{form}` does not stand in: {sentence}"));
    let read: Vec<&str> = annotated
        .mentions
        .iter()
        .filter(|m| m.span.start <= last && m.span.end >= last + form.len())
        .filter(|m| expected != "-" || m.span.end - m.span.start <= form.len() + 2)
        .filter_map(|m| m.concept.map(|c| vocabulary.concept(c).id.as_str()))
        .collect();
    if read.is_empty() { "-".to_owned() } else { read.join(" ") }
}

#[test]
fn short_forms_mean_what_their_sentence_supports() {
    let table = include_str!("../corpus/cases/ambiguity.tsv");
    let rows: Vec<Vec<&str>> = table.lines().filter(|l| !l.starts_with('#')).skip(1).map(|l| l.split('\t').collect()).collect();
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|row| {
            let [sentence, form, expected] = row[..] else { panic!("three columns: {row:?}") };
            let got = meaning(sentence, form, expected);
            (got != expected).then(|| format!("{form}: expected {expected}, read {got}: {sentence}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} wrong\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[test]
fn half_of_the_table_are_traps_in_both_languages() {
    let table = include_str!("../corpus/cases/ambiguity.tsv");
    let rows: Vec<&str> = table.lines().filter(|l| !l.starts_with('#')).skip(1).collect();
    let traps = rows.iter().filter(|l| l.ends_with("\t-")).count();
    let chinese = rows.iter().filter(|l| l.contains('。')).count();
    assert!(
        rows.len() >= 60 && traps * 2 >= rows.len() && chinese * 5 >= rows.len(),
        "{} rows, {traps} traps, {chinese} Chinese",
        rows.len()
    );
}
