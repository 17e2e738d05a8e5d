//! Plain text: one file, one document.

use super::{Origin, TEXT_BYTES_MAX, check_text, packed_error, too_large};
use crate::document::document::Document;
use crate::document::error::ReadError;
use crate::document::shape::{self, Draft, Part, PartSort};
use std::io::Read;

/// Reads a whole text: decoded, its byte order mark dropped, its line ends made `\n`.
pub fn read(origin: &Origin, input: impl Read) -> Result<Document, ReadError> {
    let mut bytes = Vec::new();
    input.take(TEXT_BYTES_MAX as u64 + 4).read_to_end(&mut bytes).map_err(|e| packed_error(origin, &e))?;
    if bytes.len() > TEXT_BYTES_MAX {
        return Err(too_large(origin));
    }
    let text = decode(origin, bytes)?;
    check_text(origin, std::iter::once(text.as_str()))?;
    let parts = vec![Part { text, sort: PartSort::Text }];
    Ok(shape::shape(Draft { id: origin.name.clone(), source: origin.source.clone(), parts, ..Draft::default() }))
}

fn decode(origin: &Origin, bytes: Vec<u8>) -> Result<String, ReadError> {
    let text = String::from_utf8(bytes).map_err(|e| {
        let at = e.utf8_error().valid_up_to();
        let line = e.as_bytes()[..at].iter().filter(|&&b| b == b'\n').count() as u64 + 1;
        ReadError::new(&origin.source, "not_utf8", format!("byte {at} begins no UTF-8 character; save it as UTF-8")).at_line(line)
    })?;
    let text = text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned);
    if text.contains('\0') {
        return Err(ReadError::new(&origin.source, "binary_file", "it holds no text; leave it out"));
    }
    Ok(if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text })
}
