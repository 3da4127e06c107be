//! SQL of the words of scores and of reasons.

use db::{Result, Tx, args, row};

use crate::words::{Reason, Word};

row!(Word { score, zh, en });
row!(Reason { code, zh, en, least, most, services });

pub fn scores(tx: &mut Tx<'_>) -> Result<Vec<Word>> {
    tx.all("SELECT score, word_zh, word_en FROM rating_word ORDER BY score DESC", args![])
}

pub fn reasons(tx: &mut Tx<'_>) -> Result<Vec<Reason>> {
    tx.all(
        "SELECT code, name_zh, name_en, least, most, services
         FROM rating_reason
         ORDER BY place",
        args![],
    )
}
