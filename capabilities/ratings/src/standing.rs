//! How things stand with a token, for the page that its code opens.

use db::{Day, Tx};
use kernel::Result;
use visits::{Right, rights::Standing};

use crate::{
    held,
    rating::{self, Brought},
    said::Said,
    store,
};

/// The service that is rated, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its code.
    pub code: String,
    /// Its day.
    pub day: Day,
}

/// Why nothing can be said with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// It is none of this station's.
    False,
    /// Its days are over.
    Expired,
    /// It was spent, and can be changed no more.
    Spent,
    /// What was said waits for its record, and can be changed no more.
    Waiting,
    /// What was said was taken back.
    Withdrawn,
}

/// How things stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stands {
    /// It can be spent; the service is not known before its record is here.
    Open(Option<Service>),
    /// Said, and it may be changed.
    Said {
        /// What.
        said: Said,
        /// The service, if its record is here.
        service: Option<Service>,
    },
    /// Nothing can be said.
    Closed(Closed),
}

/// How things stand with a token.
pub fn of(tx: &mut Tx<'_>, brought: &Brought<'_>) -> Result<Stands> {
    let Ok(station) = brought.station(tx) else { return Ok(Stands::Closed(Closed::False)) };
    let foreign = |right: &Right| right.station != station;
    let service = |right: Right| Some(Service { code: right.service, day: right.day });
    Ok(match held::standing(tx, brought.token)? {
        Standing::Unknown => Stands::Open(None),
        Standing::Awaited => match held::of(tx, brought.token)? {
            Some(held) if held.station != station => Stands::Closed(Closed::False),
            Some(held) if held.ends_at > tx.now() => {
                Stands::Said { said: held.said, service: None }
            }
            _ => Stands::Closed(Closed::Waiting),
        },
        Standing::Open(right) | Standing::Spent(right) if foreign(&right) => {
            Stands::Closed(Closed::False)
        }
        Standing::Open(right) if rating::is_over(tx, &right) => Stands::Closed(Closed::Expired),
        Standing::Open(right) => Stands::Open(service(right)),
        Standing::Spent(right) => {
            let tie = brought.token.tie();
            match rating::tied(tx, &tie)? {
                Some((_, said)) => Stands::Said { said, service: service(right) },
                None if store::ties::find(tx, &tie)?.is_some() => Stands::Closed(Closed::Withdrawn),
                None => Stands::Closed(Closed::Spent),
            }
        }
    })
}
