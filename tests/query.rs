//! Questions, how they are read, and which findings answer them in which order.

mod memory;

use evigraph::cli::query::QueryOptions;
use evigraph::query::{Options, answer};
use evigraph::record::Answer;

fn ask(question: &str) -> Answer {
    let vocabulary = memory::vocabulary();
    let snapshot = memory::snapshot(&vocabulary);
    answer(&snapshot, &vocabulary, question, &Options::default()).unwrap_or_else(|e| panic!("{question}: {e}"))
}

fn error(question: &str) -> String {
    let vocabulary = memory::vocabulary();
    let snapshot = memory::snapshot(&vocabulary);
    match answer(&snapshot, &vocabulary, question, &Options::default()) {
        Ok(_) => "answered".to_owned(),
        Err(e) => e.to_string(),
    }
}

/// Document and value of the effect, or of the first outcome.
fn rows(answer: &Answer) -> Vec<String> {
    answer
        .data
        .findings
        .iter()
        .map(|f| {
            let finding = &f.row.finding.finding;
            let effect = finding.effect.as_ref().map(|e| e.text.clone());
            let outcome = finding.arms.iter().find_map(|a| a.outcome.as_ref()).map(|o| o.text.clone());
            format!("{} {}", f.row.finding.document, effect.or(outcome).unwrap_or_default())
        })
        .collect()
}

fn read(answer: &Answer) -> String {
    let parts = answer.meta.interpretation.iter().map(|i| format!("{}={}", i.text, i.concept.as_deref().unwrap_or(&i.role)));
    parts.collect::<Vec<_>>().join(" ")
}

#[test]
fn every_part_of_a_question_is_read() {
    for (question, expected) in [
        ("SBRT + sorafenib OS", "SBRT=modality:sbrt sorafenib=drug:sorafenib OS=endpoint:os"),
        ("索拉非尼 SBRT 总生存", "索拉非尼=drug:sorafenib SBRT=modality:sbrt 总生存=endpoint:os"),
        ("SBRT联合索拉非尼治疗肝癌的总生存期", "SBRT=modality:sbrt 索拉非尼=drug:sorafenib 肝癌=disease:liver_cancer 总生存期=endpoint:os"),
        (
            "stereotactic body radiotherapy with Nexavar overall survival",
            "stereotactic body radiotherapy=modality:sbrt Nexavar=drug:sorafenib overall survival=endpoint:os",
        ),
        ("sbrt sorafenib os", "sbrt=modality:sbrt sorafenib=drug:sorafenib os=endpoint:os"),
        ("SBRT + sorafenib vs sorafenib", "SBRT=modality:sbrt sorafenib=drug:sorafenib vs=versus sorafenib=drug:sorafenib"),
        ("SBRT联合索拉非尼对比索拉非尼", "SBRT=modality:sbrt 索拉非尼=drug:sorafenib 对比=versus 索拉非尼=drug:sorafenib"),
        ("sorafenib phase:3 year:2020.. n:>=100", "sorafenib=drug:sorafenib phase:3=filter year:2020..=filter n:>=100=filter"),
        ("sorafenib in portal thrombus", "sorafenib=drug:sorafenib portal=text thrombus=text"),
        ("RTOG 1112 OS", "RTOG 1112=study OS=endpoint:os"),
        ("what is the effect of sorafenib on OS?", "sorafenib=drug:sorafenib OS=endpoint:os"),
        ("drug:sorafenib \"tumour thrombus\"", "drug:sorafenib=drug:sorafenib tumour thrombus=text"),
        ("sorafenib HR", "sorafenib=drug:sorafenib HR=measure:hazard_ratio"),
    ] {
        assert_eq!(read(&ask(question)), expected, "{question}");
    }
}

const RTOG: &str = "pmid:39699905";

#[test]
fn the_headline_question_has_one_answer_in_both_languages() {
    let expected = [format!("{RTOG} 0.77"), format!("{RTOG} 0.72"), "commentary.txt 0.77".to_owned(), format!("{RTOG} 0.60")];
    for question in [
        "SBRT + sorafenib OS",
        "索拉非尼 SBRT 总生存",
        "stereotactic body radiotherapy with Nexavar overall survival",
        "OS sorafenib SBRT",
        "SBRT + sorafenib vs sorafenib OS",
        "放射治疗 多吉美 OS",
        "SBRT + sorafenib HCC OS",
    ] {
        assert_eq!(rows(&ask(question)), expected, "{question}");
    }
}

#[test]
fn findings_stand_best_first() {
    let imbrave = "pmid:32402160 0.58".to_owned();
    let sharp = "pmid:18650514 0.69".to_owned();
    for (question, expected) in [
        ("SBRT + sorafenib PFS", vec![format!("{RTOG} 0.55")]),
        ("SBRT + sorafenib toxicity", vec![format!("{RTOG} 47")]),
        ("sorafenib diarrhoea", vec!["pmid:18650514 8.5".to_owned()]),
        ("sorafenib 不良反应", vec![format!("{RTOG} 47"), "pmid:18650514 8.5".to_owned()]),
        ("sorafenib vs placebo OS", vec![sharp.clone()]),
        ("索拉非尼 对比 安慰剂 总生存", vec![sharp.clone()]),
        ("atezolizumab + bevacizumab", vec![imbrave.clone()]),
        // The comparator alone, and only both arms together, are weaker answers.
        ("sorafenib OS phase:3 lang:en n:>=500", vec![sharp.clone(), imbrave.clone()]),
        ("atezolizumab sorafenib", vec![imbrave.clone()]),
        ("sorafenib vs atezolizumab", vec![imbrave.clone()]),
        // A row that fails a check never opens an answer, though it is the better match.
        ("SBRT OS year:..2019", vec!["single.txt 17".to_owned(), "sbrt-alone.txt 1.90".to_owned()]),
        // The title names both, the arm neither.
        ("SBRT lenvatinib OS", vec!["single.txt 17".to_owned()]),
        ("SBRT lenvatinib OS include:fictional", vec!["made-up.txt 99".to_owned(), "single.txt 17".to_owned()]),
        ("kind:commentary", vec!["commentary.txt 0.77".to_owned()]),
        ("OS hr:<0.6", vec![imbrave.clone()]),
        ("sorafenib primary:met p:<0.05", vec![sharp.clone(), imbrave.clone()]),
        ("sorafenib extent:metastatic OS", vec![sharp.clone()]),
        ("RTOG 1112 PFS", vec![format!("{RTOG} 0.55")]),
        ("SBRT + sorafenib + lenvatinib", vec![]),
        ("lenvatinib phase:4", vec![]),
        ("SBRT + oxaliplatin OS", vec![]),
        ("SBRT PFS include:fictional", vec![format!("{RTOG} 0.55")]),
    ] {
        assert_eq!(rows(&ask(question)), expected, "{question}");
    }
    let sbrt = rows(&ask("SBRT OS"));
    assert_eq!(sbrt.last().map(String::as_str), Some("sbrt-alone.txt 1.90"), "{sbrt:?}");
}

#[test]
fn an_empty_answer_says_why() {
    for (question, expected) in [
        ("SBRT + sorafanib OS", "no concept called `sorafanib`: did you mean `sorafenib`?"),
        ("sorafenib ORR", "`ORR` leaves none of 9 findings: leave it out to see them"),
        ("sorafenib year:2030..", "`year:2030..` leaves none of 9 findings: leave it out to see them"),
        ("SBRT + oxaliplatin OS", "no finding in the index mentions `oxaliplatin`: leave it out to widen the answer"),
        ("SBRT + atezolizumab", "no finding mentions `SBRT` and `atezolizumab` together: ask for one of them alone"),
        ("portal", "no treatment, endpoint, disease, study or filter was recognised: only documents are listed"),
        ("sorafenib or lenvatinib OS", "`or` is passed over: all treatments must stand in one arm; ask for each alone"),
        ("SBRT + lenvatinib PFS", "`PFS` leaves none of 1 finding: leave it out to see them"),
        ("SBRT + zzzmab OS", "`zzzmab` leaves none of 6 findings: leave it out to see them"),
        ("sorafenib vs lenvatinib", "no finding mentions `sorafenib` and `lenvatinib` together: ask for one of them alone"),
    ] {
        let answer = ask(question);
        assert!(answer.data.findings.is_empty(), "{question}: {:?}", rows(&answer));
        assert!(answer.meta.warnings.iter().any(|w| w == expected), "{question}: {:?}", answer.meta.warnings);
    }
    assert_eq!(ask("SBRT + sorafanib OS").meta.suggestions, ["SBRT + sorafenib OS"]);
}

#[test]
fn what_cannot_be_asked_is_an_error_with_a_remedy() {
    for (question, expected) in [
        ("", "the question is empty: ask for treatments and an endpoint, for example `SBRT + sorafenib OS`"),
        ("sorafenib phse:3", "no filter called `phse` at character 11: did you mean `phase:`?"),
        ("索拉非尼 design:rtc", "`rtc` at character 6 is no value for `design:`: did you mean `design:rct`?"),
        ("n:many", "`many` at character 1 is no value for `n:`: write a number or a range, for example `n:>=100`"),
        ("drug:sorafanib", "no concept called `drug:sorafanib` at character 1: did you mean `sorafenib`?"),
        ("sorafenib OR lenvatinib", "`OR` at character 11 is not understood yet: ask for each alone"),
        ("sorafenib vs", "nothing to compare stands after `vs` at character 11: name a treatment on each side"),
    ] {
        assert_eq!(error(question), expected, "{question}");
    }
}

#[test]
fn trials_stand_apart_running_ones_first() {
    let ids = |question: &str| ask(question).data.trials.iter().map(|t| t.document.clone()).collect::<Vec<_>>();
    assert_eq!(ids("SBRT + sorafenib OS"), ["NCT09999999", "NCT01730937"]);
    assert_eq!(ids("SBRT + sorafenib status:recruiting"), ["NCT09999999"]);
    assert_eq!(ids("SBRT + atezolizumab"), ["NCT09999999"]);
    assert_eq!(ids("sorafenib hr:<0.8"), [""; 0]);
    assert!(ask("SBRT + sorafenib status:recruiting").data.findings.is_empty());
    let family = ask("SBRT + sorafenib OS");
    assert!(family.data.findings.iter().all(|f| f.row.study == "study:nct01730937"));
    assert_eq!(family.data.trials[1].study, "study:nct01730937");
}

#[test]
fn answers_are_whole() {
    let answer = ask("sorafenib");
    assert_eq!(answer.meta.total.findings, answer.data.findings.len());
    assert_eq!(answer.data.facets["kind"]["commentary"], 1);
    assert_eq!(answer.data.facets["language"]["zh"], 1);
    let diarrhoea = answer.data.findings.iter().find(|f| f.row.finding.finding.timepoint.is_some()).expect("one rate at a time point");
    assert_eq!(diarrhoea.absolute_difference.as_ref().map(|d| d.value), Some(6.5));
    assert!(answer.data.documents.iter().any(|d| d.id == RTOG && d.snippet.contains("sorafenib")));
    assert!(answer.data.documents.iter().all(|d| d.id != "made-up.txt"));
}

fn print(question: &str, width: usize) -> String {
    let vocabulary = memory::vocabulary();
    let snapshot = memory::snapshot(&vocabulary);
    let mut out = Vec::new();
    let options = QueryOptions { width, ..QueryOptions::default() };
    evigraph::cli::query::run(&snapshot, &vocabulary, question, &options, &mut out).expect("the question can be answered");
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for question in ["SBRT + sorafenib OS", "索拉非尼 SBRT 总生存", "sorafenib", "SBRT + sorafanib OS", "SBRT", "portal", "OS year:2030.."]
    {
        for width in [60, 80, 120] {
            for line in print(question, width).lines() {
                assert!(unicode_width::UnicodeWidthStr::width(line) <= width, "{question} at {width}: {line}");
            }
        }
    }
}

#[test]
fn the_terminal_answer_in_english() {
    insta::assert_snapshot!(print("SBRT + sorafenib OS", 80));
}

#[test]
fn the_terminal_answer_in_chinese() {
    insta::assert_snapshot!(print("索拉非尼 SBRT 总生存 lang:zh", 80));
}
