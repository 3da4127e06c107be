//! Who may do what, where: roles, grants and the viewer through whom everything is loaded.
//!
//! A grant is role × unit (with everything below it) × from–to. A post at a station counts as an
//! `ambassador` grant on it for its days.

use db::{Day, Tx};
use kernel::Result;
use web::sessions::Assurance;

pub use crate::role::Role;
use crate::{factor, store, tree::Tree, unit::UnitId};

/// The mark that every change of accounts, grants, posts and tokens bumps, so that nobody keeps
/// in memory what they may no longer do.
pub const TOPIC: &str = "access";

db::id!(
    /// A person: staff, not guests.
    PersonId
);
db::id!(
    /// A sign-in of a person.
    AccountId
);
db::id!(
    /// A service token.
    TokenId
);

/// A role on a unit and everything below it, on certain days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant {
    /// What it lets one do.
    pub role: Role,
    /// Where.
    pub unit: UnitId,
    /// From this day.
    pub from: Day,
    /// To this day, if it ends.
    pub to: Option<Day>,
}

impl Grant {
    /// Whether the days of two grants meet.
    pub fn overlaps(&self, other: &Self) -> bool {
        let begins_by = |one: &Self, end: Option<Day>| end.is_none_or(|end| one.from <= end);
        begins_by(self, other.to) && begins_by(other, self.to)
    }

    /// Whether it still holds on `day` or will later; one that ended before it began never did.
    pub fn lasts_past(&self, day: Day) -> bool {
        self.to.is_none_or(|to| day <= to && self.from <= to)
    }
}

/// Who is behind a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// Somebody without credentials.
    Public,
    /// A person who signed in.
    Account(AccountId, PersonId),
    /// A service token.
    Token(TokenId),
}

/// What somebody who gave the right password does before anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// Shows the second factor.
    Code,
    /// Changes a password that somebody else knows.
    Password,
    /// Sets up the second factor that a role needs.
    Factor,
}

impl Before {
    /// Where it is done.
    pub fn path(self) -> &'static str {
        match self {
            Self::Code => "/sign-in/code",
            Self::Password => "/account/password",
            Self::Factor => "/account/factor",
        }
    }

    /// The refusal code of everything else.
    pub fn refusal(self) -> &'static str {
        match self {
            Self::Code => "factor.code-first",
            Self::Password => "accounts.change-password-first",
            Self::Factor => "factor.set-up-first",
        }
    }
}

/// Who is looking, and with which grants on which day.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// Who it is.
    pub subject: Subject,
    /// What to call them on a page.
    pub name: String,
    /// What is to be done first: until then there is no work.
    pub before: Option<Before>,
    /// The account signs in with a fixed password of a demonstration.
    pub is_fixed: bool,
    grants: Vec<Grant>,
    day: Day,
}

impl Viewer {
    /// Somebody without credentials.
    pub fn public(day: Day) -> Self {
        Self {
            subject: Subject::Public,
            name: String::new(),
            before: None,
            is_fixed: false,
            grants: Vec::new(),
            day,
        }
    }

    /// A viewer with the grants that hold on `day`.
    pub fn new(subject: Subject, name: String, grants: Vec<Grant>, day: Day) -> Self {
        let holds = |grant: &Grant| grant.from <= day && grant.to.is_none_or(|to| day <= to);
        let grants = grants.into_iter().filter(holds).collect();
        Self { grants, ..Self { subject, name, ..Self::public(day) } }
    }

    /// Whether there are credentials behind it.
    pub fn is_known(&self) -> bool {
        self.subject != Subject::Public
    }

    /// The person, when it is one.
    pub fn person(&self) -> Option<PersonId> {
        match self.subject {
            Subject::Account(_, person) => Some(person),
            Subject::Public | Subject::Token(_) => None,
        }
    }

    /// The number under which this viewer's own facts are kept: of the person or of the token.
    pub fn author(&self) -> i64 {
        match self.subject {
            Subject::Account(_, person) => person.0,
            Subject::Token(token) => token.0,
            Subject::Public => 0,
        }
    }

    /// The grants that hold today.
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }

    /// The day on which they hold.
    pub fn day(&self) -> Day {
        self.day
    }

    /// Whether a role is held anywhere.
    pub fn has_role(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// Whether a role is held that needs a second factor.
    pub fn needs_factor(&self) -> bool {
        self.grants.iter().any(|grant| grant.role.needs_factor())
    }

    /// Whether one of `roles` is held on `unit` or above it, by today's tree.
    pub fn holds(&self, tree: &Tree, roles: &[Role], unit: UnitId) -> bool {
        let granted = |at: UnitId| {
            self.grants.iter().any(|grant| grant.unit == at && roles.contains(&grant.role))
        };
        !self.grants.is_empty() && tree.chain(unit, self.day).any(granted)
    }

    /// The same for the units *above* `unit` alone, so that nobody grants at his own level.
    pub fn holds_above(&self, tree: &Tree, roles: &[Role], unit: UnitId) -> bool {
        tree.parent(unit, self.day).is_some_and(|above| self.holds(tree, roles, above))
    }

    /// Whether one of `roles` is held above `unit` for as long as a grant up to `to` would last.
    pub fn holds_above_until(
        &self,
        tree: &Tree,
        roles: &[Role],
        unit: UnitId,
        to: Option<Day>,
    ) -> bool {
        let lasts = |end: Option<Day>| end.is_none_or(|end| to.is_some_and(|to| to <= end));
        let held = |at: UnitId| {
            let mut held = self.grants.iter().filter(|grant| grant.unit == at);
            held.any(|grant| roles.contains(&grant.role) && lasts(grant.to))
        };
        let above = tree.parent(unit, self.day);
        above.is_some_and(|above| tree.chain(above, self.day).any(held))
    }

    /// The uppermost units on which one of `roles` is held, in the order of their codes.
    pub fn units_of(&self, tree: &Tree, roles: &[Role]) -> Vec<UnitId> {
        let held = self.grants.iter().filter(|grant| roles.contains(&grant.role));
        let mut units: Vec<UnitId> = held.map(|grant| grant.unit).collect();
        units.sort_by(|a, b| tree.code(*a).cmp(tree.code(*b)));
        units.dedup();
        let all = units.clone();
        units.retain(|unit| {
            !all.iter().any(|other| other != unit && tree.is_within(*unit, *other, self.day))
        });
        units
    }
}

/// Loads the viewer behind an account that showed all it has to; `None` when it is gone or
/// disabled.
pub fn viewer_of_account(tx: &mut Tx<'_>, id: AccountId) -> Result<Option<Viewer>> {
    viewer_of_session(tx, id, Assurance::SecondFactor)
}

/// Loads the viewer behind a session of an account; `None` when it is gone or disabled.
pub fn viewer_of_session(
    tx: &mut Tx<'_>,
    id: AccountId,
    assurance: Assurance,
) -> Result<Option<Viewer>> {
    let Some(account) = store::accounts::account(tx, id)? else { return Ok(None) };
    if account.disabled_at.is_some() {
        return Ok(None);
    }
    let grants = store::grants::of_person(tx, account.person)?;
    let subject = Subject::Account(id, account.person);
    let viewer = Viewer::new(subject, account.name, grants, tx.today());
    let by_password = assurance == Assurance::Password;
    let before = match () {
        () if by_password && factor::confirmed(tx, id)?.is_some() => Some(Before::Code),
        () if account.must_change => Some(Before::Password),
        // What a demonstration prints at each start is meant for everybody.
        () if by_password && !account.is_fixed && viewer.needs_factor() => Some(Before::Factor),
        () => None,
    };
    Ok(Some(Viewer { before, is_fixed: account.is_fixed, ..viewer }))
}

/// Loads the viewer behind a service token; `None` when it is unknown, revoked or expired.
pub fn viewer_of_token(tx: &mut Tx<'_>, digest: &[u8; 32]) -> Result<Option<Viewer>> {
    let token = store::tokens::by_digest(tx, digest)?;
    let Some(token) = token.filter(|token| token.holds_at(tx.now())) else { return Ok(None) };
    let grant =
        Grant { role: token.role, unit: token.unit, from: crate::unit::beginning(), to: None };
    let subject = Subject::Token(token.id);
    Ok(Some(Viewer::new(subject, token.label, vec![grant], tx.today())))
}
