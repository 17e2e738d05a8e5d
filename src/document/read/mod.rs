//! The readers behind one door: looks at the first bytes, unpacks what is packed, and hands over to the reader of the format.

mod bounded;
mod json_lines;
mod plain;

use super::detect::{Format, HEAD_BYTES, detect};
use super::document::Document;
use super::error::ReadError;
use bounded::Bounded;
use flate2::read::MultiGzDecoder;
use json_lines::JsonLines;
use std::io::{self, BufReader, Chain, Cursor, Read};

/// What a gzip file may unpack to.
pub const UNPACKED_BYTES_MAX: u64 = 2 * 1024 * 1024 * 1024;
/// One document's text.
pub const TEXT_BYTES_MAX: usize = 8 * 1024 * 1024;
/// One line of a document's text; no prose needs longer ones, and sentences are read line by line.
pub const TEXT_LINE_BYTES_MAX: usize = 1024 * 1024;

/// Where a document comes from.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The path as given.
    pub source: String,
    /// The id of a document that gives none itself.
    pub name: String,
}

type Input<R> = Chain<Cursor<Vec<u8>>, R>;
type Unpacked<R> = Bounded<MultiGzDecoder<Input<R>>>;

/// The documents of one source.
pub struct Records<R: Read> {
    state: State<R>,
}

enum State<R: Read> {
    Start(Origin, R),
    Lines(Box<JsonLines<BufReader<Input<Input<R>>>>>),
    PackedLines(Box<JsonLines<BufReader<Input<Unpacked<R>>>>>),
    Failed(ReadError),
    Done,
}

impl<R: Read> Records<R> {
    pub fn new(origin: Origin, input: R) -> Records<R> {
        Records { state: State::Start(origin, input) }
    }

    pub fn failed(error: ReadError) -> Records<R> {
        Records { state: State::Failed(error) }
    }
}

impl<R: Read> Iterator for Records<R> {
    type Item = Result<Document, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        match std::mem::replace(&mut self.state, State::Done) {
            State::Start(origin, input) => match start(origin, input) {
                Started::One(item) => Some(*item),
                Started::More(state) => {
                    self.state = *state;
                    self.next()
                }
            },
            State::Lines(mut lines) => {
                let item = lines.next();
                self.state = State::Lines(lines);
                item
            }
            State::PackedLines(mut lines) => {
                let item = lines.next();
                self.state = State::PackedLines(lines);
                item
            }
            State::Failed(error) => Some(Err(error)),
            State::Done => None,
        }
    }
}

/// What the first look at a source yields.
enum Started<R: Read> {
    One(Box<Result<Document, ReadError>>),
    More(Box<State<R>>),
}

fn start<R: Read>(origin: Origin, input: R) -> Started<R> {
    let one = |item| Started::One(Box::new(item));
    let (format, input) = match peek(input) {
        Ok(peeked) => peeked,
        Err(e) => return one(Err(ReadError::io(&origin.source, &e))),
    };
    match format {
        Format::JsonLines => Started::More(Box::new(State::Lines(Box::new(JsonLines::new(origin, BufReader::new(repeat(input))))))),
        Format::PlainText => one(plain::read(&origin, input)),
        Format::Gzip => match peek(Bounded::new(MultiGzDecoder::new(input), UNPACKED_BYTES_MAX)) {
            Err(e) => one(Err(packed_error(&origin, &e))),
            Ok((Format::JsonLines, input)) => {
                Started::More(Box::new(State::PackedLines(Box::new(JsonLines::new(origin, BufReader::new(input))))))
            }
            Ok((Format::PlainText, input)) => one(plain::read(&origin, input)),
            Ok((Format::Gzip, _)) => one(Err(unread(&origin, Format::Named("gzip inside gzip")))),
            Ok((other, _)) => one(Err(unread(&origin, other))),
        },
        other => one(Err(unread(&origin, other))),
    }
}

/// Recognises an input and gives it back whole.
fn peek<R: Read>(mut input: R) -> io::Result<(Format, Input<R>)> {
    let mut head = Vec::new();
    input.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head)?;
    let format = detect(&head, head.len() < HEAD_BYTES);
    Ok((format, Cursor::new(head).chain(input)))
}

/// Gives an input the type that a second look would have given it.
fn repeat<R: Read>(input: R) -> Input<R> {
    Cursor::new(Vec::new()).chain(input)
}

/// Why a recognised input is not read.
fn unread(origin: &Origin, format: Format) -> ReadError {
    let source = &origin.source;
    match format {
        Format::Empty => ReadError::new(source, "empty_file", "there is nothing in it; remove it or fetch it again"),
        Format::Encoding("unknown") => {
            ReadError::new(source, "not_utf8", "its bytes are neither UTF-8 nor another encoding known here; save it as UTF-8")
        }
        Format::Encoding(name) => ReadError::new(source, "encoding_not_yet_read", format!("{name} text: no reader yet; save it as UTF-8")),
        Format::Named(name) => ReadError::new(
            source,
            "format_not_yet_read",
            format!("{name}: no reader yet; convert it to plain text or JSON Lines, or leave it out"),
        ),
        _ => ReadError::new(source, "binary_file", "it holds no text; leave it out"),
    }
}

/// What went wrong while unpacking or reading a stream.
fn packed_error(origin: &Origin, error: &io::Error) -> ReadError {
    match error.kind() {
        io::ErrorKind::FileTooLarge => ReadError::new(
            &origin.source,
            "too_large",
            format!("it unpacks to more than {} MB; split it into smaller files", UNPACKED_BYTES_MAX / 1_000_000),
        ),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            ReadError::new(&origin.source, "damaged_gzip", format!("it cannot be unpacked ({error}); fetch it again"))
        }
        _ => ReadError::io(&origin.source, error),
    }
}

/// Refuses texts that no document needs.
fn check_text<'a>(origin: &Origin, parts: impl Iterator<Item = &'a str> + Clone) -> Result<(), ReadError> {
    if parts.clone().map(str::len).sum::<usize>() > TEXT_BYTES_MAX {
        return Err(too_large(origin));
    }
    let mut lines = parts.flat_map(str::lines);
    match lines.position(|line| line.len() > TEXT_LINE_BYTES_MAX) {
        Some(line) => Err(line_too_long(origin, line as u64 + 1)),
        None => Ok(()),
    }
}

fn too_large(origin: &Origin) -> ReadError {
    let detail = format!("one document holds at most {} MB of text; split it into its documents", TEXT_BYTES_MAX / 1_000_000);
    ReadError::new(&origin.source, "too_large", detail)
}

fn line_too_long(origin: &Origin, line: u64) -> ReadError {
    let detail = format!("one line of text holds at most {} kB; break it into paragraphs", TEXT_LINE_BYTES_MAX / 1_000);
    ReadError::new(&origin.source, "line_too_long", detail).at_line(line)
}
