//! Extent of disease: by the authors' own word, else by stage.

use super::super::passage::{Passage, Zone, contains_word};
use super::types::Extent;

/// Extents of the study's own patients, in the order of the enum; empty where the text names none.
pub fn extent(passages: &[Passage]) -> Vec<Extent> {
    if haematological(passages) {
        return vec![Extent::Haematological];
    }
    let mut found: Vec<Extent> = Vec::new();
    let tiers: [&[Zone]; 2] = [&[Zone::Title, Zone::Methods, Zone::Body], &[Zone::Background, Zone::Results, Zone::Conclusion]];
    for zones in tiers {
        for passage in passages.iter().filter(|p| zones.contains(&p.zone) && !of_others(p) && (p.zone != Zone::Background || of_own(p))) {
            found.extend(words(&passage.lower));
            found.extend(stages(&passage.lower));
        }
        if !found.is_empty() {
            break;
        }
    }
    found.sort();
    found.dedup();
    found
}

fn of_others(passage: &Passage) -> bool {
    passage.has(&[
        "exclu*",
        "排除",
        "不纳入",
        "previous studies",
        "end point",
        "endpoint",
        "end points",
        "endpoints",
        "outcome measures",
        "终点",
    ])
}

/// A background speaks of the study only where it says so.
fn of_own(passage: &Passage) -> bool {
    passage.has(&[
        "patients",
        "we",
        "this",
        "our",
        "aim*",
        "purpose",
        "objective*",
        "compare*",
        "evaluate*",
        "目的",
        "探讨",
        "评价",
        "本研究",
    ]) && !passage.has(&["however", "remain*", "但"])
}

/// Diseases of the blood have no stage of this kind; a cooperative group's name is no disease.
fn haematological(passages: &[Passage]) -> bool {
    let blood = [
        "leukemia",
        "leukaemia",
        "lymphoma",
        "lymphomas",
        "myeloma",
        "myelodysplastic",
        "hematological malignanc*",
        "hematologic malignanc*",
        "haematological malignanc*",
        "白血病",
        "淋巴瘤",
        "骨髓瘤",
        "骨髓增生异常",
    ];
    passages
        .iter()
        .filter(|p| matches!(p.zone, Zone::Title | Zone::Background | Zone::Methods | Zone::Body))
        .take(6)
        .any(|p| blood.iter().any(|w| contains_word(&p.lower.replace("cancer and leukemia", "").replace("lymphoma kinase", ""), w)))
}

/// What makes a word of extent one of the patients' disease: what may stand directly behind it.
const DISEASES: &[&str] = &[
    "cancer*",
    "carcinoma*",
    "tumor*",
    "tumour*",
    "disease*",
    "nsclc",
    "sclc",
    "hcc",
    "hnscc",
    "escc",
    "npc",
    "melanoma*",
    "sarcoma*",
    "adenocarcinoma*",
    "malignan*",
    "setting*",
    "glioma*",
    "glioblastoma*",
    "lesion*",
    "neoplasm*",
    "pheochromocytoma*",
    "mesothelioma*",
    "patient*",
    "crc",
    "mcrc",
    "solid",
    "urothelial",
    "nasopharyngeal",
    "or",
    "and",
    "small*",
];

fn words(lower: &str) -> Vec<Extent> {
    let mut found = Vec::new();
    let mut note = |extent, hit: bool| {
        if hit {
            found.push(extent);
        }
    };
    // Behind the word, within a few others, a disease.
    let attributive = |word: &str| {
        lower.match_indices(word).any(|(i, _)| {
            let after: Vec<&str> =
                lower[i + word.len()..].split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|w| !w.is_empty()).take(7).collect();
            let fresh = !lower[..i].ends_with(|c: char| c.is_ascii_alphanumeric())
                && !lower[..i].ends_with("non-")
                && !lower[..i].ends_with("without ");
            let clause_end = lower[i + word.len()..].starts_with([',', '.', ';', ')']);
            fresh
                && !clause_end
                && after.iter().any(|w| DISEASES.iter().any(|d| d.strip_suffix('*').map_or(*w == *d, |stem| w.starts_with(stem))))
        })
    };
    let any = |words: &[&str]| words.iter().any(|w| contains_word(lower, w));
    note(
        Extent::Localised,
        any(&[
            "early-stage",
            "early stage",
            "clinically localized",
            "clinically localised",
            "localized prostate*",
            "localised prostate*",
            "primary localised",
            "primary localized",
            "limited-stage",
            "limited stage",
            "limited disease",
            "limited small*",
            "limited-disease",
            "ls-sclc",
            "early breast",
            "early-breast",
            "node-negative",
            "早期",
            "局限期",
            "局限性",
        ]) || attributive("localized")
            || attributive("localised") && !any(&["locally"]),
    );
    note(
        Extent::LocallyAdvanced,
        any(&[
            "locally advanced",
            "locally-advanced",
            "loco-regionally advanced",
            "locoregionally advanced",
            "la-nsclc",
            "la-npc",
            "labc",
            "larc",
            "lascc*",
            "局部晚期",
            "局部进展期",
            "局部区域晚期",
        ]),
    );
    note(
        Extent::Metastatic,
        attributive("metastatic")
            || any(&[
                "brain metastases",
                "bone metastases",
                "liver metastases",
                "hepatic metastases",
                "spinal metastases",
                "vertebral metastases",
                "lung metastases",
                "pulmonary metastases",
                "cerebral metastases",
                "with metastases",
                "oligometasta*",
                "oligo-metasta*",
                "extensive-stage",
                "extensive stage",
                "extensive disease",
                "extensive small*",
                "extensive-disease",
                "es-sclc",
                "mcrpc",
                "mcrc",
                "mhspc",
                "m1 disease",
                "转移性",
                "脑转移",
                "骨转移",
                "肝转移",
                "寡转移",
                "广泛期",
                "复发/转移",
                "复发转移",
                "复发或转移",
            ]) && !any(&["brain metastases-free", "development of brain*", "无脑转移"]),
    );
    note(
        Extent::Recurrent,
        attributive("recurrent") && !any(&["recurrent venous*", "recurrent thrombo*", "recurrent mutation*"])
            || attributive("relapsed")
            || any(&[
                "复发性",
                "复发/转移",
                "复发转移",
                "复发或转移",
                "复发鼻咽癌",
                "复发卵巢癌",
                "术后复发",
                "局部复发患者",
                "locally recurrent",
            ]),
    );
    found
}

/// Every stage that the sentence gives to the disease: `stage IB-IIIA`, `stages II and III`, `Ⅲ期`, `IB至IIIA期`.
fn stages(lower: &str) -> Vec<Extent> {
    let mut found = Vec::new();
    for (i, _) in lower.match_indices("stage") {
        let rest = lower[i + "stage".len()..].trim_start_matches('s').trim_start_matches([' ', '-']);
        if lower[..i].ends_with(|c: char| c.is_ascii_alphanumeric()) || lower[..i].ends_with(['-']) {
            continue;
        }
        found.extend(listed(rest));
    }
    for (i, _) in lower.match_indices('期') {
        let head = &lower[..i];
        let run = head
            .trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '~' | '/' | '、' | '至' | '或' | '和' | ' ' | ','));
        let after = &lower[i + '期'.len_utf8()..];
        let trial = ["临床", "随机", "研究", "试验", "非劣效", "对照", "比较", "单臂", "双盲", "开放", "年", "推荐"]
            .iter()
            .any(|w| after.starts_with(w))
            || ["对照", "随机", "单臂", "双盲", "中心", "、", "国产"].iter().any(|w| run.ends_with(w));
        if !trial {
            found.extend(listed(head[run.len()..].trim_start()));
        }
    }
    found
}

/// The stages at the beginning of a text: one, a range, a list.
fn listed(text: &str) -> Vec<Extent> {
    let mut grades: Vec<u8> = Vec::new();
    let mut rest = text;
    let mut range = false;
    while let Some((grade, after)) = stage(rest) {
        if range && let Some(&last) = grades.last() {
            grades.extend(last + 1..grade);
        }
        grades.push(grade);
        let after = tnm(after);
        let trimmed = after.trim_start();
        let joined =
            ["-", "~", "to ", "through ", "至", "/", ",", "and ", "or ", "、", "或", "和"].iter().find(|j| trimmed.starts_with(**j));
        let Some(joined) = joined else { break };
        range = matches!(*joined, "-" | "~" | "to " | "through " | "至");
        rest = trimmed[joined.len()..].trim_start().trim_start_matches("and ").trim_start_matches("or ").trim_start_matches("stage ");
    }
    grades
        .into_iter()
        .filter_map(|g| match g {
            1 | 2 => Some(Extent::Localised),
            3 => Some(Extent::LocallyAdvanced),
            4 => Some(Extent::Metastatic),
            _ => None,
        })
        .collect()
}

/// `(n2)`, `(t3n0)` behind a stage.
fn tnm(text: &str) -> &str {
    let trimmed = text.trim_start();
    match trimmed.strip_prefix('(').and_then(|r| r.split_once(')')) {
        Some((inside, after)) if inside.len() <= 30 => after,
        _ => text,
    }
}

fn stage(text: &str) -> Option<(u8, &str)> {
    let len = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    let word = text[..len].trim_end_matches(|c: char| matches!(c, 'a' | 'b' | 'c') || c.is_ascii_digit() && len > 1);
    let grade = match word {
        "i" | "1" => 1,
        "ii" | "2" => 2,
        "iii" | "3" => 3,
        "iv" | "4" => 4,
        _ => return None,
    };
    Some((grade, &text[len..]))
}

#[cfg(test)]
mod tests {
    use super::super::read_text;
    use super::super::types::Extent::{self, *};

    #[test]
    fn extents() {
        let cases: &[(&str, &[Extent])] = &[
            ("METHODS: Patients with stage IB-IIIA NSCLC.", &[Localised, LocallyAdvanced]),
            ("Patients with metastatic breast cancer.", &[Metastatic]),
            ("Locally advanced or metastatic pancreatic cancer was treated.", &[LocallyAdvanced, Metastatic]),
            ("ADAURA纳入682名完全切除之IB至IIIA期EGFR突变肺癌病人。", &[Localised, LocallyAdvanced]),
            ("544例Ⅲ期NSCLC接受同步放化疗。", &[LocallyAdvanced]),
            ("本研究为一项Ⅲ期临床研究。", &[]),
            ("Relapsed acute myeloid leukemia.", &[Haematological]),
            ("Cancer and Leukemia Group B treated stage IB lung cancer.", &[Localised]),
            ("The 5-year distant metastasis-free survival was 80%.", &[]),
            ("Patients with advanced NSCLC.", &[]),
            ("局部晚期直肠癌共912例", &[LocallyAdvanced]),
        ];
        for (text, expected) in cases {
            assert_eq!(read_text(None, text).extent, *expected, "{text}");
        }
    }
}
