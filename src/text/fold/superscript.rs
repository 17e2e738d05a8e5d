//! `10⁹` → `10^9`, `m²` → `m2`: before NFKC, which would glue the digits to the number.

use super::Edit;

pub fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut previous: Option<char> = None;
    let mut inside = false;
    for (i, c) in text.char_indices() {
        if let Some(plain) = plain(c) {
            let unit = previous.is_some_and(char::is_alphabetic);
            let with = if inside || unit && plain.is_ascii_digit() { plain.to_string() } else { format!("^{plain}") };
            edits.push(Edit::new(i..i + c.len_utf8(), with));
            inside = true;
        } else {
            inside = false;
        }
        previous = Some(c);
    }
    edits
}

fn plain(c: char) -> Option<char> {
    Some(match c {
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴'..='⁹' => char::from(b'4' + (c as u32 - '⁴' as u32) as u8),
        '⁻' => '-',
        '⁺' => '+',
        _ => return None,
    })
}
