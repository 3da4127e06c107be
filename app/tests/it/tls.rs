//! `serve --tls-cert --tls-key`: who it speaks to, what it says of wrong files, and how a new
//! certificate is taken up.

use std::{
    io::{Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    sync::Arc,
};

use db::Engine;
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio_rustls::rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    crypto::ring,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};

use crate::server::{Deployment, Server};

/// Files of a certificate and its key.
struct Pair {
    cert: PathBuf,
    key: PathBuf,
}

impl Pair {
    /// A certificate for `localhost` that nobody but its own file vouches for.
    fn write(folder: &Path, name: &str) -> Self {
        let made = generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let CertifiedKey { cert, signing_key } = made;
        let path = |ending: &str| folder.join(format!("{name}.{ending}"));
        let pair = Self { cert: path("crt"), key: path("key") };
        std::fs::write(&pair.cert, cert.pem()).unwrap();
        std::fs::write(&pair.key, signing_key.serialize_pem()).unwrap();
        pair
    }

    fn words(&self) -> [&str; 4] {
        ["--tls-cert", self.cert.to_str().unwrap(), "--tls-key", self.key.to_str().unwrap()]
    }

    /// Asks over TLS, trusting this certificate alone; the whole answer, or why there was none.
    fn ask(&self, address: &str) -> std::io::Result<String> {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(&self.cert).unwrap()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = ServerName::try_from("localhost").unwrap();
        let connection = ClientConnection::new(Arc::new(config), name).unwrap();
        let mut stream = StreamOwned::new(connection, TcpStream::connect(address)?);
        stream.write_all(b"GET /livez HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }
}

fn served(deployment: &Deployment, pair: &Pair, listen: &str) -> Server {
    let words = [&["-q", "serve", "--listen", listen][..], &pair.words()].concat();
    Server::start(deployment.command(&words))
}

#[test]
fn it_speaks_tls_beyond_loopback_and_takes_up_a_new_certificate() {
    let deployment = Deployment::with_network(Engine::Sqlite);
    let pair = Pair::write(deployment.folder.path(), "site");
    let server = served(&deployment, &pair, "0.0.0.0:0");
    let address = server.address.replace("0.0.0.0", "127.0.0.1");
    let answer = pair.ask(&address).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("strict-transport-security: max-age="), "{answer}");
    // Plain HTTP gets no answer of the product there.
    let mut plain = TcpStream::connect(&address).unwrap();
    plain.write_all(b"GET /livez HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
    let mut said = Vec::new();
    // A reset says as much as an end.
    let _ = plain.read_to_end(&mut said);
    assert!(!String::from_utf8_lossy(&said).contains("HTTP/1.1"));
    let old = Pair::write(deployment.folder.path(), "old");
    std::fs::copy(&pair.cert, &old.cert).unwrap();
    let pair = Pair::write(deployment.folder.path(), "site");
    server.signal("HUP");
    let asked = std::time::Instant::now();
    while pair.ask(&address).is_err() {
        assert!(asked.elapsed().as_secs() < 10, "the new certificate is not in use");
    }
    assert!(old.ask(&address).is_err(), "the old certificate is still in use");
    // What cannot be used changes nothing.
    std::fs::write(&pair.key, "no key").unwrap();
    server.signal("HUP");
    assert!(pair.ask(&address).is_ok());
    assert_eq!(server.terminate(), Some(0));
}

#[test]
fn wrong_files_are_named_in_one_line() {
    let deployment = Deployment::with_network(Engine::Sqlite);
    let folder = deployment.folder.path();
    let (pair, other) = (Pair::write(folder, "site"), Pair::write(folder, "other"));
    let at = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let (empty, garbled) =
        (at("empty.pem", ""), at("garbled.pem", "-----BEGIN CERTIFICATE-----\n!\n"));
    let missing = folder.join("missing.pem");
    for (cert, key, says) in [
        (&missing, &pair.key, "missing.pem"),
        (&pair.cert, &missing, "missing.pem"),
        (&empty, &pair.key, "holds no certificate"),
        (&pair.cert, &empty, "holds no private key"),
        (&garbled, &pair.key, "garbled.pem"),
        (&pair.cert, &other.key, "is not that of the certificate"),
    ] {
        let files = Pair { cert: cert.clone(), key: key.clone() };
        let words = [&["-q", "serve", "--listen", "127.0.0.1:0"][..], &files.words()].concat();
        let output = deployment.command(&words).output().unwrap();
        let line = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), line.lines().count()), (Some(1), 1), "{line}");
        assert!(line.contains(says), "{says}: {line}");
    }
}
