//! Every page of this crate with invented content; those around signing in in `door`.

mod door;
mod moves;

use db::{Day, Instant};
use i18n::T;
use kernel::{Error, Sample};
use web::{Problems, Shell, sample};

use crate::{
    access::{AccountId, PersonId, Role, TokenId},
    accounts::Account,
    delegation::MOST_DAYS,
    grants::GrantId,
    pages::{
        account::{AccountPage, Ending, HeldRow},
        accounts::{AccountRow, AccountsPage, Listing, Search, UnitChoice},
        admin::{AdminPage, Counts},
        delegation::{DelegationForm, DelegationPage, Source},
        devices::{DeviceRow, DevicesPage},
        form::{FIELD_ROLES, GrantForm, HUMAN_ROLES, Place, Wrong, role_choices},
        new_account::{GivenPage, NewForm, NewPage},
        own::SessionRow,
        purpose::{PurposePage, reasons},
        tokens::{MadePage, TokenForm, TokenRow, TokenState, TokensPage},
    },
    tokens::Token,
    unit::UnitId,
};

/// All of them.
pub fn samples(t: &T) -> Vec<Sample> {
    let mut all = door::samples(t);
    all.extend(lists(t));
    all.extend(one_account(t));
    all.extend(moves::samples(t));
    all.extend(tokens(t));
    all
}

fn lists(t: &T) -> Vec<Sample> {
    let rows = || {
        let row = |name: &str, login: &str, closed, waiting, roles: &[&str]| AccountRow {
            id: AccountId(1),
            name: name.to_owned(),
            login: login.to_owned(),
            closed,
            waiting,
            roles: roles.iter().map(ToString::to_string).collect(),
        };
        vec![
            row("沈岚", "shenlan", false, false, &["主管 · 澜江市"]),
            row("任思行", "rsx127", false, true, &["爱心大使 · 榕树下营业厅"]),
            row("方可", "fangke", true, false, &[]),
        ]
    };
    let page = |rows, words: &str, next: Option<&str>| AccountsPage {
        shell: office(t, "/admin/accounts"),
        listing: Listing { unit: None },
        unit_name: String::new(),
        rows,
        search: Search { q: words.to_owned(), ..Search::default() },
        units: Vec::new(),
        next: next.map(str::to_owned),
    };
    let people = AccountsPage {
        shell: office(t, "/console/units/449900/people"),
        listing: Listing { unit: Some("449900".to_owned()) },
        unit_name: "澜江市".to_owned(),
        units: units(),
        ..page(rows(), "", None)
    };
    let admin = |counts| AdminPage {
        shell: office(t, "/admin"),
        roles: vec!["安全管理员 · 全国".to_owned()],
        counts,
    };
    let counts = Counts { open: 1_208, waiting: 14, closed: 37, tokens: 6 };
    vec![
        sample("org/admin", &admin(Some(counts))),
        sample("org/admin-auditor", &admin(None)),
        sample("org/people", &people),
        sample("org/accounts", &page(rows(), "", Some("/admin/accounts?after=x"))),
        sample("org/accounts-empty", &page(Vec::new(), "", None)),
        sample("org/accounts-not-found", &page(Vec::new(), "王", None)),
    ]
}

fn units() -> Vec<UnitChoice> {
    let unit = |code: &str, name: &str, chosen| UnitChoice {
        code: code.to_owned(),
        name: name.to_owned(),
        chosen,
    };
    vec![unit("449900", "澜江市", true), unit("449800", "浦原市", false)]
}

fn one_account(t: &T) -> Vec<Sample> {
    let new = |wrong| {
        let shell = office(t, "/admin/accounts/new");
        let form = NewForm {
            name: "任思行".to_owned(),
            login: "rsx127".to_owned(),
            unit: "449901-00017".to_owned(),
            ..NewForm::default()
        };
        let (roles, listing) =
            (role_choices(&shell, HUMAN_ROLES, "ambassador"), Listing { unit: None });
        NewPage { shell, listing, form, roles, wrong }
    };
    let given = |is_new| GivenPage {
        shell: office(t, "/admin/accounts"),
        place: Place::Admin,
        id: AccountId(1),
        name: "任思行".to_owned(),
        login: "rsx127".to_owned(),
        password: "k7mf-29xq-hw4t".to_owned(),
        is_new,
    };
    let mut closed = account_page(t, Wrong::default());
    closed.account.disabled_at = Some(MOMENT);
    closed.held.clear();
    let mut fixed = account_page(t, wrong_whole("grants.not-below"));
    fixed.account.is_fixed = true;
    vec![
        sample("org/account-new", &new(Wrong::default())),
        sample("org/account-new-wrong", &new(wrong("login", "accounts.login"))),
        sample("org/account-new-taken", &new(wrong_whole("accounts.login-taken"))),
        sample("org/account-given", &given(true)),
        sample("org/account-reset", &given(false)),
        sample("org/purpose", &purpose(t, Problems::none())),
        sample("org/purpose-missing", &purpose(t, wrong("words", "org.purpose-missing").fields)),
        sample("org/devices", &devices(t, true)),
        sample("org/devices-none", &devices(t, false)),
        sample("org/account", &account_page(t, Wrong::default())),
        sample("org/account-closed", &closed),
        sample("org/account-fixed", &fixed),
        sample("org/person", &person(t)),
        sample("org/delegation", &delegation(t, 1, Wrong::default())),
        sample("org/delegation-several", &delegation(t, 2, wrong("to", "delegations.days"))),
        sample("org/delegation-nothing", &delegation(t, 0, Wrong::default())),
    ]
}

/// 23 November 2026, 09:30 in Shanghai.
const MOMENT: Instant = Instant(1_795_397_400_000_000);

fn account_page(t: &T, wrong: Wrong) -> AccountPage {
    let shell = office(t, "/admin/accounts/1");
    let first: Day = MOMENT.day();
    let row = |what: &str, unit: &str, ended, ending| HeldRow {
        what: what.to_owned(),
        unit: unit.to_owned(),
        from: Some(first),
        to: Some(first.plus(30)),
        ended,
        delegated: what.starts_with("主管"),
        ending,
    };
    AccountPage {
        place: Place::Admin,
        delegates: false,
        account: Account {
            id: AccountId(1),
            person: PersonId(2),
            name: "任思行".to_owned(),
            login: "rsx127".to_owned(),
            must_change: true,
            is_fixed: false,
            is_first: false,
            created_at: MOMENT,
            disabled_at: None,
        },
        held: vec![
            row("主管 · 青榕区", "449901", false, Some(Ending::Grant(GrantId(3)))),
            row("爱心大使 · 榕树下营业厅", "449901-00017", false, Some(Ending::Post(first))),
            row("爱心大使 · 白鹭公园", "449901-00025", true, None),
        ],
        managed: true,
        own: false,
        sessions: sessions(false),
        factor_since: Some(MOMENT),
        form: GrantForm::default(),
        roles: role_choices(&shell, HUMAN_ROLES, "ambassador"),
        wrong,
        shell,
    }
}

fn purpose(t: &T, problems: Problems) -> PurposePage {
    let AccountPage { shell, place, account, .. } = account_page(t, Wrong::default());
    PurposePage { shell, place, account, typed: String::new(), problems, reasons: reasons() }
}

fn devices(t: &T, any: bool) -> DevicesPage {
    let (code, name) = ("449901-00017".to_owned(), "榕树下营业厅".to_owned());
    let shell = office(t, &format!("/console/units/{code}/devices"));
    let row =
        |session| DeviceRow {
            id: AccountId(1), name: "任思行".to_owned(), session, managed: true
        };
    let rows = sessions(false).into_iter().filter(|_| any).map(row).collect();
    DevicesPage { shell, code, name, rows }
}

fn person(t: &T) -> AccountPage {
    let shell = office(t, "/console/people/1");
    let page = account_page(t, Wrong::default());
    let roles = role_choices(&shell, FIELD_ROLES, "ambassador");
    AccountPage { shell, place: Place::Console, delegates: true, roles, ..page }
}

fn delegation(t: &T, sources: usize, wrong: Wrong) -> DelegationPage {
    let shell = office(t, "/console/people/1/delegation");
    let source = |(id, what): (i64, &str)| Source {
        id: GrantId(id),
        what: what.to_owned(),
        unit: "449900".to_owned(),
        chosen: false,
    };
    let all = [(3, "主管 · 澜江市"), (4, "主管 · 浦原市")];
    let form = DelegationForm { unit: "449900".to_owned(), ..DelegationForm::default() };
    DelegationPage {
        account: account_page(t, Wrong::default()).account,
        sources: all.into_iter().take(sources).map(source).collect(),
        roles: role_choices(&shell, FIELD_ROLES, "supervisor"),
        form,
        wrong,
        most: MOST_DAYS,
        shell,
    }
}

/// Where an account is signed in; with `own`, the first is where it looks from.
fn sessions(own: bool) -> Vec<SessionRow> {
    let row = |handle: &str, browser: &str, own, waiting| SessionRow {
        handle: handle.to_owned(),
        browser: browser.to_owned(),
        since: MOMENT,
        seen: MOMENT.plus_seconds(7200),
        own,
        waiting,
    };
    vec![
        row("a", "Chrome · Android", own, false),
        row("b", "Edge · Windows", false, false),
        row("c", "", false, true),
    ]
}

fn tokens(t: &T) -> Vec<Sample> {
    let row = |label: &str, state, expires_at| TokenRow {
        token: Token {
            id: TokenId(4),
            label: label.to_owned(),
            role: Role::Integration,
            unit: UnitId(5),
            created_at: MOMENT,
            expires_at,
            revoked_at: None,
        },
        what: "系统对接 · 澜江市".to_owned(),
        unit: "449900".to_owned(),
        state,
    };
    let page = |rows, wrong| {
        let shell = office(t, "/admin/tokens");
        let roles = role_choices(&shell, &[Role::Integration], "integration");
        TokensPage { rows, form: TokenForm::default(), roles, wrong, shell }
    };
    let rows = vec![
        row("营业厅叫号", TokenState::Live, None),
        row("市热线", TokenState::Live, Some(MOMENT.plus_seconds(90 * 24 * 3600))),
        row("试点平板", TokenState::Expired, Some(MOMENT)),
        row("旧平板", TokenState::Revoked, None),
    ];
    let made = MadePage {
        shell: office(t, "/admin/tokens"),
        label: "营业厅叫号".to_owned(),
        plain: format!("yz_{}", "A".repeat(43)),
    };
    vec![
        sample("org/tokens", &page(rows, Wrong::default())),
        sample("org/tokens-empty", &page(Vec::new(), wrong("expires", "tokens.expires"))),
        sample("org/token-made", &made),
    ]
}

fn office(t: &T, path: &str) -> Shell {
    let menus = crate::MENU;
    Shell::sample(t).at(path).signed_in("沈岚", "安全管理员 · 全国", menus)
}

fn wrong(field: &str, code: &'static str) -> Wrong {
    Wrong::of(Error::field(field, code)).unwrap_or_default()
}

fn wrong_whole(code: &'static str) -> Wrong {
    Wrong::of(Error::conflict(code)).unwrap_or_default()
}
