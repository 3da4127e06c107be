//! All SQL of this capability.

use db::{Instant, Result, Tx, args, row};

/// What a network is derived from, and up to which moment it lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    pub seed: i64,
    pub scale: String,
    pub visits: i64,
    pub made_at: Instant,
    /// Everything up to here has happened; what comes later has not.
    pub filled_until: Instant,
}
row!(State { seed, scale, visits, made_at, filled_until });

pub fn state(tx: &mut Tx<'_>) -> Result<Option<State>> {
    tx.maybe(
        "SELECT seed, scale, visits, made_at, filled_until
         FROM demo_state
         WHERE id = 1",
        args![],
    )
}

pub fn insert(tx: &mut Tx<'_>, state: &State) -> Result<()> {
    tx.run(
        "INSERT INTO demo_state (id, seed, scale, visits, made_at, filled_until)
         VALUES (1, $1, $2, $3, $4, $5)",
        args![state.seed, state.scale, state.visits, state.made_at, state.filled_until],
    )?;
    Ok(())
}

pub fn filled(tx: &mut Tx<'_>, until: Instant) -> Result<()> {
    tx.run("UPDATE demo_state SET filled_until = $1 WHERE id = 1", args![until])?;
    Ok(())
}
