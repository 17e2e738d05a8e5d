//! The bytes of a file to be imported: unpacked, bounded, with the line that has been reached.

use flate2::read::MultiGzDecoder;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use thiserror::Error;

/// Bytes of a file, unpacked: the largest release files are about half as long.
const BYTES_MAX: u64 = 8 << 30;
/// Bytes that are read at once because their format must be seen whole.
const WHOLE_BYTES_MAX: u64 = 1 << 30;
const LINE_BYTES_MAX: u64 = 4 << 20;
/// What a format is told by.
const HEAD_BYTES: usize = 64 << 10;
const BOM: &[u8] = b"\xef\xbb\xbf";
const NOT_UTF8: &str = "it is not UTF-8; convert the file";

/// Why a file was not imported, with the place.
#[derive(Debug, Error, PartialEq)]
#[error("{file}, {place}: {detail}")]
pub struct ImportError {
    pub file: String,
    /// `line 17`, or what the format counts in.
    pub place: String,
    pub detail: String,
}

/// A file as its reader meets it.
pub struct Input<'a> {
    name: String,
    head: Vec<u8>,
    bytes: BufReader<Box<dyn Read + 'a>>,
    consumed: u64,
    line: usize,
}

impl<'a> Input<'a> {
    /// Looks at the first bytes and unpacks what is packed.
    pub fn open(name: &str, mut bytes: impl Read + 'a) -> Result<Input<'a>, ImportError> {
        let fail = |detail: String| ImportError { file: name.to_owned(), place: "line 1".to_owned(), detail };
        let mut head = peek(&mut bytes).map_err(|e| fail(unreadable(&e)))?;
        let mut rest: Box<dyn Read + 'a> = Box::new(bytes);
        if head.starts_with(b"\x1f\x8b") {
            let mut unpacked = MultiGzDecoder::new(Cursor::new(head).chain(rest));
            head = peek(&mut unpacked).map_err(|e| fail(unreadable(&e)))?;
            rest = Box::new(unpacked);
        }
        if head.starts_with(BOM) {
            head.drain(..BOM.len());
        }
        if head.contains(&0) || head.starts_with(b"\x1f\x8b") {
            return Err(fail("it holds bytes that are no text; unpack or convert it to UTF-8".to_owned()));
        }
        if head.iter().all(u8::is_ascii_whitespace) {
            return Err(fail("it is empty".to_owned()));
        }
        let bytes = BufReader::new(Box::new(Cursor::new(head.clone()).chain(rest)) as Box<dyn Read>);
        Ok(Input { name: name.to_owned(), head, bytes, consumed: 0, line: 1 })
    }

    /// The first bytes.
    pub fn head(&self) -> &[u8] {
        &self.head
    }

    /// The line that has been reached, from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// A fault at the line that has been reached.
    pub fn error(&self, detail: impl Into<String>) -> ImportError {
        self.error_at(format!("line {}", self.line), detail)
    }

    pub fn error_at(&self, place: String, detail: impl Into<String>) -> ImportError {
        ImportError { file: self.name.clone(), place, detail: detail.into() }
    }

    /// A fault of the file as a whole.
    pub fn whole(&self, detail: impl Into<String>) -> ImportError {
        self.error_at("line 1".to_owned(), detail)
    }

    /// The next line that is not empty, with its number.
    pub fn next_line(&mut self) -> Result<Option<(usize, String)>, ImportError> {
        loop {
            let (number, mut line) = (self.line, Vec::new());
            let read = self.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut line);
            let read = read.map_err(|e| self.error(unreadable(&e)))?;
            if read == 0 {
                return Ok(None);
            }
            let at = format!("line {number}");
            if read as u64 == LINE_BYTES_MAX && !line.ends_with(b"\n") {
                return Err(self.error_at(at, format!("a line of more than {LINE_BYTES_MAX} bytes; this is no vocabulary")));
            }
            let text = String::from_utf8(line).map_err(|_| self.error_at(at, NOT_UTF8))?;
            let text = text.trim_end_matches(['\n', '\r']);
            if !text.trim().is_empty() {
                return Ok(Some((number, text.to_owned())));
            }
        }
    }

    /// A JSON document, whole.
    pub fn json<T: serde::de::DeserializeOwned>(&mut self) -> Result<T, ImportError> {
        let mut bytes = Vec::new();
        let read = self.by_ref().take(WHOLE_BYTES_MAX).read_to_end(&mut bytes);
        let read = read.map_err(|e| self.error(unreadable(&e)))?;
        if read as u64 == WHOLE_BYTES_MAX {
            return Err(self.whole(format!("more than {WHOLE_BYTES_MAX} bytes of JSON; import a part of the file")));
        }
        serde_json::from_slice(&bytes).map_err(|e| {
            let detail = e.to_string();
            let detail = detail.split(" at line ").next().unwrap_or_default();
            self.error_at(format!("line {}, column {}", e.line(), e.column()), format!("{detail}; fetch the file again"))
        })
    }
}

impl Read for Input<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let n = available.len().min(buffer.len());
        buffer[..n].copy_from_slice(&available[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Input<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.consumed > BYTES_MAX {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        let consumed = self.bytes.buffer().get(..n).unwrap_or_default();
        self.line += consumed.iter().filter(|&&b| b == b'\n').count();
        self.consumed += n as u64;
        self.bytes.consume(n);
    }
}

fn peek(bytes: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    bytes.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head)?;
    Ok(head)
}

fn unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::FileTooLarge => format!("more than {BYTES_MAX} bytes; import a part of the file"),
        io::ErrorKind::IsADirectory => "it is a folder; name the files in it".to_owned(),
        _ => format!("it cannot be read or unpacked ({error}); fetch it again"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn lines_are_counted_and_packed_bytes_unpacked() {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packed.write_all("\u{feff}a\n\nb\r\nc".as_bytes()).expect("packed");
        let packed = packed.finish().expect("packed");
        let mut input = Input::open("x.gz", &packed[..]).expect("opened");
        let mut lines = Vec::new();
        while let Some(line) = input.next_line().expect("a line") {
            lines.push(line);
        }
        assert_eq!(lines, [(1, "a".to_owned()), (3, "b".to_owned()), (4, "c".to_owned())]);
        let torn = Input::open("x.gz", &packed[..packed.len() - 9]).err().expect("a fault").to_string();
        assert!(torn.starts_with("x.gz, line 1: it cannot be read or unpacked"), "{torn}");
    }

    #[test]
    fn what_is_no_text_is_named() {
        for (bytes, expected) in [
            (&b"a\0b"[..], "x, line 1: it holds bytes that are no text; unpack or convert it to UTF-8"),
            (b" \n", "x, line 1: it is empty"),
        ] {
            assert_eq!(Input::open("x", bytes).err().map(|e| e.to_string()).as_deref(), Some(expected));
        }
        let mut input = Input::open("x", &b"a\n\xff\n"[..]).expect("opened");
        assert!(input.next_line().is_ok());
        assert_eq!(input.next_line().unwrap_err().to_string(), "x, line 2: it is not UTF-8; convert the file");
    }
}
