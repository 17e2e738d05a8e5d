//! Members that wait for their groups, out of memory.

use super::member::Member;
use super::pack;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

/// Where a member waits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slot {
    start: u64,
    len: usize,
}

/// A scratch file beside the index, removed with the spool; plain memory for an index in memory.
pub struct Spool {
    place: Place,
    end: u64,
}

enum Place {
    Memory(Cursor<Vec<u8>>),
    File { file: File, path: PathBuf },
}

impl Spool {
    pub fn in_memory() -> Spool {
        Spool { place: Place::Memory(Cursor::default()), end: 0 }
    }

    pub fn in_file(path: PathBuf) -> io::Result<Spool> {
        let file = File::options().read(true).write(true).create(true).truncate(true).open(&path)?;
        Ok(Spool { place: Place::File { file, path }, end: 0 })
    }

    pub fn push(&mut self, member: &Member) -> io::Result<Slot> {
        let bytes = pack::pack(member)?;
        let slot = Slot { start: self.end, len: bytes.len() };
        match &mut self.place {
            Place::Memory(cursor) => seek_write(cursor, slot.start, &bytes)?,
            Place::File { file, .. } => seek_write(file, slot.start, &bytes)?,
        }
        self.end += bytes.len() as u64;
        Ok(slot)
    }

    pub fn read(&mut self, slot: Slot) -> io::Result<Member> {
        let mut bytes = vec![0; slot.len];
        match &mut self.place {
            Place::Memory(cursor) => seek_read(cursor, slot.start, &mut bytes)?,
            Place::File { file, .. } => seek_read(file, slot.start, &mut bytes)?,
        }
        pack::unpack(&bytes)
    }
}

fn seek_write(to: &mut (impl Write + Seek), start: u64, bytes: &[u8]) -> io::Result<()> {
    to.seek(SeekFrom::Start(start))?;
    to.write_all(bytes)
}

fn seek_read(from: &mut (impl Read + Seek), start: u64, bytes: &mut [u8]) -> io::Result<()> {
    from.seek(SeekFrom::Start(start))?;
    from.read_exact(bytes)
}

impl Drop for Spool {
    fn drop(&mut self) {
        if let Place::File { path, .. } = &self.place {
            // A scratch file that stays behind is overwritten by the next run.
            let _ = std::fs::remove_file(path);
        }
    }
}
