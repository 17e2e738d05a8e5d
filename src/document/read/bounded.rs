//! A reader that fails once more than a bound has come out of it, so that a small packed file cannot fill the disk or the memory.

use std::io::{self, Read};

pub struct Bounded<R> {
    input: R,
    left: u64,
}

impl<R: Read> Bounded<R> {
    pub fn new(input: R, bytes_max: u64) -> Bounded<R> {
        Bounded { input, left: bytes_max }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.input.read(buffer)?;
        self.left = self.left.checked_sub(n as u64).ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fails_past_the_bound() {
        let mut out = Vec::new();
        assert!(Bounded::new(&b"12345"[..], 5).read_to_end(&mut out).is_ok());
        assert_eq!(Bounded::new(&b"123456"[..], 5).read_to_end(&mut out).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    }
}
