//! What kind of file this is, which encoding its text has, and that text as UTF-8.
//!
//! A guess is never silent: text is taken for GB18030 only when it is not UTF-8, and text that is
//! neither is refused. A few broken bytes do not change the encoding; they become replacement
//! characters, which mark their row.

use std::io::{self, Read, SeekFrom};

use encoding_rs::{Decoder, DecoderResult, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::{Error, Input, Result};

/// The encodings a table may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, little endian.
    Utf16Le,
    /// UTF-16, big endian.
    Utf16Be,
    /// GB18030, with GBK and GB2312 inside it.
    Gb18030,
}

impl Encoding {
    /// The name people know: `UTF-8`, `UTF-16LE`, `UTF-16BE`, `GB18030`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Gb18030 => "GB18030",
        }
    }

    fn decoder(self) -> Decoder {
        match self {
            Self::Utf8 => UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Gb18030 => GB18030,
        }
        .new_decoder_without_bom_handling()
    }
}

/// What the first bytes say.
pub(super) enum Magic {
    Zip,
    Text,
}

/// Tells a zip from text and refuses what is known to be neither.
pub(super) fn magic(input: &mut dyn Input) -> Result<Magic> {
    let head = head(input, 8)?;
    if head.starts_with(b"PK\x03\x04") {
        return Ok(Magic::Zip);
    }
    // The container of old Excel files, and of new ones behind a password.
    if head.starts_with(b"\xD0\xCF\x11\xE0") {
        return Err(Error::Refused("documents.legacy-excel"));
    }
    if head.starts_with(b"%PDF") || head.starts_with(b"\x1F\x8B") {
        return Err(Error::Refused("documents.not-a-table"));
    }
    Ok(Magic::Text)
}

/// The encoding of a text and the length of its byte order mark.
pub(super) fn detect(input: &mut dyn Input) -> Result<(Encoding, u64)> {
    let head = head(input, 64 * 1024)?;
    match head.as_slice() {
        [0xEF, 0xBB, 0xBF, ..] => return Ok((Encoding::Utf8, 3)),
        [0xFF, 0xFE, ..] => return Ok((Encoding::Utf16Le, 2)),
        [0xFE, 0xFF, ..] => return Ok((Encoding::Utf16Be, 2)),
        _ => {}
    }
    if let Some(encoding) = utf16_without_mark(&head) {
        return Ok((encoding, 0));
    }
    if is_binary(&head) {
        return Err(Error::Refused("documents.not-a-table"));
    }
    for encoding in [Encoding::Utf8, Encoding::Gb18030] {
        if is_mostly_sound(input, encoding)? {
            return Ok((encoding, 0));
        }
    }
    Err(Error::Refused("documents.encoding"))
}

fn head(input: &mut dyn Input, length: u64) -> Result<Vec<u8>> {
    input.seek(SeekFrom::Start(0)).map_err(Error::Read)?;
    let mut head = Vec::new();
    input.take(length).read_to_end(&mut head).map_err(Error::Read)?;
    Ok(head)
}

/// In UTF-16 the delimiters and line ends have a zero byte, all on the same side.
fn utf16_without_mark(head: &[u8]) -> Option<Encoding> {
    let zeros = |side: usize| head.iter().skip(side).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = (even + odd) * 50 >= head.len();
    if even + odd < 2 || !many {
        return None;
    }
    if even * 20 <= odd {
        Some(Encoding::Utf16Le)
    } else if odd * 20 <= even {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// Text has hardly any control characters but tab and line ends.
fn is_binary(head: &[u8]) -> bool {
    let controls = head.iter().filter(|b| **b < 0x20 && !b"\t\r\n\x0B\x0C".contains(b)).count();
    controls * 50 > head.len()
}

/// Whether the whole text reads in this encoding with at most one broken place in fifty
/// characters outside ASCII.
fn is_mostly_sound(input: &mut dyn Input, encoding: Encoding) -> Result<bool> {
    input.seek(SeekFrom::Start(0)).map_err(Error::Read)?;
    let mut decoder = encoding.decoder();
    let mut bytes = vec![0; CHUNK];
    let mut text = vec![0; CHUNK * 3];
    let (mut sound, mut broken) = (0_u64, 0_u64);
    loop {
        let length = fill(input, &mut bytes).map_err(Error::Read)?;
        let last = length == 0;
        let mut from = 0;
        loop {
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(&bytes[from..length], &mut text, last);
            from += read;
            sound += text[..written].iter().filter(|b| **b >= 0xC0).count() as u64;
            match result {
                DecoderResult::Malformed(_, _) => broken += 1,
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
            }
        }
        if last {
            return Ok(broken * 50 <= sound);
        }
    }
}

/// Bytes read and decoded at a time.
const CHUNK: usize = 64 * 1024;

/// Reads until the buffer is full or the input ends.
fn fill(input: &mut dyn Input, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match input.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

/// A text as UTF-8, read in pieces.
pub(super) struct Decoded<'a> {
    input: &'a mut dyn Input,
    decoder: Decoder,
    bytes: Vec<u8>,
    text: Vec<u8>,
    ended: bool,
}

impl<'a> Decoded<'a> {
    /// Starts behind the byte order mark.
    pub fn new(input: &'a mut dyn Input, (encoding, mark): (Encoding, u64)) -> Result<Self> {
        input.seek(SeekFrom::Start(mark)).map_err(Error::Read)?;
        Ok(Self {
            input,
            decoder: encoding.decoder(),
            bytes: vec![0; CHUNK],
            text: Vec::new(),
            ended: false,
        })
    }

    /// The next piece, never cut inside a character; empty at the end of the text.
    pub fn next(&mut self) -> Result<&[u8]> {
        self.text.clear();
        while self.text.is_empty() && !self.ended {
            let length = fill(self.input, &mut self.bytes).map_err(Error::Read)?;
            self.ended = length == 0;
            // One byte gives at most three of UTF-8; the rest is for what the decoder kept back.
            self.text.resize(CHUNK * 3 + 16, 0);
            let (_, _, written, _) =
                self.decoder.decode_to_utf8(&self.bytes[..length], &mut self.text, self.ended);
            self.text.truncate(written);
        }
        Ok(&self.text)
    }
}
