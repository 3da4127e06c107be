//! Whoever did something, by the number under which facts and the audit keep them: a person or a
//! token.

use db::Tx;
use kernel::Result;

use crate::{access::AccountId, login, store};

/// What to call somebody who did something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// The name of the person, or the label of the token.
    pub name: String,
    /// The login of the person; a token has none.
    pub login: Option<String>,
    /// The account of the person.
    pub account: Option<AccountId>,
}

/// The person or token of this number, whatever the caller may see.
pub fn of_number(tx: &mut Tx<'_>, number: i64) -> Result<Option<Author>> {
    if let Some((account, name, login)) = store::authors::person(tx, number)? {
        return Ok(Some(Author { name, login: Some(login), account: Some(account) }));
    }
    let label = store::authors::token(tx, number)?;
    Ok(label.map(|(name,)| Author { name, login: None, account: None }))
}

/// The number of the person who signs in with `typed`, whatever the caller may see.
pub fn by_login(tx: &mut Tx<'_>, typed: &str) -> Result<Option<i64>> {
    let account = store::accounts::by_login(tx, &login::normalised(typed))?;
    Ok(account.map(|account| account.person.0))
}
