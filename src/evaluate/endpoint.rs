//! Codes of endpoints.

/// Endpoints whose results in single arms count.
const SCOPE: &[&str] = &[
    "OS",
    "PFS",
    "DFS",
    "EFS",
    "RFS",
    "TTP",
    "TTF",
    "LC",
    "LRC",
    "LRFS",
    "DMFS",
    "MFS",
    "BFFS",
    "CSS",
    "ORR",
    "CR",
    "PR",
    "PCR",
    "SD",
    "PD",
    "DCR",
    "DOR",
    "CBR",
    "LF",
    "LRF",
    "DM",
    "FFS",
    "RECURRENCE",
    "MORTALITY",
];
const FURTHER: &[&str] = &["INCIDENCE", "TOXICITY", "QOL"];

/// `endpoint:os` and `OS` are `OS`; what has no code of its own is `OTHER`; nothing is nothing.
pub fn code(endpoint: &str) -> String {
    if endpoint.is_empty() {
        return String::new();
    }
    if endpoint.starts_with("adverse_event:") {
        return "TOXICITY".to_owned();
    }
    let code = endpoint.split_once(':').map_or(endpoint, |(_, slug)| slug).to_uppercase();
    let known = SCOPE.contains(&code.as_str()) || FURTHER.contains(&code.as_str());
    if known && !endpoint.starts_with("other:") { code } else { "OTHER".to_owned() }
}

/// Whether the results of single arms on this endpoint count.
pub fn in_scope(code: &str) -> bool {
    SCOPE.contains(&code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endpoints_have_one_code() {
        for (endpoint, expected) in [
            ("endpoint:os", "OS"),
            ("pCR", "PCR"),
            ("QoL", "QOL"),
            ("adverse_event:pneumonitis", "TOXICITY"),
            ("other:OS", "OTHER"),
            ("overall survival", "OTHER"),
            ("", ""),
        ] {
            assert_eq!(code(endpoint), expected, "{endpoint}");
        }
    }
}
