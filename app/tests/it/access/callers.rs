//! Everybody who asks in the matrix of access, each in one relation to the station in Nanshan
//! (440305) and to its county.

use org::{
    Role,
    access::Before,
    tokens::{self, NewToken},
    unit::{self, Kind, NewUnit},
};
use testkit::Caller;

use crate::contract::Contract;

/// A unit of another line of work below the county: the station does not stand in it.
const LINE: &str = "4403059";

/// Callers by the names of the columns:
///
/// - ambassadors: `own` at the station, `bes` beside it, at another station of the county, `all`
///   at every station of the county, `was` at the station until yesterday;
/// - supervisors: `stn` of the station alone, below everything else that the county has, `cty` of
///   the county, `cit` of the city above, `sib` of the county beside, `oth` of another province,
///   `lin` of the other line, `old` of the county until yesterday;
/// - other systems: `sys` of the county, `ssb` of the county beside, `tab` a tablet that is an
///   ambassador at the station;
/// - on the nation: `adm`inistrator, `sec`urity, `aud`itor;
/// - without a right: `non` with no grant at all, `new` a supervisor of the county who has not
///   changed the first password, `fac` one who has not shown a second factor, `dis` one whose account was disabled, `exp` and `rev` systems of
///   the county whose token has ended or was taken back, `str`angers.
pub fn all<'h>(contract: &Contract<'h>) -> Vec<(&'static str, Caller<'h>)> {
    let beside = contract.registered("440305", "石桥翼站");
    add_line(contract);
    let person = |login: &str, role, unit: &str| contract.signed_in(login, role, unit).caller;
    let former = |login: &str, role, unit: &str| {
        contract.signed_in_with(login, None, &[(role, unit, -30, Some(-1))]).caller
    };
    let (expired, revoked) = ended_tokens(contract);
    vec![
        ("own", person("own", Role::Ambassador, &contract.station)),
        ("bes", person("beside", Role::Ambassador, &beside)),
        ("all", person("all-stations", Role::Ambassador, "440305")),
        ("was", former("former-ambassador", Role::Ambassador, &contract.station)),
        ("stn", person("head-of-station", Role::Supervisor, &contract.station)),
        ("cty", person("county", Role::Supervisor, "440305")),
        ("cit", person("city", Role::Supervisor, "440300")),
        ("sib", person("sibling", Role::Supervisor, "440304")),
        ("oth", person("other", Role::Supervisor, "110000")),
        ("lin", person("line", Role::Supervisor, LINE)),
        ("old", former("former-supervisor", Role::Supervisor, "440305")),
        ("sys", contract.system_of("440305")),
        ("ssb", contract.system_of("440304")),
        ("tab", contract.bearer(Role::Ambassador, &contract.station)),
        ("adm", person("administrator", Role::Administrator, "100000")),
        ("sec", person("security", Role::Security, "100000")),
        ("aud", person("auditor", Role::Auditor, "100000")),
        ("non", contract.signed_in_with("bare", None, &[]).caller),
        ("new", beginner(contract, "newcomer", Before::Password)),
        ("fac", beginner(contract, "without-factor", Before::Factor)),
        ("dis", disabled(contract)),
        ("exp", expired),
        ("rev", revoked),
        ("str", contract.house.visitor()),
    ]
}

fn add_line(contract: &Contract<'_>) {
    contract.house.write(|tx| {
        let county = unit::by_code(&*tx.cached::<org::Tree>()?, "440305")?;
        let change = unit::change(tx)?;
        let (parent, from) = (Some(county), tx.today());
        unit::add(
            tx,
            change,
            &NewUnit { code: LINE, name: "南山渠道线", kind: Kind::Unit, parent, from },
        )
    });
}

/// A supervisor of the county with something to do before anything else.
fn beginner<'h>(contract: &Contract<'h>, login: &str, before: Before) -> Caller<'h> {
    let held = [(Role::Supervisor, "440305", 0, None)];
    contract.signed_in_with(login, Some(before), &held).caller
}

fn disabled<'h>(contract: &Contract<'h>) -> Caller<'h> {
    let closed = contract.signed_in("disabled", Role::Supervisor, "440305");
    contract.house.write(move |tx| org::accounts::disable(tx, None, closed.id));
    closed.caller
}

/// A token whose days are over and one that was taken back, both of the county.
fn ended_tokens<'h>(contract: &Contract<'h>) -> (Caller<'h>, Caller<'h>) {
    let (expired, revoked) = contract.house.write(|tx| {
        let unit = unit::by_code(&*tx.cached::<org::Tree>()?, "440305")?;
        let token = NewToken {
            label: "ended",
            role: Role::Integration,
            unit,
            expires_days: Some(1),
            by: None,
        };
        let (_, expired) = tokens::create(tx, &token)?;
        let (id, revoked) = tokens::create(tx, &NewToken { expires_days: None, ..token })?;
        tokens::revoke(tx, None, id)?;
        Ok((expired, revoked))
    });
    contract.pass(24 * 3600);
    (contract.house.bearer(&expired), contract.house.bearer(&revoked))
}
