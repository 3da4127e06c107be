//! The accounts of a demonstration: fixed, printed at each start, their passwords derived from the
//! seed. Their persons are invented.

use db::{Day, Tx};
use kernel::Result;
use org::{
    Grant, Role,
    accounts::{self, NewAccount},
    grants,
    login::Login,
    password::Prepared,
};

use crate::{digest, network::HOME};

/// An account that anybody may use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoAccount {
    /// What it may do.
    pub role: Role,
    /// Code of the unit, or number of the station, below which it may.
    pub unit: String,
    /// Under which name one signs in.
    pub login: &'static str,
    /// The password.
    pub password: String,
    /// The invented person.
    pub name: &'static str,
}

/// The accounts of a seed; `station` is the ambassador's.
pub fn accounts(seed: u64, station: &str) -> Vec<DemoAccount> {
    let (province, city) = (format!("{}0000", &HOME[..2]), format!("{}00", &HOME[..4]));
    let nation = org::unit::NATION;
    let all: [(Role, &str, &str, &str); 8] = [
        (Role::Ambassador, station, "ambassador", "林小满"),
        (Role::Supervisor, HOME, "county", "沈知秋"),
        (Role::Supervisor, &city, "city", "沈岚"),
        (Role::Supervisor, &province, "province", "顾望舒"),
        (Role::Supervisor, nation, "nation", "江白露"),
        (Role::Administrator, nation, "administrator", "程一鸣"),
        (Role::Security, nation, "security", "方守拙"),
        (Role::Auditor, nation, "auditor", "陆明镜"),
    ];
    let account = |(role, unit, login, name): (Role, &str, &'static str, &'static str)| {
        DemoAccount { role, unit: unit.to_owned(), login, password: password(seed, login), name }
    };
    all.into_iter().map(account).collect()
}

fn password(seed: u64, login: &str) -> String {
    let digest = digest(seed, &("password", login));
    let mut spelling = [0; 16];
    spelling.copy_from_slice(&digest[..16]);
    org::password::Password::spell(spelling).as_str().to_owned()
}

/// An account with its password hashed, outside of any transaction.
pub struct Ready {
    account: DemoAccount,
    login: Login,
    password: Prepared,
}

/// Hashes the passwords.
pub fn prepare(seed: u64, accounts: Vec<DemoAccount>) -> Result<Vec<Ready>> {
    let ready = |account: DemoAccount| {
        let login = Login::parse(account.login)?;
        let salt = digest(seed, &("salt", account.login));
        let mut random = ([0; 16], [0; 16]);
        random.1.copy_from_slice(&salt[..16]);
        let password = Prepared::from_random(random, &login, Some(&account.password))?;
        Ok(Ready { account, login, password })
    };
    accounts.into_iter().map(ready).collect()
}

/// Makes the accounts with their grants.
pub fn make(tx: &mut Tx<'_>, ready: &[Ready], from: Day) -> Result<()> {
    audit::invented(tx);
    let tree = tx.cached::<org::Tree>()?;
    for Ready { account, login, password } in ready {
        let new = NewAccount {
            name: account.name,
            login,
            password: &password.hashed,
            must_change: false,
            is_fixed: true,
            is_first: false,
        };
        let (id, _) = accounts::create(tx, &new)?;
        let unit = org::unit::by_code(&tree, &account.unit)?;
        grants::record(tx, None, id, &Grant { role: account.role, unit, from, to: None })?;
    }
    Ok(())
}
