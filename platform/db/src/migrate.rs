//! Forward-only migrations. What was applied is kept with a checksum: a store whose history this
//! binary does not know, or knows otherwise, is refused.

use sha2::{Digest, Sha256};

use crate::{
    Inner,
    backend::Purpose,
    dialect,
    error::{Error, Result},
    tx::Tx,
};

/// One step of a capability's schema.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// The crate that owns it.
    pub capability: &'static str,
    /// From 1, without gaps, in order.
    pub number: i64,
    /// The name of its file, for people.
    pub name: &'static str,
    /// Its text, as PostgreSQL takes it.
    pub sql: &'static str,
}

/// The store's own tables, before everybody else's.
pub const OWN: &[Migration] = &[Migration {
    capability: "db",
    number: 1,
    name: "0001_marks",
    sql: include_str!("../migrations/0001_marks.sql"),
}];

const LEDGER: &str = "CREATE TABLE IF NOT EXISTS migration (
    capability TEXT   NOT NULL,
    number     BIGINT NOT NULL,
    name       TEXT   NOT NULL,
    checksum   TEXT   NOT NULL,
    applied_at BIGINT NOT NULL,
    PRIMARY KEY (capability, number)
)";

type Applied = (String, i64, String);

impl Migration {
    fn checksum(&self) -> String {
        crate::hex(&Sha256::digest(self.sql.as_bytes()))
    }

    fn is(&self, applied: &Applied) -> bool {
        applied.0 == self.capability && applied.1 == self.number
    }
}

/// Applies what is missing on a connection of its own, all of it or nothing.
pub fn apply(inner: &Inner, migrations: &[Migration]) -> Result<usize> {
    let inner_target = &inner.target;
    std::thread::scope(|scope| {
        let run = scope.spawn(|| {
            let mut backend = inner_target.connect(Purpose::Migrate)?;
            let engine = backend.engine();
            let mut applied = 0;
            backend.script(dialect::begin(engine, Purpose::Migrate))?;
            if let Some(lock) = dialect::lock_migrations(engine) {
                backend.script(lock)?;
            }
            backend.script(LEDGER)?;
            let mut tx = Tx::new(backend.as_mut(), inner);
            let outcome = missing(&mut tx, migrations).and_then(|missing| {
                for migration in missing {
                    step(&mut tx, migration)?;
                    applied += 1;
                }
                Ok(())
            });
            drop(tx);
            match outcome {
                Ok(()) => backend.script("COMMIT").map(|()| applied),
                Err(error) => {
                    backend.script("ROLLBACK")?;
                    Err(error)
                }
            }
        });
        run.join().unwrap_or_else(|panic| {
            Err(Error::Panicked(crate::readers::panic_text(panic.as_ref())))
        })
    })
}

/// Says whether the store has exactly these migrations.
pub fn check(tx: &mut Tx<'_>, migrations: &[Migration]) -> Result<()> {
    let (ledgers,): (i64,) = tx.one(dialect::count_ledgers(tx.engine()), crate::args![])?;
    let first = if ledgers == 0 { OWN.first() } else { missing(tx, migrations)?.first().copied() };
    first.map(|migration| migration.name).map_or(Ok(()), |name| {
        Err(Error::Migration(format!("migration {name} is not applied; run `yizhan migrate`")))
    })
}

fn missing<'m>(tx: &mut Tx<'_>, migrations: &'m [Migration]) -> Result<Vec<&'m Migration>> {
    let applied: Vec<Applied> = tx.all(
        "SELECT capability, number, checksum
         FROM migration
         ORDER BY capability, number",
        crate::args![],
    )?;
    let all: Vec<&Migration> = OWN.iter().chain(migrations).collect();
    for row in &applied {
        let name = format!("{} {}", row.0, row.1);
        let known = all.iter().find(|migration| migration.is(row)).ok_or_else(|| {
            Error::Migration(format!("the store has migration {name}, which this version does not know; use a newer yizhan"))
        })?;
        if known.checksum() != row.2 {
            let text = format!("migration {name} was changed after it was applied");
            return Err(Error::Migration(text));
        }
    }
    Ok(all.into_iter().filter(|migration| !applied.iter().any(|row| migration.is(row))).collect())
}

fn step(tx: &mut Tx<'_>, migration: &Migration) -> Result<()> {
    let sql = dialect::schema(tx.engine(), migration.sql);
    tx.script(&sql).map_err(|error| {
        Error::Migration(format!("{} {}: {error}", migration.capability, migration.name))
    })?;
    let now = tx.now();
    tx.run(
        "INSERT INTO migration (capability, number, name, checksum, applied_at)
         VALUES ($1, $2, $3, $4, $5)",
        crate::args![
            migration.capability,
            migration.number,
            migration.name,
            migration.checksum(),
            now
        ],
    )?;
    Ok(())
}
