//! Pages of lists: how many items, and where the next page begins.

use kernel::{Error, Result};
use serde::Serialize;
use utoipa::ToSchema;

const DEFAULT: usize = 50;
const LARGEST: usize = 200;

/// One page of a list, and the cursor of the next.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PageOf<T> {
    /// The items, in the list's order.
    pub items: Vec<T>,
    /// Where the next page begins; null on the last.
    pub next: Option<String>,
}

impl<T> PageOf<T> {
    /// A list that comes whole.
    pub fn whole(items: Vec<T>) -> Self {
        Self { items, next: None }
    }

    /// A page of up to `limit` items from rows that were asked for one more than that; `place`
    /// tells what the cursor of an item holds.
    pub fn cut<P: Serialize>(mut items: Vec<T>, limit: usize, place: impl Fn(&T) -> P) -> Self {
        let more = items.len() > limit;
        items.truncate(limit);
        let last = items.last().filter(|_| more);
        let next = last.map(|item| crate::cursor::encode(&place(item)));
        Self { items, next }
    }
}

/// The `limit` of a query: 1 to 200, 50 unless given, else 422.
pub fn limit(text: Option<&str>) -> Result<usize> {
    let Some(text) = text else { return Ok(DEFAULT) };
    let limit = text.parse().ok().filter(|limit| (1..=LARGEST).contains(limit));
    limit.ok_or_else(|| Error::field("limit", "request.limit"))
}
