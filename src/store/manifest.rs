//! What a commit says of itself.

use serde::{Deserialize, Serialize};
use std::time::{SystemTime, UNIX_EPOCH};

/// Raised whenever an index written before can no longer be read.
pub const FORMAT: u32 = 1;

/// What decides which records a document gives.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Versions {
    pub extractor: String,
    pub vocabulary: String,
}

impl Versions {
    /// This program's, with a vocabulary.
    pub fn with(vocabulary: &str) -> Versions {
        Versions { extractor: env!("EVIGRAPH_EXTRACTOR").to_owned(), vocabulary: vocabulary.to_owned() }
    }
}

/// Stands in the folder beside the index, so that a program of another time can say what it found.
#[derive(Debug, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    pub program: String,
}

/// Travels inside the commit.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Payload {
    pub versions: Versions,
    /// The digests of all documents, combined regardless of order.
    pub content: Digest,
    pub documents: usize,
    pub findings: usize,
    pub indexed_at: String,
}

impl Payload {
    /// The commit's name: the same content read by the same program has the same, whatever came before.
    pub fn id(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for part in [self.content.to_hex().as_str(), &self.versions.extractor, &self.versions.vocabulary] {
            hasher.update(part.as_bytes());
            hasher.update(&[0]);
        }
        hasher.finalize().to_hex()[..16].to_owned()
    }
}

/// A hash of a set: taking an element in or out is the same operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Digest([u8; 32]);

impl Digest {
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(*blake3::hash(bytes).as_bytes())
    }

    pub fn toggle(&mut self, other: Digest) {
        self.0.iter_mut().zip(other.0).for_each(|(a, b)| *a ^= b);
    }

    pub fn to_hex(self) -> String {
        blake3::Hash::from_bytes(self.0).to_hex().to_string()
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> String {
        digest.to_hex()
    }
}

impl TryFrom<String> for Digest {
    type Error = String;

    fn try_from(text: String) -> Result<Digest, String> {
        blake3::Hash::from_hex(&text).map(|h| Digest(*h.as_bytes())).map_err(|e| e.to_string())
    }
}

/// The present in ISO form, UTC.
pub fn now() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    iso(seconds)
}

fn iso(seconds: u64) -> String {
    // Days to civil date, after Hinnant, "chrono-compatible low-level date algorithms".
    let (days, rest) = (seconds / 86_400 + 719_468, seconds % 86_400);
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let (day, month) = (day_of_year - (153 * shifted + 2) / 5 + 1, if shifted < 10 { shifted + 3 } else { shifted - 9 });
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_civil() {
        for (seconds, expected) in
            [(0, "1970-01-01T00:00:00Z"), (951_782_399, "2000-02-28T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z")]
        {
            assert_eq!(iso(seconds), expected);
        }
    }

    #[test]
    fn a_digest_forgets_order_and_history() {
        let [a, b, c] = ["a", "b", "c"].map(|t| Digest::of(t.as_bytes()));
        let (mut one, mut other) = (Digest::default(), Digest::default());
        [a, b].into_iter().for_each(|d| one.toggle(d));
        [b, c, a, c].into_iter().for_each(|d| other.toggle(d));
        assert_eq!(one, other);
        assert_eq!(Digest::try_from(one.to_hex()), Ok(one));
    }
}
