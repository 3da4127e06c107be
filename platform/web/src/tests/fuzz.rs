//! Cursors and query strings of any text. Some hundred cases with `make test`, as many as one likes
//! with `make fuzz`.

use kernel::Error;
use proptest::prelude::*;
use serde::Deserialize;

use crate::{cursor, query};

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    #[expect(dead_code, reason = "read to be read")]
    near: Option<String>,
    #[serde(default)]
    #[expect(dead_code, reason = "read to be read")]
    limit: Option<u32>,
    #[expect(dead_code, reason = "read to be read")]
    from: i64,
}

fn is_told<T>(read: &Result<T, Error>) -> bool {
    matches!(read, Ok(_) | Err(Error::Refused { status: 422, .. }))
}

proptest! {
    #[test]
    fn cursors(text in "[A-Za-z0-9_-]{0,60}|\\PC{0,30}") {
        prop_assert!(is_told(&cursor::decode::<(i64, String)>(&text)));
    }

    #[test]
    fn cursors_are_read_again(at in any::<i64>(), id in "\\PC{0,20}") {
        let place = (at, id);
        prop_assert_eq!(cursor::decode::<(i64, String)>(&cursor::encode(&place)).unwrap(), place);
    }

    #[test]
    fn query_strings(text in "((near|limit|from|x)(=[0-9%&,+a-z-]{0,8})?&?){0,6}|\\PC{0,40}") {
        prop_assert!(is_told(&query::read::<Asked>(text.as_bytes())));
    }

    #[test]
    fn query_bytes(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        prop_assert!(is_told(&query::read::<Asked>(&bytes)));
    }
}
