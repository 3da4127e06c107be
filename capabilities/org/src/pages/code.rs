//! `/sign-in/code`: between the right password and the work, the second factor.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use kernel::{App, Error, Result};
use serde::Deserialize;
use web::{Ctx, Shell, sessions::Assurance};

use crate::{
    access::{Before, viewer_of_session},
    gate::Who,
    noted,
    pages::door::{Door, Problem, account_of, destination, set_cookie, stay},
    sign_in,
};

/// The page that asks for a code.
#[derive(Template)]
#[template(path = "code.html")]
pub struct CodePage {
    pub shell: Shell,
    pub form: CodeForm,
    pub problem: Option<Problem>,
}

/// What is typed, and what was chosen at the door.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    pub code: String,
    pub keep: Option<String>,
    pub next: Option<String>,
}

/// The address of the page, which carries on what was chosen at the door.
pub fn address(keeps: bool, next: Option<&str>) -> String {
    let keep = keeps.then_some(("keep", "1"));
    let pairs: Vec<(&str, &str)> =
        keep.into_iter().chain(next.map(|next| ("next", next))).collect();
    // Text pairs can always be written.
    let query = serde_urlencoded::to_string(pairs).unwrap_or_default();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{}{mark}{query}", Before::Code.path())
}

/// `GET /sign-in/code`
pub async fn show(ctx: Ctx, who: Who, query: web::Query<CodeForm>) -> Result<Response> {
    let (viewer, form) = (who.viewer(), query.0);
    if viewer.before != Some(Before::Code) {
        return Ok(web::see_other(&destination(&viewer, form.next.as_deref())));
    }
    // A code in an address would stay in the history: none is taken from there.
    let form = CodeForm { code: String::new(), ..form };
    web::page(StatusCode::OK, &CodePage { shell: ctx.shell(), form, problem: None })
}

/// `POST /sign-in/code`
pub async fn give(
    app: State<App>,
    door: Door,
    who: Who,
    web::Form(form): web::Form<CodeForm>,
) -> Result<Response> {
    let (id, shell) = (account_of(&who.viewer())?, door.ctx.shell());
    if who.viewer().before != Some(Before::Code) {
        return Ok(web::see_other(&destination(&who.viewer(), form.next.as_deref())));
    }
    let stay = stay(form.keep.is_some());
    let (typed, address) = (form.code.clone(), door.address);
    let throttle = std::sync::Arc::clone(&door.throttle);
    let enter = move |tx: &mut db::Tx<'_>| {
        let secret = door.begin(tx, id, Assurance::SecondFactor, stay)?;
        let viewer = viewer_of_session(tx, id, Assurance::SecondFactor)?;
        let viewer = viewer.ok_or(Error::SignInFirst)?;
        door.note(tx, noted::SIGNED_IN, &viewer);
        Ok((viewer, secret))
    };
    match sign_in::with_code(&app, &throttle, (id, typed), address, enter).await {
        Ok((viewer, secret)) => {
            let mut response = web::see_other(&destination(&viewer, form.next.as_deref()));
            set_cookie(&mut response, &secret.set_cookie(stay))?;
            Ok(response)
        }
        Err(refusal) => {
            let problem = Problem::of(refusal)?;
            let form = CodeForm { code: String::new(), ..form };
            problem.answer(&CodePage { shell, form, problem: Some(problem) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_at_the_door_is_carried_on() {
        assert_eq!(address(false, None), "/sign-in/code");
        let both = "/sign-in/code?keep=1&next=%2Fconsole%3Fa%3D1%26b%3D2";
        assert_eq!(address(true, Some("/console?a=1&b=2")), both);
    }
}
