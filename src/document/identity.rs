//! Identifiers of documents and trials: how each is written and how it is told from other numbers.

/// Without address or label, lower case.
pub fn bare_doi(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    match lower.find("10.") {
        Some(i) if i == 0 || lower[..i].ends_with(['/', ':', ' ']) => lower[i..].to_owned(),
        _ => lower,
    }
}
