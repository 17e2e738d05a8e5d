//! Names of drugs, modalities and diseases that are one name to a reader.

use super::label::words;
use std::collections::BTreeSet;

const DRUGS: &[(&str, &str)] = &[
    ("pm01183", "lurbinectedin"),
    ("chlormethine", "mechlorethamine"),
    ("lutetium lu 177 dotatate", "177lu-dotatate"),
    ("lutetium lu 177 vipivotide tetraxetan", "177lu-psma-617"),
    ("folinic acid", "leucovorin"),
    ("calcium folinate", "leucovorin"),
    ("rivoceranib", "apatinib"),
    ("capox", "xelox"),
    ("lutetium oxodotreotide", "177lu-dotatate"),
    ("5-fluorouracil", "fluorouracil"),
    ("5-fu", "fluorouracil"),
    ("aspirin", "acetylsalicylic acid"),
    ("ara-c", "cytarabine"),
    ("adriamycin", "doxorubicin"),
    ("cisplatinum", "cisplatin"),
    ("paclitaxel albumin-bound", "nab-paclitaxel"),
    ("albumin-bound paclitaxel", "nab-paclitaxel"),
    ("mitomycin c", "mitomycin"),
];

const MODALITIES: &[(&str, &str)] = &[
    ("sabr", "sbrt"),
    ("stereotactic body radiotherapy", "sbrt"),
    ("stereotactic ablative radiotherapy", "sbrt"),
    ("stereotactic body radiation therapy", "sbrt"),
    ("stereotactic radiosurgery", "srs"),
    ("intensity-modulated radiotherapy", "imrt"),
    ("intensity-modulated radiation therapy", "imrt"),
    ("whole-brain radiotherapy", "wbrt"),
    ("pci", "wbrt"),
    ("prophylactic cranial irradiation", "wbrt"),
    ("radiotherapy", "rt"),
    ("radiation therapy", "rt"),
    ("radiation", "rt"),
    ("external beam radiotherapy", "rt"),
    ("ebrt", "rt"),
    ("total body irradiation", "tbi"),
    ("proton", "proton therapy"),
    ("carbon-ion", "carbon-ion therapy"),
    ("carbon-ion radiotherapy", "carbon-ion therapy"),
    ("crt", "chemoradiotherapy"),
    ("ccrt", "chemoradiotherapy"),
    ("chemoradiation", "chemoradiotherapy"),
    ("radiochemotherapy", "chemoradiotherapy"),
    ("transarterial chemoembolization", "tace"),
    ("transarterial chemoembolisation", "tace"),
    ("tae", "embolization"),
    ("hipec", "hyperthermic intraperitoneal chemotherapy"),
    ("rfa", "ablation"),
    ("radiofrequency ablation", "ablation"),
    ("hormone therapy", "endocrine therapy"),
    ("hormonal therapy", "endocrine therapy"),
    ("resection", "surgery"),
    ("hsct", "transplantation"),
    ("stem cell transplantation", "transplantation"),
];

/// Words that say nothing of which disease it is.
const ANY_DISEASE: &[&str] =
    &["cancer", "carcinoma", "tumor", "tumour", "neoplasm", "disease", "metastatic", "advanced", "locally", "recurrent"];

/// The one name of a drug, in lower case.
pub fn drug(name: &str) -> String {
    known(DRUGS, name.to_lowercase())
}

/// The one name of a modality, in lower case.
pub fn modality(name: &str) -> String {
    known(MODALITIES, name.to_lowercase())
}

fn known(table: &[(&str, &str)], name: String) -> String {
    table.iter().find(|(other, _)| *other == name).map_or(name, |(_, one)| (*one).to_owned())
}

/// `drug:nab_paclitaxel` and `nab-paclitaxel` are `nabpaclitaxel`.
pub fn drug_key(name: &str) -> String {
    let name = name.rsplit(':').next().unwrap_or_default().replace('_', " ").to_lowercase();
    let dashed = known(DRUGS, name.replace(' ', "-"));
    let spaced = known(DRUGS, name.clone());
    let one = if spaced == name && dashed != name.replace(' ', "-") { dashed } else { spaced };
    one.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Keys of the drugs that a label names by their listed names.
pub fn drugs_in(label: Option<&str>, drugs: &[String]) -> BTreeSet<String> {
    let label = label.unwrap_or_default().to_lowercase();
    let part_of_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    let named = |drug: &str| {
        // A name may overlap itself, so every place is tried.
        label
            .char_indices()
            .map(|(at, _)| at)
            .filter(|&at| label[at..].starts_with(drug))
            .any(|at| !part_of_word(label[..at].chars().next_back()) && !part_of_word(label[at + drug.len()..].chars().next()))
    };
    drugs.iter().filter(|drug| named(&drug.to_lowercase())).map(|drug| drug_key(drug)).collect()
}

/// Enough words are shared, one of them that names a disease.
pub fn same_disease(gold: &str, read: &str) -> bool {
    let (gold, read) = (words(gold), words(read));
    let shared: Vec<&String> = gold.intersection(&read).collect();
    let telling = shared.iter().any(|word| !ANY_DISEASE.contains(&word.as_str()));
    telling && shared.len() as f64 >= 0.6 * gold.len().min(read.len()) as f64 || gold == read
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_drug_has_one_key() {
        for (name, expected) in [
            ("drug:nab_paclitaxel", "nabpaclitaxel"),
            ("nab-paclitaxel", "nabpaclitaxel"),
            ("albumin-bound paclitaxel", "nabpaclitaxel"),
            ("drug:5_fu", "fluorouracil"),
            ("regimen:capox", "xelox"),
            ("索拉非尼", "索拉非尼"),
        ] {
            assert_eq!(drug_key(name), expected, "{name}");
        }
    }

    #[test]
    fn a_drug_is_named_as_a_whole_word() {
        let drugs = ["sorafenib".to_owned(), "platin".to_owned()];
        assert_eq!(drugs_in(Some("SBRT+Sorafenib"), &drugs), BTreeSet::from(["sorafenib".to_owned()]));
        assert_eq!(drugs_in(Some("cisplatin"), &drugs), BTreeSet::new());
        assert_eq!(drugs_in(None, &drugs), BTreeSet::new());
    }

    #[test]
    fn diseases_agree_by_what_names_them() {
        for (gold, read, expected) in [
            ("hepatocellular carcinoma", "advanced hepatocellular carcinoma", true),
            ("lung cancer", "breast cancer", false),
            ("cancer", "cancer", true),
            ("non-small cell lung cancer", "lung cancer", true),
        ] {
            assert_eq!(same_disease(gold, read), expected, "{gold} / {read}");
        }
    }
}
