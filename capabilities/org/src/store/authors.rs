//! SQL that finds whoever did something by their number.

use db::{Result, Tx, args};

use crate::access::AccountId;

/// Account, name and login of a person.
pub fn person(tx: &mut Tx<'_>, number: i64) -> Result<Option<(AccountId, String, String)>> {
    tx.maybe(
        "SELECT account.id, name, login
         FROM person JOIN account ON account.person = person.id
         WHERE person.id = $1",
        args![number],
    )
}

/// The label of a token.
pub fn token(tx: &mut Tx<'_>, number: i64) -> Result<Option<(String,)>> {
    tx.maybe("SELECT label FROM service_token WHERE id = $1", args![number])
}
