//! The certificate of the server, read again when its files change.
//!
//! TLS 1.2 and 1.3 with the suites that rustls offers, over ring, which builds with a C compiler
//! alone.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

use parking_lot::RwLock;
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        self, ServerConfig,
        crypto::ring,
        pki_types::{
            CertificateDer, PrivateKeyDer,
            pem::{self, PemObject},
        },
    },
};

/// A certificate with its chain and its key, as they were last read.
pub struct Tls {
    files: Files,
    current: RwLock<Current>,
}

struct Files {
    /// PEM: the certificate, then those between it and the root.
    cert: PathBuf,
    /// PEM: PKCS #8, PKCS #1 or SEC 1.
    key: PathBuf,
}

struct Current {
    config: Arc<ServerConfig>,
    /// What the files looked like when it was read.
    stamp: [Stamp; 2],
}

/// When a file was last written, and its length; nothing where there is no file.
type Stamp = Option<(SystemTime, u64)>;

impl Tls {
    /// Reads certificate and key.
    ///
    /// # Errors
    /// What is wrong with which file, in a sentence.
    pub fn load(cert: &Path, key: &Path) -> Result<Self, String> {
        let files = Files { cert: cert.to_owned(), key: key.to_owned() };
        let current = RwLock::new(files.read()?);
        Ok(Self { files, current })
    }

    /// Reads the files again if they changed since; tells whether they did. Connections that are
    /// open keep what they began with.
    ///
    /// # Errors
    /// What is wrong with which file; the certificate at hand stays in use.
    pub fn reload_if_changed(&self) -> Result<bool, String> {
        if self.files.stamp() == self.current.read().stamp {
            return Ok(false);
        }
        self.reload().map(|()| true)
    }

    /// Reads the files again.
    ///
    /// # Errors
    /// As [`Tls::reload_if_changed`].
    pub fn reload(&self) -> Result<(), String> {
        let read = self.files.read()?;
        *self.current.write() = read;
        Ok(())
    }

    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(Arc::clone(&self.current.read().config))
    }
}

impl Files {
    fn stamp(&self) -> [Stamp; 2] {
        [&self.cert, &self.key].map(|path| {
            let file = fs::metadata(path).ok()?;
            Some((file.modified().ok()?, file.len()))
        })
    }

    fn read(&self) -> Result<Current, String> {
        // Before the files: what changes while they are read is read again.
        let stamp = self.stamp();
        let chain = CertificateDer::pem_file_iter(&self.cert)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| wrong(&self.cert, "certificate", &error))?;
        if chain.is_empty() {
            return Err(wrong(&self.cert, "certificate", &pem::Error::NoItemsFound));
        }
        let key = PrivateKeyDer::from_pem_file(&self.key)
            .map_err(|error| wrong(&self.key, "private key", &error))?;
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| error.to_string())?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .map_err(|error| self.unfit(&error))?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Current { config: Arc::new(config), stamp })
    }

    fn unfit(&self, error: &rustls::Error) -> String {
        let (cert, key) = (self.cert.display(), self.key.display());
        match error {
            rustls::Error::InconsistentKeys(_) => {
                format!("the private key in {key} is not that of the certificate in {cert}")
            }
            other => format!("{cert} and {key} cannot be used: {other}"),
        }
    }
}

fn wrong(path: &Path, what: &str, error: &pem::Error) -> String {
    let path = path.display();
    match error {
        pem::Error::Io(error) => format!("{path}: {error}"),
        pem::Error::NoItemsFound => format!("{path} holds no {what} in PEM"),
        other => format!("{path} is no PEM file with a {what}: {other}"),
    }
}
