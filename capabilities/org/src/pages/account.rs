//! `/admin/accounts/{id}` for security and `/console/people/{id}` for supervisors: one account,
//! what its person may do where, and the acts on it.

use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use db::{Day, Instant, Tx};
use kernel::{App, Error, Result};
use serde::Deserialize;
use web::Shell;

use crate::{
    access::{self, AccountId, Grant, Role, Viewer},
    accounts::{self, Account},
    delegation, factor,
    grants::{self, GrantId},
    login::Login,
    noted,
    pages::{
        door::account_of,
        form::{self, Desk, GrantForm, Id, Place, RoleChoice, Wrong, role_at},
        new_account::GivenPage,
        own::{self, SessionRow},
        purpose::Asking,
    },
    password::Prepared,
    people, posts,
    tree::Tree,
};

/// The page.
#[derive(Template)]
#[template(path = "account.html")]
pub struct AccountPage {
    pub shell: Shell,
    pub place: Place,
    pub account: Account,
    pub held: Vec<HeldRow>,
    /// The viewer may close it and give it another password.
    pub managed: bool,
    /// It is the viewer's own.
    pub own: bool,
    /// The viewer has something to delegate, and this is somebody to delegate to.
    pub delegates: bool,
    /// Where it is signed in, for who manages it.
    pub sessions: Vec<SessionRow>,
    /// Since when a second factor is asked for.
    pub factor_since: Option<Instant>,
    pub form: GrantForm,
    pub roles: Vec<RoleChoice>,
    pub wrong: Wrong,
}

/// A grant or a post.
#[derive(Clone)]
pub struct HeldRow {
    pub what: String,
    pub unit: String,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub ended: bool,
    /// It was delegated by somebody who holds it.
    pub delegated: bool,
    /// How it is taken back, when the viewer may.
    pub ending: Option<Ending>,
}

/// Which form takes it back.
#[derive(Clone)]
pub enum Ending {
    /// A grant.
    Grant(GrantId),
    /// A post at the station of the row.
    Post(Day),
}

/// Which post ends.
#[derive(Deserialize)]
pub struct EndForm {
    station: String,
    from: Day,
}

/// Which grant is taken back.
#[derive(Deserialize)]
pub struct RevocationForm {
    grant: i64,
}

/// `GET …/{id}`; asks for the purpose before it shows somebody else.
pub async fn show(app: State<App>, desk: Desk, asking: Asking, Id(id): Id) -> Result<Response> {
    let (id, viewer) = (AccountId(id), desk.who.viewer());
    let own = account_of(&viewer).is_ok_and(|own| own == id);
    let Some(purpose) = asking.purpose().or(own.then_some(noted::CARE)) else {
        let account = app.db.read(move |tx| people::visible(tx, &viewer, id)).await?;
        return asking.ask(desk.ctx.shell(), desk.place, account);
    };
    let page = load(&app, &desk, id, (GrantForm::default(), Wrong::default()), purpose).await?;
    asking.remember(web::page(StatusCode::OK, &page)?)
}

/// `POST …/{id}/grants`
pub async fn give(
    app: State<App>,
    desk: Desk,
    Id(id): Id,
    web::Form(form): web::Form<GrantForm>,
) -> Result<Response> {
    let (id, viewer, typed) = (AccountId(id), desk.who.viewer(), form.clone());
    let give = move |tx: &mut Tx<'_>| {
        // Whom one cannot see, one hears nothing about, not even what is wrong with the form.
        people::visible(tx, &viewer, id)?;
        let grant = typed.read(tx)?;
        grants::give(tx, &viewer, id, &grant)
    };
    match app.db.write(give).await {
        Ok(()) => Ok(web::see_other(&desk.place.account(id))),
        Err(error) => {
            let page = load(&app, &desk, id, (form, Wrong::of(error)?), noted::CARE).await?;
            web::page(page.wrong.status(), &page)
        }
    }
}

/// `POST …/{id}/grants/revocation`
pub async fn revoke(
    app: State<App>,
    desk: Desk,
    Id(id): Id,
    web::Form(form): web::Form<RevocationForm>,
) -> Result<Response> {
    let (id, viewer, grant) = (AccountId(id), desk.who.viewer(), GrantId(form.grant));
    let revoke = move |tx: &mut Tx<'_>| {
        let account = people::visible(tx, &viewer, id)?;
        if grants::person_of(tx, grant)? != account.person {
            return Err(Error::NotFound("grants.unknown"));
        }
        grants::revoke(tx, &viewer, grant)
    };
    app.db.write(revoke).await?;
    Ok(web::see_other(&desk.place.account(id)))
}

/// `POST …/{id}/posts/ending`
pub async fn end_post(
    app: State<App>,
    desk: Desk,
    Id(id): Id,
    web::Form(form): web::Form<EndForm>,
) -> Result<Response> {
    let (id, viewer) = (AccountId(id), desk.who.viewer());
    let end = move |tx: &mut Tx<'_>| {
        let station = form::unit(tx, &form.station)?;
        // Yesterday was the last day; a post that begins later never was.
        let last = tx.today().plus(-1).max(form.from.plus(-1));
        posts::end(tx, &viewer, id, (station, form.from, last))
    };
    app.db.write(end).await?;
    Ok(web::see_other(&desk.place.account(id)))
}

/// `POST …/{id}/closure`
pub async fn close(app: State<App>, desk: Desk, Id(id): Id) -> Result<Response> {
    let (id, viewer) = (AccountId(id), desk.who.viewer());
    let close = move |tx: &mut Tx<'_>| {
        people::managed(tx, &viewer, id)?;
        accounts::disable(tx, Some(viewer.author()), id)
    };
    app.db.write(close).await?;
    Ok(web::see_other(&desk.place.account(id)))
}

/// `POST …/{id}/reopening`
pub async fn reopen(app: State<App>, desk: Desk, Id(id): Id) -> Result<Response> {
    let (id, viewer) = (AccountId(id), desk.who.viewer());
    let reopen = move |tx: &mut Tx<'_>| {
        people::managed(tx, &viewer, id)?;
        accounts::enable(tx, id)
    };
    app.db.write(reopen).await?;
    Ok(web::see_other(&desk.place.account(id)))
}

/// `POST …/{id}/password`
pub async fn reset(app: State<App>, desk: Desk, Id(id): Id) -> Result<Response> {
    let (id, viewer, shell) = (AccountId(id), desk.who.viewer(), desk.ctx.shell());
    let place = desk.place;
    let asking = std::sync::Arc::clone(&viewer);
    let account = app.db.read(move |tx| people::managed(tx, &asking, id)).await?;
    let login = Login::parse(&account.login)?;
    let password = Prepared::new(&app.db, login, None).await?;
    let hashed = password.hashed.clone();
    let set = move |tx: &mut Tx<'_>| {
        people::managed(tx, &viewer, id)?;
        accounts::reset_password(tx, id, &hashed)
    };
    app.db.write(set).await?;
    let password = password.plain.as_str().to_owned();
    let Account { name, login, .. } = account;
    web::page(StatusCode::OK, &GivenPage { shell, place, id, name, login, password, is_new: false })
}

/// `POST …/{id}/factor/removal`: the device is lost and the recovery codes with it.
pub async fn remove_factor(app: State<App>, desk: Desk, Id(id): Id) -> Result<Response> {
    let (id, viewer) = (AccountId(id), desk.who.viewer());
    let remove = move |tx: &mut Tx<'_>| {
        people::managed(tx, &viewer, id)?;
        factor::remove(tx, id)
    };
    app.db.write(remove).await?;
    Ok(web::see_other(&desk.place.account(id)))
}

/// `POST …/{id}/sessions/ending`: one, such as that of a lost tablet, or all.
pub async fn end_sessions(
    app: State<App>,
    desk: Desk,
    Id(id): Id,
    web::Form(form): web::Form<own::EndForm>,
) -> Result<Response> {
    let (id, viewer) = (AccountId(id), desk.who.viewer());
    let end = move |tx: &mut Tx<'_>| {
        people::managed(tx, &viewer, id)?;
        if let Some(handle) = &form.session {
            return own::end_called(tx, id, handle);
        }
        tx.bump(access::TOPIC)?;
        noted::sessions_ended(tx, id, "all");
        web::sessions::end_all_of(tx, id.0)
    };
    app.db.write(end).await?;
    Ok(web::see_other(&desk.place.account(id)))
}

/// Loads the page; it is shown once it is noted that it was.
async fn load(
    app: &App,
    desk: &Desk,
    id: AccountId,
    form: (GrantForm, Wrong),
    purpose: &str,
) -> Result<AccountPage> {
    let (viewer, shell, place) = (desk.who.viewer(), desk.ctx.shell(), desk.place);
    let load = move |tx: &mut Tx<'_>| AccountPage::load(tx, (shell, place), (&viewer, id), form);
    let page = app.db.read(load).await?;
    if !page.own {
        let (account, purpose) = (page.account.clone(), purpose.to_owned());
        let note = move |tx: &mut Tx<'_>| {
            noted::reading(tx, &account, &purpose);
            Ok::<_, Error>(())
        };
        app.db.write(note).await?;
    }
    Ok(page)
}

impl AccountPage {
    /// Where a form ends sessions of this account.
    fn ending_sessions(&self) -> String {
        format!("{}/sessions/ending", self.place.account(self.account.id))
    }

    fn load(
        tx: &mut Tx<'_>,
        (shell, place): (Shell, Place),
        (viewer, id): (&Viewer, AccountId),
        (form, wrong): (GrantForm, Wrong),
    ) -> Result<Self> {
        let account = people::visible(tx, viewer, id)?;
        let own = viewer.person() == Some(account.person);
        let roles = form::role_choices(&shell, form::roles_to_give(viewer), &form.role);
        let open = account.disabled_at.is_none();
        let to_delegate = place == Place::Console && !own && open;
        let managed = people::manages(tx, viewer, &account)?;
        Ok(Self {
            delegates: to_delegate && !delegation::sources(tx, viewer)?.is_empty(),
            place,
            held: HeldRow::all(tx, &shell, viewer, &account)?,
            sessions: if managed { SessionRow::all(tx, id, None)? } else { Vec::new() },
            factor_since: factor::confirmed(tx, id)?.and_then(|factor| factor.confirmed_at),
            managed,
            own,
            account,
            form,
            roles,
            wrong,
            shell,
        })
    }
}

impl HeldRow {
    fn all(
        tx: &mut Tx<'_>,
        shell: &Shell,
        viewer: &Viewer,
        account: &Account,
    ) -> Result<Vec<Self>> {
        let tree = tx.cached::<Tree>()?;
        let own = viewer.person() == Some(account.person);
        let all = own || viewer.has_role(Role::Security);
        // What is held elsewhere is nothing for somebody who answers for this place alone.
        let seen = |unit| all || viewer.holds(&tree, &[Role::Supervisor], unit);
        let row = |grant: Grant, ending: Ending, delegated: Option<bool>| {
            let ended = !grant.lasts_past(viewer.day());
            let authority = grants::check_authority(&tree, viewer, grant.role, grant.unit);
            let may = authority.is_ok() || delegated == Some(true);
            Self {
                what: role_at(shell, &tree, &grant),
                unit: tree.code(grant.unit).to_owned(),
                from: Some(grant.from).filter(|from| *from > crate::unit::beginning()),
                to: grant.to,
                ended,
                delegated: delegated.is_some(),
                ending: (!own && !ended && may).then_some(ending),
            }
        };
        let mut rows = Vec::new();
        for held in grants::list(tx, account.person)? {
            let mine = delegation::is_of(tx, viewer, &held)?;
            if seen(held.grant.unit) || mine {
                rows.push(row(held.grant, Ending::Grant(held.id), held.source.map(|_| mine)));
            }
        }
        for post in posts::of_person(tx, account.person)? {
            let posts::Post { station: unit, from, to, .. } = post;
            if seen(unit) {
                let grant = Grant { role: Role::Ambassador, unit, from, to };
                rows.push(row(grant, Ending::Post(from), None));
            }
        }
        rows.sort_by_key(|row| row.ended);
        Ok(rows)
    }
}
