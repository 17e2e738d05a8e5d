//! Which language a text is in: the share of Han characters first, whatlang where that is low.

/// From this share of letters on, a text counts as Chinese.
pub const HAN_SHARE_MIN: f64 = 0.2;
/// whatlang guesses on shorter texts.
const LETTERS_MIN: usize = 40;

/// Share of Han characters among letters.
pub fn han_share(text: &str) -> f64 {
    let (mut han, mut letters) = (0usize, 0usize);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        han += usize::from(is_han(c));
    }
    if letters == 0 { 0.0 } else { han as f64 / letters as f64 }
}

pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2fa1f}')
}

/// ISO 639-1 code, `und` where it cannot be told.
pub fn detect(text: &str) -> String {
    let kana = text.chars().filter(|c| matches!(c, '\u{3040}'..='\u{30ff}')).count();
    let han = text.chars().filter(|&c| is_han(c)).count();
    if kana * 5 > han && kana > 0 && han > 0 {
        return "ja".to_owned();
    }
    if han_share(text) >= HAN_SHARE_MIN {
        return "zh".to_owned();
    }
    if text.chars().filter(|c| c.is_alphabetic()).count() < LETTERS_MIN {
        return "und".to_owned();
    }
    let sample: String = text.chars().take(20_000).collect();
    whatlang::detect(&sample).map_or_else(|| "und".to_owned(), |info| normalise(info.lang().code()))
}

/// `eng`, `en-US`, `Chinese` → two letters; what is unknown stays as it is, in lower case.
pub fn normalise(code: &str) -> String {
    let lower = code.trim().to_lowercase();
    let base = lower.split(['-', '_']).next().unwrap_or(&lower);
    let two = match base {
        "eng" | "english" => "en",
        "cmn" | "zho" | "chi" | "chinese" | "中文" => "zh",
        "jpn" | "japanese" => "ja",
        "deu" | "ger" | "german" => "de",
        "fra" | "fre" | "french" => "fr",
        "spa" | "spanish" => "es",
        "ita" | "italian" => "it",
        "por" | "portuguese" => "pt",
        "rus" | "russian" => "ru",
        "kor" | "korean" => "ko",
        "nld" | "dut" | "dutch" => "nl",
        "pol" | "polish" => "pl",
        "tur" | "turkish" => "tr",
        "" => "und",
        other => other,
    };
    two.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_characters_decide_before_whatlang() {
        for (text, expected) in [
            ("中位OS为15.8个月,HR=0.77", "zh"),
            ("Median overall survival was longer with the combination than with sorafenib alone.", "en"),
            ("HR 0.77", "und"),
            ("", "und"),
        ] {
            assert_eq!(detect(text), expected, "{text}");
        }
        assert_eq!(normalise("en-US"), "en");
    }
}
