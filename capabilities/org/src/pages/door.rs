//! `/sign-in` and `/sign-out`.

use std::{net::IpAddr, sync::Arc};

use askama::Template;
use audit::{Entry, note};
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
    ClientAddress, Credentials, Ctx, Shell,
    sessions::{self, Assurance, CLEAR_COOKIE, Stay},
};

use crate::{
    access::{self, AccountId, Role, Viewer, viewer_of_account},
    gate::Who,
    noted,
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

/// The page with the form.
#[derive(Template)]
#[template(path = "sign-in.html")]
pub struct SignInPage {
    pub shell: Shell,
    pub form: SignInForm,
    pub problem: Option<Problem>,
    /// How long a rest is.
    pub rest_minutes: u32,
}

/// Why somebody is asked again.
pub enum Problem {
    /// Login and password do not go together; tries left.
    Wrong(u32),
    /// Too many tries; minutes to wait.
    Resting(u32),
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
    let page = SignInPage { shell, form, problem: None, rest_minutes: REST_MINUTES };
    web::page(StatusCode::OK, &page)
}

/// `POST /sign-in`
pub async fn sign_in(
    app: State<App>,
    door: Door,
    web::Form(form): web::Form<SignInForm>,
) -> Result<Response> {
    let typed = (form.login.as_str(), form.password.clone());
    let problem = match sign_in::check(&app, &door.throttle, typed, Some(door.address)).await {
        Ok(account) => return enter(&app, door, account, &form).await,
        Err(Refusal::Other(error)) => return Err(error),
        Err(Refusal::Wrong { tries_left }) => (422, Problem::Wrong(tries_left), None),
        Err(Refusal::Resting { seconds }) => {
            (429, Problem::Resting(seconds.div_ceil(60)), Some(seconds))
        }
    };
    let (status, problem, wait) = problem;
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    let (shell, problem) = (door.ctx.shell(), Some(problem));
    let page = SignInPage { shell, form, problem, rest_minutes: REST_MINUTES };
    let mut response = web::page(status, &page)?;
    if let Some(seconds) = wait {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}

/// Begins a session in place of the one that the browser may still have.
async fn enter(app: &App, door: Door, id: AccountId, form: &SignInForm) -> Result<Response> {
    let stay = if form.keep.is_some() { Stay::OwnDevice } else { Stay::Browser };
    let Door { credentials, user_agent, address, .. } = door;
    let begin = move |tx: &mut db::Tx<'_>| {
        let viewer = viewer_of_account(tx, id)?.ok_or(Error::SignInFirst)?;
        if let Credentials::Session(old) = &credentials {
            sessions::end(tx, old)?;
        }
        let secret = sessions::begin(tx, id.0, &user_agent, Assurance::Password, stay)?;
        let entry = Entry::of(noted::SIGNED_IN, noted::account(id)).by(viewer.author());
        note(tx, entry.after(json!({ "network_address": address })));
        Ok::<_, Error>((viewer, secret))
    };
    let (viewer, secret) = app.db.write(begin).await?;
    let mut response = web::see_other(&destination(&viewer, form.next.as_deref()));
    set_cookie(&mut response, &secret.set_cookie(stay))?;
    Ok(response)
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

/// Where somebody goes who has come in: first to change a password that others know, then where
/// they wanted to, else to their work.
pub fn destination(viewer: &Viewer, next: Option<&str>) -> String {
    if viewer.must_change_password {
        return "/account/password".to_owned();
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
        new.must_change_password = true;
        assert_eq!(destination(&new, Some("/desk")), "/account/password");
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
