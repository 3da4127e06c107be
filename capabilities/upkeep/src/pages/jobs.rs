//! `/admin/jobs`: how the work of the system stands; dead letters are tried again or let go.

use askama::Template;
use audit::{Act, Entry, Object, note};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use db::{Instant, Tx, Uuid};
use jobs::{Letter, Period, Standing, Troubled};
use kernel::{App, Error, Result};
use web::{Ctx, Shell};

const HERE: &str = "/admin/jobs";
/// A dead letter is tried again.
const RETRIED: Act = Act("upkeep.job-retried");
/// A dead letter is let go.
const LET_GO: Act = Act("upkeep.job-let-go");

/// How the work stands.
#[derive(Template)]
#[template(path = "jobs.html")]
pub struct JobsPage {
    pub shell: Shell,
    pub standing: Standing,
    pub letters: Vec<LetterRow>,
    pub troubled: Vec<TroubledRow>,
    pub periods: Vec<PeriodRow>,
}

/// A job that was given up.
pub struct LetterRow {
    pub id: Uuid,
    pub what: String,
    /// What it is about, such as `stations/440305-00121`.
    pub about: Option<String>,
    /// Why, in words.
    pub why: String,
    /// Its code, which the log names.
    pub code: String,
    pub queued: Instant,
    pub dead: Instant,
    /// How many wait for it.
    pub behind: i64,
}

/// A job that failed and is tried again by itself.
pub struct TroubledRow {
    pub what: String,
    pub about: Option<String>,
    pub why: String,
    pub code: String,
    pub attempts: i64,
    pub next: Instant,
}

/// A job of the clock.
pub struct PeriodRow {
    pub what: String,
    pub last: Instant,
}

impl JobsPage {
    /// The page of what was read.
    pub fn of(
        shell: Shell,
        standing: Standing,
        letters: Vec<Letter>,
        troubled: Vec<Troubled>,
        periods: Vec<Period>,
    ) -> Self {
        let letters = letters.into_iter().map(|letter| LetterRow::of(&shell, letter)).collect();
        let troubled = troubled.into_iter().map(|job| TroubledRow::of(&shell, job)).collect();
        let row =
            |period: Period| PeriodRow { what: what(&shell, &period.kind), last: period.last };
        let periods = periods.into_iter().map(row).collect();
        Self { shell, standing, letters, troubled, periods }
    }
}

impl LetterRow {
    fn of(shell: &Shell, letter: Letter) -> Self {
        let (why, code) = why(shell, letter.cause.or(letter.error));
        Self {
            id: letter.id,
            what: what(shell, &letter.kind),
            about: about(letter.line.as_deref()),
            why,
            code,
            queued: letter.created_at,
            dead: letter.dead_at,
            behind: letter.behind,
        }
    }
}

impl TroubledRow {
    fn of(shell: &Shell, job: Troubled) -> Self {
        let (why, code) = why(shell, job.error);
        Self {
            what: what(shell, &job.kind),
            about: about(job.line.as_deref()),
            why,
            code,
            attempts: job.attempts,
            next: job.next_at,
        }
    }
}

/// What a kind of job does, in words; its name where it is one of another version.
fn what(shell: &Shell, kind: &str) -> String {
    let key = format!("job-{}", kind.replace('.', "-"));
    let known = shell.t.catalog().has(&key);
    if known { shell.t.msg(&key).to_string() } else { kind.to_owned() }
}

/// The aggregate in the name of a line.
fn about(line: Option<&str>) -> Option<String> {
    line.and_then(|line| line.split_once('/')).map(|(_, about)| about.to_owned())
}

/// Why something failed, in words, and its code. An attempt whose node died leaves no code.
fn why(shell: &Shell, code: Option<String>) -> (String, String) {
    let code = code.unwrap_or_else(|| "jobs.exhausted".to_owned());
    let known = shell.t.catalog().has(&code.replace('.', "-"));
    let words = if known { shell.t.code(&code).to_string() } else { String::new() };
    (words, code)
}

/// `GET /admin/jobs`
pub async fn show(app: State<App>, ctx: Ctx) -> Result<Response> {
    let shell = ctx.shell();
    let read = move |tx: &mut Tx<'_>| {
        let (standing, letters) = (jobs::standing(tx)?, jobs::letters(tx)?);
        let (troubled, periods) = (jobs::troubled(tx)?, jobs::periods(tx)?);
        Ok::<_, Error>(JobsPage::of(shell, standing, letters, troubled, periods))
    };
    web::page(StatusCode::OK, &app.db.read(read).await?)
}

/// `POST /admin/jobs/{id}/attempt`: a dead letter is tried again.
pub async fn retry(app: State<App>, Path(id): Path<String>) -> Result<Response> {
    let id = read_id(&id)?;
    app.db.write(move |tx| jobs::retry(tx, id).map(|()| noted(tx, RETRIED, id))).await?;
    Ok(web::see_other(HERE))
}

/// `POST /admin/jobs/{id}/dismissal`: a dead letter is let go.
pub async fn let_go(app: State<App>, Path(id): Path<String>) -> Result<Response> {
    let id = read_id(&id)?;
    app.db.write(move |tx| jobs::let_go(tx, id).map(|()| noted(tx, LET_GO, id))).await?;
    Ok(web::see_other(HERE))
}

fn noted(tx: &mut Tx<'_>, act: Act, id: Uuid) {
    note(tx, Entry::of(act, Object::new("job", &id)));
}

fn read_id(text: &str) -> Result<Uuid> {
    Uuid::try_parse(text).map_err(|_| Error::NotFound("jobs.unknown"))
}
