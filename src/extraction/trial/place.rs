//! Who runs a trial, and where.

use super::entry::{Entries, Field};
use super::status;
use super::types::Site;
use crate::text::is_han;

/// Names under which registries list countries, and the name that records use.
const COUNTRIES: &[(&str, &str)] = &[
    ("China", "China"),
    ("United States", "United States"),
    ("USA", "United States"),
    ("Canada", "Canada"),
    ("Mexico", "Mexico"),
    ("Brazil", "Brazil"),
    ("Argentina", "Argentina"),
    ("Chile", "Chile"),
    ("Colombia", "Colombia"),
    ("Peru", "Peru"),
    ("United Kingdom", "United Kingdom"),
    ("UK", "United Kingdom"),
    ("Ireland", "Ireland"),
    ("France", "France"),
    ("Belgium", "Belgium"),
    ("Netherlands", "Netherlands"),
    ("Luxembourg", "Luxembourg"),
    ("Germany", "Germany"),
    ("Austria", "Austria"),
    ("Switzerland", "Switzerland"),
    ("Italy", "Italy"),
    ("Spain", "Spain"),
    ("Portugal", "Portugal"),
    ("Denmark", "Denmark"),
    ("Norway", "Norway"),
    ("Sweden", "Sweden"),
    ("Finland", "Finland"),
    ("Poland", "Poland"),
    ("Czechia", "Czechia"),
    ("Czech Republic", "Czechia"),
    ("Slovakia", "Slovakia"),
    ("Hungary", "Hungary"),
    ("Romania", "Romania"),
    ("Bulgaria", "Bulgaria"),
    ("Greece", "Greece"),
    ("Turkey", "Turkey"),
    ("Türkiye", "Turkey"),
    ("Ukraine", "Ukraine"),
    ("Russia", "Russia"),
    ("Russian Federation", "Russia"),
    ("Israel", "Israel"),
    ("Egypt", "Egypt"),
    ("South Africa", "South Africa"),
    ("Saudi Arabia", "Saudi Arabia"),
    ("Iran", "Iran"),
    ("India", "India"),
    ("Pakistan", "Pakistan"),
    ("Bangladesh", "Bangladesh"),
    ("Thailand", "Thailand"),
    ("Vietnam", "Vietnam"),
    ("Malaysia", "Malaysia"),
    ("Singapore", "Singapore"),
    ("Indonesia", "Indonesia"),
    ("Philippines", "Philippines"),
    ("Japan", "Japan"),
    ("South Korea", "South Korea"),
    ("Republic of Korea", "South Korea"),
    ("Korea, Republic of", "South Korea"),
    ("Taiwan", "Taiwan"),
    ("Hong Kong", "Hong Kong"),
    ("Australia", "Australia"),
    ("New Zealand", "New Zealand"),
    ("中国", "China"),
    ("美国", "United States"),
    ("英国", "United Kingdom"),
    ("法国", "France"),
    ("德国", "Germany"),
    ("意大利", "Italy"),
    ("西班牙", "Spain"),
    ("日本", "Japan"),
    ("大韩民国", "South Korea"),
    ("韩国", "South Korea"),
    ("加拿大", "Canada"),
    ("澳大利亚", "Australia"),
    ("新加坡", "Singapore"),
    ("印度", "India"),
    ("荷兰", "Netherlands"),
    ("比利时", "Belgium"),
    ("瑞士", "Switzerland"),
];
/// Chinese provinces and cities of their rank; a site there is in China.
const PROVINCES: &[&str] = &[
    "北京",
    "上海",
    "天津",
    "重庆",
    "河北",
    "山西",
    "辽宁",
    "吉林",
    "黑龙江",
    "江苏",
    "浙江",
    "安徽",
    "福建",
    "江西",
    "山东",
    "河南",
    "湖北",
    "湖南",
    "广东",
    "海南",
    "四川",
    "贵州",
    "云南",
    "陕西",
    "甘肃",
    "青海",
    "内蒙古",
    "广西",
    "西藏",
    "宁夏",
    "新疆",
];
const SITES_MAX: usize = 500;

/// Leading sponsor first.
pub fn sponsors(text: &str, entries: &Entries<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut push = |value: &str| {
        if let Some(name) = organisation(value)
            && !found.contains(&name)
        {
            found.push(name);
        }
    };
    for field in [Field::Sponsor, Field::Collaborators] {
        for entry in entries.all(field) {
            if entry.inline && entry.label.contains("发起单位") {
                continue;
            }
            if field == Field::Collaborators && !entry.inline {
                entry.value.lines().map(str::trim).filter(|l| !l.is_empty()).take(20).for_each(&mut push);
            } else {
                push(entry.line());
            }
        }
    }
    if found.is_empty() {
        // "甲医院（发起单位）、乙医院", "某医院正在开展一项…"
        let texts = entries.all(Field::Locations).flat_map(|e| e.value.split(['、', '\n', '，'])).filter(|t| t.contains("发起单位"));
        found.extend(texts.filter_map(|t| organisation(t.split(['（', '(']).next().unwrap_or(t))));
    }
    if found.is_empty() {
        found.extend(runs_it(text));
    }
    found
}

/// `某医院正在开展一项…`: the line's first words name an institution.
fn runs_it(text: &str) -> Option<String> {
    const DOES: &[&str] = &["正在开展", "牵头开展", "开展的一项", "发起的", "拟开展"];
    const INSTITUTIONS: &[&str] = &["医院", "大学", "中心", "研究所", "公司", "研究院"];
    text.lines().map(str::trim).find_map(|line| {
        let at = DOES.iter().find_map(|d| line.find(d))?;
        let name = &line[..at];
        (INSTITUTIONS.iter().any(|i| name.ends_with(i)) && name.chars().count() <= 30).then(|| organisation(name)).flatten()
    })
}

/// A name alone: without what is bracketed behind it, without the next field.
fn organisation(value: &str) -> Option<String> {
    let value = value.split(['\n', ';', '；', '|', '，', '。']).next().unwrap_or("");
    let value = value.split(". ").next().unwrap_or(value).trim();
    let value = ["(Responsible Party)", "(fictional)", "（虚构）", "(Lead)"].iter().fold(value.to_owned(), |v, mark| v.replace(mark, ""));
    let value = value.split("  ").next().unwrap_or("").trim().trim_end_matches(['.', ',', ':']).trim().to_owned();
    (value.chars().count() >= 2 && value.chars().count() <= 160 && !value.contains('█') && value.chars().any(char::is_alphabetic))
        .then_some(value)
}

/// The sites that a registration lists; where it names countries alone, one for each.
pub fn sites(entries: &Entries<'_>) -> Vec<Site> {
    let mut sites: Vec<Site> = Vec::new();
    for entry in entries.all(Field::Locations) {
        by_lines(entry.value, &mut sites);
    }
    if sites.is_empty() {
        // "Sponsor: Centre, Mumbai, India": the sponsor's own place, where its address is printed.
        for entry in entries.all(Field::Sponsor) {
            let line = entry.line().split(['.', '\n']).next().unwrap_or("");
            sites.extend(line.split(';').filter(|s| s.contains(',')).filter_map(place));
        }
    }
    sites.truncate(SITES_MAX);
    sites
}

fn by_lines(value: &str, sites: &mut Vec<Site>) {
    let mut country: Option<&str> = None;
    let mut name: Option<&str> = None;
    let mut state = None;
    for line in value.lines().map(str::trim).filter(|l| !l.is_empty() && !l.contains('█')) {
        if sites.len() > SITES_MAX {
            break;
        }
        if let Some(only) = whole_country(line) {
            (country, name, state) = (Some(only), None, None);
            sites.push(Site { name: None, city: None, country: Some(only.to_owned()), status: None });
        } else if let Some(read) = status::of_line(line) {
            state = Some(read);
        } else if let (Some(country), Some(hospital), Some(read)) = (country, name, state) {
            // Name, status and city on lines of their own, below their country.
            sites.retain(|s| s.name.is_some() || s.country.as_deref() != Some(country));
            sites.push(Site {
                name: Some(hospital.to_owned()),
                city: Some(line.to_owned()),
                country: Some(country.to_owned()),
                status: Some(read),
            });
            (name, state) = (None, None);
        } else {
            let before = sites.len();
            for part in line.split([';', '；', '—']).flat_map(|p| p.split("   ")) {
                places(part, sites);
            }
            if sites.len() == before {
                name = Some(line);
            }
        }
    }
}

fn whole_country(line: &str) -> Option<&'static str> {
    let bare = line.split(['(', '（']).next().unwrap_or(line).trim().trim_end_matches(['.', ',']);
    COUNTRIES.iter().find(|(name, _)| *name == bare).map(|(_, country)| *country)
}

/// One place, or each country of a list.
fn places(part: &str, sites: &mut Vec<Site>) {
    let named: Vec<&'static str> = countries_in(part);
    match named[..] {
        [] => {
            if PROVINCES.iter().any(|p| part.contains(p)) {
                sites.push(Site { name: None, city: None, country: Some("China".to_owned()), status: None });
            }
        }
        [_] => sites.extend(place(part)),
        _ => {
            for country in named {
                let known = sites.iter().any(|s| s.country.as_deref() == Some(country));
                if !known {
                    sites.push(Site { name: None, city: None, country: Some(country.to_owned()), status: None });
                }
            }
        }
    }
}

/// `City, State, Country`, `Country, Province`, `Country (7)`, `中国四川省成都市`.
fn place(part: &str) -> Option<Site> {
    let country = *countries_in(part).first()?;
    let pieces: Vec<&str> = part.split([',', ':', '：']).map(str::trim).filter(|p| !p.is_empty()).collect();
    let city = pieces
        .first()
        .filter(|first| {
            pieces.len() >= 2
                && countries_in(first).is_empty()
                && !first.contains(|c: char| is_han(c) || c.is_ascii_digit())
                && first.split_whitespace().count() <= 4
        })
        .map(|c| (*c).to_owned());
    Some(Site { name: None, city, country: Some(country.to_owned()), status: None })
}

/// Countries that a text names, in order, each once.
fn countries_in(text: &str) -> Vec<&'static str> {
    let mut found: Vec<(usize, &'static str)> = COUNTRIES
        .iter()
        .filter_map(|(name, country)| {
            let at = text.match_indices(name).map(|(i, _)| i).find(|&i| {
                let latin = |c: char| c.is_ascii_alphanumeric();
                !(name.is_ascii() && (text[..i].ends_with(latin) || text[i + name.len()..].starts_with(latin)))
            })?;
            Some((at, *country))
        })
        .collect();
    found.sort();
    let mut names: Vec<&'static str> = Vec::new();
    for (_, country) in found {
        if !names.contains(&country) {
            names.push(country);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_in_many_layouts() {
        let countries = |text: &str| -> Vec<String> {
            let mut found: Vec<String> = Vec::new();
            for country in sites(&Entries::of(text)).into_iter().filter_map(|s| s.country) {
                if !found.contains(&country) {
                    found.push(country);
                }
            }
            found
        };
        for (text, expected) in [
            ("Locations\nOther Locations\nChina\nJiangxi Cancer Hospital\nRECRUITING\nNanchang\n", vec!["China"]),
            ("Locations: Canada — Toronto, Hamilton; United States — Cleveland", vec!["Canada", "United States"]),
            ("Sites in: Switzerland, Germany", vec!["Switzerland", "Germany"]),
            ("研究地点：中国天津市。", vec!["China"]),
            ("【研究中心】济南、青岛（山东）", vec!["China"]),
            ("Sponsor: University of Cincinnati", vec![]),
        ] {
            assert_eq!(countries(text), expected, "{text}");
        }
        let read = sites(&Entries::of("Locations\nChina\nJiangxi Cancer Hospital\nRECRUITING\nNanchang\n"));
        assert_eq!((read[0].name.as_deref(), read[0].city.as_deref()), (Some("Jiangxi Cancer Hospital"), Some("Nanchang")));
    }
}
