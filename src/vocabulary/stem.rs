//! Drugs that the vocabulary lacks, recognised by INN stems (WHO, "The use of stems in the selection of International
//! Nonproprietary Names for pharmaceutical substances", 2024) and by the Chinese renderings of those stems (Chinese
//! Pharmacopoeia Commission, Chinese Approved Drug Names).

use crate::text::is_han;

const LATIN: &[&str] = &[
    "mab",
    "tinib",
    "fenib",
    "metinib",
    "ciclib",
    "parib",
    "lisib",
    "zomib",
    "degib",
    "sidenib",
    "sertib",
    "menib",
    "rasib",
    "toclax",
    "inostat",
    "taxel",
    "platin",
    "rubicin",
    "tecan",
    "poside",
    "fosfamide",
    "trexed",
    "citabine",
    "mustine",
    "domide",
    "dotin",
    "tesirine",
    "gamicin",
    "lutamide",
    "strant",
    "relix",
    "relin",
    "cept",
    "leucel",
    "rolimus",
    "grastim",
    "setron",
    "pitant",
    "dronate",
];
/// Ordinary words and groups that end like a drug.
const NOT_LATIN: &[&str] = &["concept", "precept", "intercept", "accept", "except", "percept", "mab", "platin", "restrant"];
const LATIN_LETTERS_MIN: usize = 7;

const CHINESE: &[&str] = &[
    "单抗",
    "替尼",
    "非尼",
    "西利",
    "帕利",
    "利塞",
    "佐米",
    "德吉",
    "拉西布",
    "托克拉",
    "司他",
    "紫杉醇",
    "他赛",
    "铂",
    "比星",
    "替康",
    "泊苷",
    "磷酰胺",
    "曲塞",
    "他滨",
    "莫司汀",
    "度胺",
    "鲁胺",
    "司群",
    "瑞克",
    "瑞林",
    "西普",
    "奥仑赛",
    "莫司",
    "格司亭",
    "司琼",
    "匹坦",
    "膦酸",
];
/// Characters that transliterate sounds in generic names. A name is read backwards from its stem while they go on; ordinary words
/// before it ("联合", "口服", "对比") end it, so characters that begin or end such words are left out.
const SOUNDS: &str = "阿埃艾安昂奥巴贝伯博布茨达迪狄德地蒂厄恩尔法凡非菲夫弗伏氟福戈格古谷哈赫霍基吉嘉捷杰卡凯坎康考科克库拉来兰朗劳乐雷里利立列林隆鲁氯仑伦罗洛马玛麦曼美米莫木姆纳奈尼妮诺欧帕派培佩匹珀普奇千屈曲群塞赛瑞萨沙舍舒司斯苏索他塔泰坦唐特替汀廷托妥拓韦维沃乌武西昔希夏谢辛信溴雅亚伊依易英尤扎泽珠兹孜佐左卓";
const SOUNDS_MIN: usize = 2;
const SOUNDS_MAX: usize = 7;
/// What the vocabulary names as a class, or plain words.
const NOT_CHINESE: &[&str] = &["单抗", "替尼"];

/// Whether a word in lower case is built like a drug's generic name.
pub fn is_drug_name(word: &str) -> bool {
    word.len() >= LATIN_LETTERS_MIN
        && word.chars().all(|c| c.is_ascii_lowercase() || c == '-')
        && LATIN.iter().any(|s| word.ends_with(s))
        && !NOT_LATIN.iter().any(|n| word.ends_with(n) && word.len() <= n.len() + 2)
}

/// The stretches of a run of Han characters that are built like a drug's Chinese generic name.
pub fn chinese_drug_names(run: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (stem_start, _) in run.char_indices() {
        let Some(stem) = CHINESE.iter().filter(|s| run[stem_start..].starts_with(**s)).max_by_key(|s| s.len()) else { continue };
        let end = stem_start + stem.len();
        let start = run[..stem_start]
            .char_indices()
            .rev()
            .take(SOUNDS_MAX)
            .take_while(|(_, c)| is_han(*c) && SOUNDS.contains(*c))
            .last()
            .map_or(stem_start, |(i, _)| i);
        let sounds = run[start..stem_start].chars().count();
        if sounds >= SOUNDS_MIN && !NOT_CHINESE.contains(&&run[start..end]) {
            // "妥珠单抗" inside "曲妥珠单抗": a later stem that the name goes on to takes the earlier one in.
            found.retain(|&(from, to)| to <= start || from < start);
            found.push((start, end));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_words_with_a_stem_are_drugs() {
        for (word, expected) in [
            ("fictinotinib", true),
            ("examplimab", true),
            ("novosidenib", true),
            ("imaginarubicin", true),
            ("concept", false),
            ("accept", false),
            ("mab", false),
            ("survival", false),
        ] {
            assert_eq!(is_drug_name(word), expected, "{word}");
        }
    }

    #[test]
    fn chinese_names_begin_where_their_sounds_begin() {
        for (run, expected) in [
            ("患者接受泽布利替尼治疗", vec!["泽布利替尼"]),
            ("联合艾帕洛利单抗与塞鲁西利维持", vec!["艾帕洛利单抗", "塞鲁西利"]),
            ("对比单抗治疗", vec![]),
            ("含铂化疗", vec![]),
            ("口服克拉度胺", vec!["克拉度胺"]),
        ] {
            let got: Vec<&str> = chinese_drug_names(run).into_iter().map(|(a, b)| &run[a..b]).collect();
            assert_eq!(got, expected, "{run}");
        }
    }
}
