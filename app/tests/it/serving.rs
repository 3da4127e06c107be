//! A serving node: when it starts, where it listens, how it ends.

use std::process::Output;

use db::Engine;

use crate::server::{Deployment, Server, file};

fn refusal(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert_eq!(text.lines().count(), 1, "one line: {text}");
    text
}

#[test]
fn it_says_where_it_listens_and_ends_when_asked() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let deployment = Deployment::with_network(engine);
        let server = deployment.serve();
        assert!(!server.address.ends_with(":0"), "{}", server.address);
        let mut client = server.client();
        assert_eq!(client.get("/livez").unwrap().0, 200);
        assert_eq!(client.get("/readyz").unwrap().0, 200);
        assert_eq!(
            client.get("/api/v1/services").unwrap().1["items"].as_array().unwrap().len(),
            26
        );
        assert_eq!(client.get("/nothing-here").unwrap().0, 404);
        assert_eq!(server.terminate(), Some(0));
    }
}

#[test]
fn it_names_init_on_an_empty_store() {
    let deployment = Deployment::empty(Engine::Postgres);
    let line =
        refusal(&deployment.command(&["serve", "--listen", "127.0.0.1:0"]).output().unwrap());
    assert!(line.contains("yizhan init"), "{line}");
}

#[test]
fn others_reach_it_only_through_a_proxy_that_is_named() {
    let deployment = Deployment::with_network(Engine::Sqlite);
    let words = ["-q", "serve", "--listen", "0.0.0.0:0"];
    let line = refusal(&deployment.command(&words).output().unwrap());
    assert!(line.contains("trusted_proxies"), "{line}");
    let mut behind = deployment.command(&words);
    behind.env("YIZHAN_TRUSTED_PROXIES", "127.0.0.1");
    let server = Server::start(behind);
    assert!(server.address.starts_with("0.0.0.0:"));
    assert_eq!(server.terminate(), Some(0));
    file(&deployment, "yizhan.toml", "trusted_proxies = ['10.1.2.3']\nlisten = '0.0.0.0:0'\n");
    let server = Server::start(deployment.command(&["-q", "serve"]));
    assert_eq!(server.terminate(), Some(0));
}

#[test]
fn one_server_works_on_a_folder_and_commands_beside_it() {
    let deployment = Deployment::with_network(Engine::Sqlite);
    let server = deployment.serve();
    let second = deployment.command(&["serve", "--listen", "127.0.0.1:0"]).output().unwrap();
    assert!(refusal(&second).contains("another server"));
    let token = deployment.token("integration", "100000");
    let mut client = server.client().bearing(&token);
    let asked = "/api/v1/visits?unit=100000&from=2026-11-01&to=2026-11-02";
    assert_eq!(client.get(asked).unwrap().0, 200, "a token made beside it holds at once");
    let tokens = deployment.object(&["token", "list"]);
    let id = tokens["tokens"][0]["id"].as_str().unwrap();
    deployment.object(&["token", "revoke", id]);
    let revoked = std::time::Instant::now();
    while client.get(asked).unwrap().0 == 200 {
        assert!(revoked.elapsed().as_secs() < 2, "a token that was taken back still holds");
    }
    assert_eq!(client.get(asked).unwrap().0, 401);
}

#[test]
fn metrics_have_a_listener_of_their_own() {
    let deployment = Deployment::with_network(Engine::Sqlite);
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let words = ["-q", "serve", "--listen", "127.0.0.1:0", "--metrics", &address];
    let server = Server::start(deployment.command(&words));
    assert_eq!(server.client().get("/metrics").unwrap().0, 404);
    let (status, text) = crate::server::Client::connect(&address).unwrap().get("/metrics").unwrap();
    assert_eq!(status, 200);
    assert!(text.as_str().unwrap().contains("# TYPE"), "{text}");
}
