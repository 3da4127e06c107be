//! Requests and answers that read as prose:
//! `house.bearer(&token).post("/api/v1/visits", json!({…})).expect(200).json()`.

use axum::{
    body::{Body, Bytes},
    http::{Method, Request, response::Parts},
};
use serde_json::Value;

use crate::house::{HOST, House};

/// Somebody who asks, with the headers that go with every request of theirs.
#[derive(Clone)]
#[must_use]
pub struct Caller<'h> {
    house: &'h House,
    headers: Vec<(String, String)>,
}

impl<'h> Caller<'h> {
    pub(crate) fn new(house: &'h House) -> Self {
        Self { house, headers: vec![("host".to_owned(), HOST.to_owned())] }
    }

    /// The same caller with one more header.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same caller, who reads English.
    pub fn in_english(self) -> Self {
        self.with("accept-language", "en").with("cookie", "lang=en")
    }

    /// Asks for a page or a resource.
    pub fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, Body::empty())
    }

    /// Asks for something that has no end, such as a stream: its head alone comes back.
    ///
    /// # Panics
    /// When path or headers make no request.
    pub fn opens(&self, path: &str) -> Answer {
        self.house.head_of(self.request(Method::GET, path, None, Body::empty()))
    }

    /// Sends JSON.
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.send_json(Method::POST, path, body)
    }

    /// Sends JSON in the place of what is there.
    pub fn put(&self, path: &str, body: &Value) -> Answer {
        self.send_json(Method::PUT, path, body)
    }

    /// Sends a JSON merge patch.
    pub fn patch(&self, path: &str, body: &Value) -> Answer {
        self.send_json(Method::PATCH, path, body)
    }

    /// Sends a form as a browser does.
    ///
    /// # Panics
    /// When the fields cannot be written as a form.
    pub fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(fields).unwrap_or_else(|error| panic!("{error}"));
        let kind = "application/x-www-form-urlencoded";
        self.send(Method::POST, path, Some(kind), Body::from(body))
    }

    /// Sends a file and fields as a browser does.
    pub fn upload(&self, path: &str, file: (&str, &[u8]), fields: &[(&str, &str)]) -> Answer {
        const BOUNDARY: &str = "----boundary-of-the-test";
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = "Content-Disposition: form-data; name=";
            let text = format!("--{BOUNDARY}\r\n{part}\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(text.bytes());
        }
        let (name, bytes) = file;
        let part = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend(part.bytes());
        body.extend(bytes);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send(Method::POST, path, Some(&kind), Body::from(body))
    }

    /// Sends anything.
    ///
    /// # Panics
    /// When method, path or headers make no request.
    pub fn send(&self, method: Method, path: &str, kind: Option<&str>, body: Body) -> Answer {
        self.house.answer(self.request(method, path, kind, body))
    }

    fn request(&self, method: Method, path: &str, kind: Option<&str>, body: Body) -> Request<Body> {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        request.body(body).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn send_json(&self, method: Method, path: &str, body: &Value) -> Answer {
        self.send(method, path, Some("application/json"), Body::from(body.to_string()))
    }
}

/// What came back.
#[derive(Clone, Debug)]
#[must_use]
pub struct Answer {
    place: String,
    parts: Parts,
    body: Bytes,
}

impl Answer {
    pub(crate) fn new(place: String, parts: Parts, body: Bytes) -> Self {
        Self { place, parts, body }
    }

    /// The status.
    pub fn status(&self) -> u16 {
        self.parts.status.as_u16()
    }

    /// The same answer, when it has that status.
    ///
    /// # Panics
    /// When it has another, showing what came instead.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status(), status, "{}: {}", self.place, self.text());
        self
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as it came.
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is none.
    #[track_caller]
    pub fn json(&self) -> Value {
        let json = serde_json::from_slice(&self.body);
        json.unwrap_or_else(|error| panic!("{}: {error}: {}", self.place, self.text()))
    }

    /// The refusal code of a problem; empty when there is none.
    pub fn code(&self) -> String {
        let json: Option<Value> = serde_json::from_slice(&self.body).ok();
        let code = json.as_ref().and_then(|json| json.get("code")).and_then(Value::as_str);
        code.unwrap_or_default().to_owned()
    }

    /// A header; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The cookie of that name that the answer sets, as `name=value`.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let all = self.parts.headers.get_all("set-cookie").iter();
        let pairs = all.filter_map(|value| value.to_str().ok()?.split(';').next());
        pairs.into_iter().find(|pair| pair.split('=').next() == Some(name)).map(str::to_owned)
    }

    /// Whether the body contains a text.
    ///
    /// # Panics
    /// When it does not.
    #[track_caller]
    pub fn shows(self, text: &str) -> Self {
        assert!(self.text().contains(text), "{} does not show {text}: {}", self.place, self.text());
        self
    }
}
