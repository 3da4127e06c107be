//! Folding: what lanes have added to the nation on days that are over is added to its cells, so
//! that a day long past is one row a service again. Facts that come late are folded the next time.

use db::Tx;
use kernel::{Error, Result};
use stations::Catalogue;

use crate::{
    store,
    tally::{Cells, Range},
};

/// Folds every day before today and tells how many there were; no figure changes by it. Only in
/// [`db::Db::write`]: rows to which somebody adds meanwhile cannot be folded.
pub fn fold(tx: &mut Tx<'_>) -> Result<usize> {
    if tx.slot().is_some() {
        return Err(Error::Internal("folding beside other writers".to_owned()));
    }
    let catalogue = tx.cached::<Catalogue>()?;
    let today = tx.today();
    let days = store::lanes::days_before(tx, today)?;
    for day in &days {
        let mut cells = Cells::default();
        let mut unknown = None;
        let range = Range { from: *day, to: *day };
        store::lanes::each_of_all(tx, range, &mut |unit, code, figures| {
            let Some(service) = catalogue.service(code) else {
                unknown = Some(code.to_owned());
                return;
            };
            cells.add((*day, unit, service.bit), figures);
        })?;
        if let Some(code) = unknown {
            return Err(Error::Internal(format!("the service {code} is gone")));
        }
        store::cells::add(tx, &cells)?;
        store::lanes::delete(tx, *day)?;
    }
    Ok(days.len())
}
