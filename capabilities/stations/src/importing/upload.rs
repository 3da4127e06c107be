//! A file that comes in as a part of a form, and the fields beside it. What it holds is read later,
//! by a job.

use std::io::Write;

use axum::{
    extract::{
        FromRequest, Multipart, Request,
        multipart::{Field, MultipartError},
    },
    http::HeaderValue,
};
use jobs::files::{Files, Incoming};
use kernel::{App, Error, Result};

/// Bytes of the largest file.
pub const FILE_BYTES: usize = 64 * 1024 * 1024;
/// Bytes of the largest body: the file, and the fields around it.
pub const BODY_BYTES: usize = FILE_BYTES + 64 * 1024;
/// Bytes of the largest field beside the file.
const FIELD_BYTES: usize = 16 * 1024;
/// Fields beside the file.
const FIELDS: usize = 64;
/// Characters of a file's name that are kept.
const NAME_CHARS: usize = 200;

/// What came in.
#[derive(Debug)]
pub struct Upload {
    /// The blob of the file.
    pub file: String,
    /// What it was called.
    pub file_name: String,
    /// The `Idempotency-Key` it came with.
    pub key: Option<String>,
    fields: Vec<(String, String)>,
}

impl Upload {
    /// The same for the same file with the same fields, whatever its blob is called.
    pub fn content(&self) -> Vec<u8> {
        let digest = self.file.split('-').next().unwrap_or_default();
        let pairs = self.fields.iter().filter(|(name, _)| name != "id");
        let mut content = digest.as_bytes().to_vec();
        for part in pairs.flat_map(|(name, value)| [name, value]) {
            content.extend_from_slice(part.as_bytes());
            content.push(0);
        }
        content
    }

    /// The value of a field; none when it is missing or empty.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Every value of a field that may come several times.
    pub fn all<'u>(&'u self, name: &str) -> impl Iterator<Item = &'u str> {
        let of_name = self.fields.iter().filter(move |(known, _)| known == name);
        of_name.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }
}

impl FromRequest<App> for Upload {
    type Rejection = Error;

    /// 415 for anything but a multipart form, 413 for a file that is too large, 422 without a file.
    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let key = request.headers().get("idempotency-key").map(HeaderValue::to_str).transpose();
        let key = key.map_err(|_| Error::malformed("idempotency.key"))?.map(str::to_owned);
        let parts = Multipart::from_request(request, app).await;
        let mut parts = parts.map_err(|_| Error::status(415, "request.content-type"))?;
        let files = Files::of(&app.settings);
        let (mut file, mut fields) = (None, Vec::new());
        while let Some(part) = parts.next_field().await.map_err(malformed)? {
            let name = part.name().unwrap_or_default().to_owned();
            if name != "file" {
                if fields.len() == FIELDS {
                    return Err(Error::malformed("request.malformed"));
                }
                fields.push((name, text(part).await?));
            } else if file.is_none() {
                let file_name = plain(part.file_name().unwrap_or_default());
                file = Some((receive(part, &files).await?, file_name));
            } else {
                return Err(Error::field("file", "import.one-file"));
            }
        }
        let some = file.filter(|(incoming, _)| incoming.bytes() > 0);
        let (incoming, file_name) = some.ok_or_else(|| Error::field("file", "import.no-file"))?;
        let stored = tokio::task::spawn_blocking(move || incoming.finish()).await;
        let file = stored.map_err(|error| Error::Internal(error.to_string()))?.map_err(disk)?;
        Ok(Self { file, file_name, key, fields })
    }
}

async fn receive(mut part: Field<'_>, files: &Files) -> Result<Incoming> {
    let mut incoming = files.begin().map_err(disk)?;
    while let Some(piece) = part.chunk().await.map_err(malformed)? {
        if incoming.bytes() + piece.len() as u64 > FILE_BYTES as u64 {
            return Err(Error::status(413, "request.too-large"));
        }
        // A piece is what one read of the connection gave; it goes to the cache of the system.
        incoming.write_all(&piece).map_err(disk)?;
    }
    Ok(incoming)
}

async fn text(mut part: Field<'_>) -> Result<String> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(malformed)? {
        if bytes.len() + piece.len() > FIELD_BYTES {
            return Err(Error::status(413, "request.too-large"));
        }
        bytes.extend_from_slice(&piece);
    }
    String::from_utf8(bytes).map_err(|_| Error::malformed("request.malformed"))
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn malformed(error: MultipartError) -> Error {
    tracing::debug!(%error, "a form of several parts");
    Error::malformed("request.malformed")
}

#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn disk(error: std::io::Error) -> Error {
    Error::Internal(format!("keeping a file: {error}"))
}

/// The last part of a name, without what no name of a file has.
fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let direction = |c: &char| matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}');
    last.chars().filter(|c| !c.is_control() && !direction(c)).take(NAME_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_its_last_part_without_tricks() {
        assert_eq!(plain("C:\\名单\\11月\u{202E}vsc.csv"), "11月vsc.csv");
        assert_eq!(plain("../../etc/passwd\0"), "passwd");
        assert_eq!(plain(&"长".repeat(300)).chars().count(), NAME_CHARS);
    }
}
