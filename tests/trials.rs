//! Trial registrations through the whole road to their record: the two registrations of the seeds, our own, and any text.

use evigraph::document::{self, Document};
use evigraph::extraction::{self, Allocation, EnrollmentType, Sex, Status, StudyType, Trial};
use evigraph::text;
use evigraph::vocabulary::{self, Vocabulary};
use std::path::Path;

fn trial(document: &Document) -> Option<Trial> {
    let prepared = text::prepare(&document.text, &document.masks, document.language.as_deref());
    let annotated = vocabulary::annotate(prepared, Vocabulary::builtin());
    extraction::extract(document, &annotated, Vocabulary::builtin()).trial
}

fn of_text(text: &str) -> Trial {
    let line = serde_json::json!({"id": "x", "title": "A trial", "text": text, "kind": "trial_registration"}).to_string();
    let documents = document::read_embedded("x.jsonl", line.as_bytes());
    documents.into_iter().next().and_then(Result::ok).and_then(|d| trial(&d)).unwrap_or_default()
}

fn seed(name: &str) -> Option<Trial> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds").join(name);
    if !path.exists() {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "{} is absent", path.display());
        eprintln!("skipped: {} is absent", path.display());
        return None;
    }
    let documents: Vec<Document> = document::open(&[path]).filter_map(Result::ok).collect();
    documents.first().and_then(trial)
}

#[test]
fn a_registry_page() {
    let Some(trial) = seed("001_62fd2beb726bde5a.txt") else { return };
    assert_eq!((trial.registry_id.as_deref(), trial.phase.as_deref()), (None, Some("2")));
    assert_eq!(
        (trial.status, trial.study_type, trial.allocation),
        (Some(Status::Recruiting), Some(StudyType::Interventional), Some(Allocation::SingleArm))
    );
    assert_eq!(trial.masking, None);
    assert_eq!(trial.enrollment.as_ref().map(|e| (e.count, e.kind)), Some((Some(23), Some(EnrollmentType::Target))));
    let eligibility = &trial.eligibility;
    assert_eq!((eligibility.sex, eligibility.min_age_years, eligibility.max_age_years), (Some(Sex::All), Some(18.0), Some(75.0)));
    assert_eq!((eligibility.healthy_volunteers, eligibility.ecog.as_deref()), (Some(false), Some(&[0, 1][..])));
    assert_eq!(trial.arms.len(), 1);
    assert!(trial.arms[0].label.starts_with("Induction High-Low Dose RT"), "{}", trial.arms[0].label);
    assert_eq!((trial.start_date.as_deref(), trial.completion_date.as_deref()), (Some("2025-10-10"), Some("2029-12-31")));
    assert_eq!(trial.sponsors, ["Jiangxi Provincial Cancer Hospital"]);
    let site = &trial.sites[0];
    assert_eq!(
        (site.name.as_deref(), site.city.as_deref(), site.country.as_deref()),
        (Some("Jiangxi Cancer Hospital"), Some("Nanchang"), Some("China"))
    );
    assert_eq!(trial.outcomes.primary.len(), 1);
    let written = serde_json::to_string(&trial).unwrap();
    assert!(!written.contains("Jingao") && !written.contains("ncu.edu"), "no person's name or address");
}

#[test]
fn running_prose() {
    let Some(trial) = seed("003_5c463d4c2ee6ac89.txt") else { return };
    assert_eq!((trial.phase.as_deref(), trial.status, trial.allocation), (Some("2"), None, Some(Allocation::SingleArm)));
    assert_eq!((trial.study_type, trial.arms.len()), (Some(StudyType::Interventional), 1));
    assert_eq!(trial.enrollment, None);
    assert_eq!((trial.eligibility.min_age_years, trial.eligibility.max_age_years), (Some(18.0), Some(80.0)));
    assert_eq!(trial.eligibility.ecog.as_deref(), Some(&[0, 1][..]));
    assert_eq!((trial.start_date, trial.completion_date), (None, None));
}

#[test]
fn our_own_registration() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/documents/rtog1112_registration.txt");
    let documents: Vec<Document> = document::open(&[path]).filter_map(Result::ok).collect();
    let trial = documents.first().and_then(trial).unwrap_or_default();
    assert_eq!(
        (trial.registry_id.as_deref(), trial.phase.as_deref(), trial.status),
        (Some("NCT01730937"), Some("3"), Some(Status::Completed))
    );
    assert_eq!((trial.allocation, trial.enrollment.and_then(|e| e.count)), (Some(Allocation::Randomized), Some(193)));
    assert_eq!(trial.eligibility.ecog.as_deref(), Some(&[0, 1, 2][..]));
    assert_eq!(trial.arms.len(), 2);
    assert_eq!(trial.start_date.as_deref(), Some("2013-04"));
    assert!(trial.outcomes.primary.iter().any(|o| o.endpoint.as_deref() == Some("endpoint:os")));
}

#[test]
fn chinese_fields() {
    let trial = of_text(
        "注册号：ChiCTR9900000099\n研究类型：干预性研究\n研究所处阶段：II期临床试验\n研究设计：单臂\n申办者：某某肿瘤医院\n纳入标准：\n1、年龄18-70岁；\n2、ECOG评分0-1分\n排除标准：\n1、妊娠\n样本总量：60\n征募研究对象情况：正在进行，招募中\n性别：男女均可\n盲法：开放\n研究实施时间：从2025-01-01至2027-12-31\n主要终点：总生存期\n研究地点：广东省广州市",
    );
    assert_eq!((trial.registry_id.as_deref(), trial.phase.as_deref()), (Some("ChiCTR9900000099"), Some("2")));
    assert_eq!((trial.status, trial.allocation), (Some(Status::Recruiting), Some(Allocation::SingleArm)));
    assert_eq!(
        (trial.eligibility.min_age_years, trial.eligibility.max_age_years, trial.eligibility.ecog),
        (Some(18.0), Some(70.0), Some(vec![0, 1]))
    );
    assert_eq!((trial.start_date.as_deref(), trial.completion_date.as_deref()), (Some("2025-01-01"), Some("2027-12-31")));
    assert_eq!(trial.enrollment.and_then(|e| e.count), Some(60));
    assert_eq!(trial.sponsors, ["某某肿瘤医院"]);
    assert_eq!(trial.sites.first().and_then(|s| s.country.as_deref()), Some("China"));
    let criteria: Vec<(bool, &str)> = trial.eligibility.criteria.iter().map(|c| (c.inclusion, c.text.as_str())).collect();
    assert_eq!(criteria, [(true, "年龄18-70岁"), (true, "ECOG评分0-1分"), (false, "妊娠")]);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]
    #[test]
    fn any_text_is_survived(text in r"(Phase |I/II期|Age |≥|ECOG |PS |[0-9]{1,4}|[-–~/.,;:|()（）：；。、]|\n|  | |Arm A: |Experimental: |Primary |主要终点|纳入标准|年|月|岁|Sex|性别|Sponsor|China|Locations|•|OS|double|women |Enrollment|[a-zé]{1,5}|\PC){0,60}") {
        of_text(&text);
    }
}
