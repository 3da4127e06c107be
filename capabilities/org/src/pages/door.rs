//! `/sign-in` and `/sign-out`. What comes between the two for many is in [`super::code`].

use std::{net::IpAddr, sync::Arc};

use askama::Template;
use audit::{Act, Entry, note};
use axum::{
    extract::{FromRequestParts, State},
    http::{
        HeaderValue, StatusCode,
        header::{RETRY_AFTER, SET_COOKIE, USER_AGENT},
        request::Parts,
    },
    response::Response,
};
use kernel::{App, Error, Result};
use serde::Deserialize;
use serde_json::json;
use web::{
    ClientAddress, Credentials, Ctx, Secret, Shell,
    sessions::{self, Assurance, CLEAR_COOKIE, Stay},
};

use crate::{
    access::{self, AccountId, Before, Role, Subject, Viewer, viewer_of_session},
    gate::Who,
    noted,
    pages::code,
    sign_in::{self, Refusal},
    throttle::{REST_MINUTES, Throttle},
};

/// What the forms of this module and of the password page need of a request.
pub struct Door {
    pub ctx: Ctx,
    pub throttle: Arc<Throttle>,
    pub address: IpAddr,
    pub user_agent: String,
    pub credentials: Credentials,
}

impl FromRequestParts<App> for Door {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let throttle = parts.extensions.get::<Arc<Throttle>>().cloned();
        let user_agent = parts.headers.get(USER_AGENT).and_then(|value| value.to_str().ok());
        let user_agent = user_agent.unwrap_or_default().to_owned();
        let Ok(ClientAddress(address)) = ClientAddress::from_request_parts(parts, app).await;
        Ok(Self {
            ctx: Ctx::from_request_parts(parts, app).await?,
            throttle: throttle
                .ok_or_else(|| Error::Internal("a door without a lock".to_owned()))?,
            address,
            user_agent,
            credentials: Credentials::of(&parts.headers)?,
        })
    }
}

impl Door {
    /// Begins a session in the place of the one that the browser may still have.
    pub fn begin(
        &self,
        tx: &mut db::Tx<'_>,
        id: AccountId,
        assurance: Assurance,
        stay: Stay,
    ) -> Result<Secret> {
        if let Some(old) = self.secret() {
            tx.bump(access::TOPIC)?;
            sessions::end(tx, old)?;
        }
        sessions::begin(tx, id.0, &self.user_agent, assurance, stay)
    }

    /// Notes that somebody came in, or came as far as the second factor.
    pub fn note(&self, tx: &mut db::Tx<'_>, act: Act, viewer: &Viewer) {
        let Subject::Account(id, person) = viewer.subject else { return };
        let entry = Entry::of(act, noted::account(id)).by(person.0);
        note(tx, entry.after(json!({ "network_address": self.address })));
    }

    /// How sure the sign-in of the session at hand was.
    pub fn assurance(&self, tx: &mut db::Tx<'_>) -> Result<Assurance> {
        let Some(secret) = self.secret() else { return Ok(Assurance::Password) };
        let session = sessions::find(tx, secret)?;
        Ok(session.map_or(Assurance::Password, |session| session.assurance))
    }

    /// The secret of the session at hand.
    pub fn secret(&self) -> Option<&Secret> {
        match &self.credentials {
            Credentials::Session(secret) => Some(secret),
            Credentials::None | Credentials::Bearer(_) => None,
        }
    }
}

/// The account behind a request; a token has none.
///
/// # Errors
/// 403 `accounts.none`.
pub fn account_of(viewer: &Viewer) -> Result<AccountId> {
    match viewer.subject {
        Subject::Account(id, _) => Ok(id),
        Subject::Public | Subject::Token(_) => Err(Error::Forbidden("accounts.none")),
    }
}

/// The page with the form.
#[derive(Template)]
#[template(path = "sign-in.html")]
pub struct SignInPage {
    pub shell: Shell,
    pub form: SignInForm,
    pub problem: Option<Problem>,
}

/// Why somebody is asked again.
#[derive(Clone, Copy)]
pub enum Problem {
    /// What was typed does not go together; tries left.
    Wrong(u32),
    /// Too many tries; seconds to wait.
    Resting(u32),
}

impl Problem {
    /// Takes up why somebody did not come in; what is no matter of the form is handed on.
    pub fn of(refusal: Refusal) -> Result<Self> {
        match refusal {
            Refusal::Wrong { tries_left } => Ok(Self::Wrong(tries_left)),
            Refusal::Resting { seconds } => Ok(Self::Resting(seconds)),
            Refusal::Other(error) => Err(error),
        }
    }

    /// Minutes to wait.
    pub fn minutes(self) -> u32 {
        match self {
            Self::Wrong(_) => REST_MINUTES,
            Self::Resting(seconds) => seconds.div_ceil(60),
        }
    }

    /// The page that asks again.
    pub fn answer(self, page: &impl Template) -> Result<Response> {
        match self {
            Self::Wrong(_) => web::page(StatusCode::UNPROCESSABLE_ENTITY, page),
            Self::Resting(seconds) => {
                let mut response = web::page(StatusCode::TOO_MANY_REQUESTS, page)?;
                response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
                Ok(response)
            }
        }
    }
}

/// What is typed at the door.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    pub login: String,
    pub password: String,
    pub keep: Option<String>,
    pub next: Option<String>,
}

/// Where to go afterwards.
#[derive(Deserialize)]
pub struct Next {
    next: Option<String>,
}

/// `GET /sign-in`
pub async fn show(ctx: Ctx, who: Who, query: web::Query<Next>) -> Result<Response> {
    let next = query.0.next;
    let viewer = who.viewer();
    if viewer.is_known() {
        return Ok(web::see_other(&destination(&viewer, next.as_deref())));
    }
    let form = SignInForm { next, ..SignInForm::default() };
    let shell = ctx.shell();
    let page = SignInPage { shell, form, problem: None };
    web::page(StatusCode::OK, &page)
}

/// `POST /sign-in`
pub async fn sign_in(
    app: State<App>,
    door: Door,
    web::Form(form): web::Form<SignInForm>,
) -> Result<Response> {
    let typed = (form.login.as_str(), form.password.clone());
    match sign_in::check(&app, &door.throttle, typed, Some(door.address)).await {
        Ok(account) => enter(&app, door, account, &form).await,
        Err(refusal) => {
            let (problem, shell) = (Problem::of(refusal)?, door.ctx.shell());
            problem.answer(&SignInPage { shell, form, problem: Some(problem) })
        }
    }
}

/// Begins a session in place of the one that the browser may still have.
async fn enter(app: &App, door: Door, id: AccountId, form: &SignInForm) -> Result<Response> {
    let keeps = form.keep.is_some();
    let begin = move |tx: &mut db::Tx<'_>| {
        let viewer = viewer_of_session(tx, id, Assurance::Password)?.ok_or(Error::SignInFirst)?;
        let waits = viewer.before == Some(Before::Code);
        let stay = if waits { Stay::Step } else { stay(keeps) };
        let secret = door.begin(tx, id, Assurance::Password, stay)?;
        door.note(tx, if waits { noted::PASSWORD_SHOWN } else { noted::SIGNED_IN }, &viewer);
        Ok::<_, Error>((viewer, secret, stay))
    };
    let (viewer, secret, stay) = app.db.write(begin).await?;
    let next = form.next.as_deref();
    let to = match viewer.before {
        Some(Before::Code) => code::address(keeps, next),
        _ => destination(&viewer, next),
    };
    let mut response = web::see_other(&to);
    set_cookie(&mut response, &secret.set_cookie(stay))?;
    Ok(response)
}

/// How long somebody stays who said whether the device is theirs alone.
pub fn stay(keeps: bool) -> Stay {
    if keeps { Stay::OwnDevice } else { Stay::Browser }
}

/// `POST /sign-out`
pub async fn sign_out(app: State<App>, credentials: Credentials) -> Result<Response> {
    if let Credentials::Session(secret) = credentials {
        let end = move |tx: &mut db::Tx<'_>| {
            if let Some(session) = sessions::find(tx, &secret)? {
                let account = noted::account(AccountId(session.subject));
                note(tx, Entry::of(noted::SIGNED_OUT, account));
            }
            tx.bump(access::TOPIC)?;
            sessions::end(tx, &secret)
        };
        app.db.write(end).await?;
    }
    let mut response = web::see_other("/");
    set_cookie(&mut response, CLEAR_COOKIE)?;
    Ok(response)
}

/// Adds a `Set-Cookie`.
pub fn set_cookie(response: &mut Response, cookie: &str) -> Result<()> {
    let cookie = HeaderValue::from_str(cookie).map_err(|e| Error::Internal(e.to_string()))?;
    response.headers_mut().append(SET_COOKIE, cookie);
    Ok(())
}

/// Where somebody goes who has come in: first to what is to be done before, then where they wanted
/// to, else to their work.
pub fn destination(viewer: &Viewer, next: Option<&str>) -> String {
    if let Some(before) = viewer.before {
        return before.path().to_owned();
    }
    next.filter(|next| is_local(next)).unwrap_or(work(viewer)).to_owned()
}

/// The page where somebody's work is.
pub fn work(viewer: &Viewer) -> &'static str {
    let has = |role| viewer.has_role(role);
    match () {
        () if has(Role::Supervisor) => "/console",
        () if has(Role::Ambassador) => "/desk",
        () if has(Role::Administrator) || has(Role::Security) || has(Role::Auditor) => "/admin",
        () => "/",
    }
}

/// A path of this site; `//host` and `/\host` lead elsewhere in browsers.
fn is_local(path: &str) -> bool {
    let mut chars = path.chars();
    chars.next() == Some('/')
        && !matches!(chars.next(), Some('/' | '\\'))
        && path.chars().all(|c| c.is_ascii_graphic() && c != '\\')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Grant, Subject, UnitId, unit::beginning};

    fn viewer(roles: &[Role]) -> Viewer {
        let grant =
            |role: &Role| Grant { role: *role, unit: UnitId(1), from: beginning(), to: None };
        let subject = Subject::Account(AccountId(1), crate::PersonId(1));
        Viewer::new(subject, String::new(), roles.iter().map(grant).collect(), beginning())
    }

    #[test]
    fn everybody_lands_at_their_work_or_where_they_wanted_to() {
        assert_eq!(destination(&viewer(&[Role::Ambassador]), None), "/desk");
        assert_eq!(destination(&viewer(&[Role::Ambassador, Role::Supervisor]), None), "/console");
        assert_eq!(destination(&viewer(&[Role::Security]), None), "/admin");
        assert_eq!(destination(&viewer(&[]), None), "/");
        let wanted = destination(&viewer(&[Role::Security]), Some("/console/units/440305?from=1"));
        assert_eq!(wanted, "/console/units/440305?from=1");
        let mut new = viewer(&[Role::Ambassador]);
        for before in [Before::Code, Before::Password, Before::Factor] {
            new.before = Some(before);
            assert_eq!(destination(&new, Some("/desk")), before.path());
        }
    }

    #[test]
    fn nobody_is_sent_to_another_site() {
        for elsewhere in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "desk",
            "",
            "/a\r\nb",
            "/\t/evil.example",
            "/a\\b",
        ] {
            assert_eq!(destination(&viewer(&[]), Some(elsewhere)), "/", "{elsewhere:?}");
        }
    }
}
