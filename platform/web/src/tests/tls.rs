//! Connections under TLS: handshakes that do not end, readers that stop, certificates that change.

use std::{fs, path::Path, sync::Arc};

use rcgen::generate_simple_self_signed;
use tokio::{io::AsyncWriteExt, net::TcpStream, time::timeout};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{
        ClientConfig, RootCertStore,
        crypto::ring,
        pki_types::{CertificateDer, ServerName, pem::PemObject},
    },
};

use super::connections::{LONG, SHORT, Server, end_of, limits};
use crate::{Limits, Tls};

/// Writes a certificate for `localhost` and its key into a folder.
fn write_pair(folder: &Path) {
    let made = generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    fs::write(folder.join("cert"), made.cert.pem()).unwrap();
    fs::write(folder.join("key"), made.signing_key.serialize_pem()).unwrap();
}

fn tls(folder: &Path) -> Arc<Tls> {
    Arc::new(Tls::load(&folder.join("cert"), &folder.join("key")).unwrap())
}

/// Shakes hands as somebody who trusts the certificate of the folder alone.
async fn greet(socket: TcpStream, folder: &Path) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(folder.join("cert")).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    TlsConnector::from(Arc::new(config)).connect(name, socket).await
}

#[tokio::test]
async fn a_handshake_that_does_not_end_is_cut() {
    let folder = tempfile::tempdir().unwrap();
    write_pair(folder.path());
    let server = Server::start_with(limits(), Some(tls(folder.path()))).await;
    let silent = server.connect().await;
    let mut half = server.connect().await;
    // A record that promises more than ever comes.
    half.write_all(&[0x16, 3, 1, 2, 0, 1]).await.unwrap();
    assert_eq!((end_of(silent).await, end_of(half).await), (String::new(), String::new()));
    assert!(server.says("http_connections_cut_total 2"));
}

#[tokio::test]
async fn a_request_is_answered_and_what_nobody_takes_dropped() {
    let folder = tempfile::tempdir().unwrap();
    write_pair(folder.path());
    let limits = Limits { head: LONG, ..limits() };
    let mut server = Server::start_with(limits, Some(tls(folder.path()))).await;
    let mut socket = greet(server.connect().await, folder.path()).await.unwrap();
    let request = b"GET /quick HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    socket.write_all(request).await.unwrap();
    assert!(end_of(socket).await.ends_with("quick"));
    let mut stopped = greet(server.connect().await, folder.path()).await.unwrap();
    stopped.write_all(b"GET /endless HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
    stopped.flush().await.unwrap();
    let dropped = timeout(LONG, server.dropped.recv()).await;
    assert_eq!(dropped.expect("the answer was dropped"), Some(()));
}

#[tokio::test]
async fn a_silent_connection_does_not_hold_up_the_end() {
    let folder = tempfile::tempdir().unwrap();
    write_pair(folder.path());
    let limits = Limits { head: LONG, grace: SHORT, ..limits() };
    let server = Server::start_with(limits, Some(tls(folder.path()))).await;
    let half = server.connect().await;
    server.shutdown.cancel();
    timeout(LONG, server.ended).await.expect("the server ends").unwrap();
    assert_eq!(end_of(half).await, "");
}

#[tokio::test]
async fn a_certificate_is_read_again_when_its_files_change() {
    let folder = tempfile::tempdir().unwrap();
    write_pair(folder.path());
    let tls = tls(folder.path());
    let server = Server::start_with(limits(), Some(Arc::clone(&tls))).await;
    assert_eq!(tls.reload_if_changed(), Ok(false));
    // As some renewals do it: the certificate first, the key a moment later.
    fs::remove_file(folder.path().join("key")).unwrap();
    assert!(tls.reload_if_changed().is_err_and(|why| why.contains("key")));
    assert!(greet(server.connect().await, folder.path()).await.is_ok(), "the old one is in use");
    write_pair(folder.path());
    assert!(greet(server.connect().await, folder.path()).await.is_err());
    assert_eq!(tls.reload_if_changed(), Ok(true));
    assert!(greet(server.connect().await, folder.path()).await.is_ok());
}
