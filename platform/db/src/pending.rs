//! Sums that wait for the end of a batch, so that a row which many callers add to is written once.
//!
//! What a caller adds is its own until it succeeds; then it is merged with what its neighbours
//! added, and settled in the same transaction, right before the commit.

use std::any::Any;

use crate::{error::Result, tx::Tx};

/// Something that callers of a batch add up together.
pub trait Pending: Default + Send + 'static {
    /// Takes over what another caller added.
    fn merge(&mut self, other: Self);
    /// Writes it. A failure right before the commit fails the whole batch: nobody in it is
    /// acknowledged.
    fn settle(&self, tx: &mut Tx<'_>) -> Result<()>;
}

pub trait AnyPending: Send {
    fn as_any(&mut self) -> &mut dyn Any;
    fn into_any(self: Box<Self>) -> Box<dyn Any>;
    /// Merges `other` in and returns it when it is of another type.
    fn take_over(&mut self, other: Box<dyn AnyPending>) -> Option<Box<dyn AnyPending>>;
    fn settle(&self, tx: &mut Tx<'_>) -> Result<()>;
}

impl<P: Pending> AnyPending for P {
    fn as_any(&mut self) -> &mut dyn Any {
        self
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }

    fn take_over(&mut self, mut other: Box<dyn AnyPending>) -> Option<Box<dyn AnyPending>> {
        if !other.as_mut().as_any().is::<P>() {
            return Some(other);
        }
        if let Ok(same) = other.into_any().downcast::<P>() {
            self.merge(*same);
        }
        None
    }

    fn settle(&self, tx: &mut Tx<'_>) -> Result<()> {
        Pending::settle(self, tx)
    }
}

/// What is pending in a batch: that of the present caller, and that of those before it.
#[derive(Default)]
pub struct Sums {
    own: Vec<Box<dyn AnyPending>>,
    kept: Vec<Box<dyn AnyPending>>,
    /// What those before added and the present caller has written: kept again when its work is
    /// taken back.
    written: Vec<Box<dyn AnyPending>>,
}

impl Sums {
    /// The present caller's sum of a type.
    pub fn own<P: Pending>(&mut self) -> &mut P {
        let known = self.own.iter_mut().position(|sum| sum.as_mut().as_any().is::<P>());
        let index = known.unwrap_or_else(|| {
            self.own.push(Box::new(P::default()));
            self.own.len() - 1
        });
        let sum = self.own[index].as_mut().as_any().downcast_mut::<P>();
        #[expect(clippy::expect_used, reason = "it was found or made by its type")]
        sum.expect("a sum of its own type")
    }

    /// Whether the present caller added anything.
    pub fn has_own(&self) -> bool {
        !self.own.is_empty()
    }

    /// The present caller succeeded.
    pub fn keep(&mut self) {
        self.written.clear();
        for sum in self.own.drain(..) {
            let mut left = Some(sum);
            for kept in &mut self.kept {
                left = left.and_then(|sum| kept.as_mut().take_over(sum));
            }
            self.kept.extend(left);
        }
    }

    /// The present caller's work was taken back.
    pub fn forget(&mut self) {
        self.own.clear();
        self.kept.append(&mut self.written);
    }

    /// Those before the present caller, to be written by it.
    pub fn take_kept(&mut self) -> Vec<Box<dyn AnyPending>> {
        std::mem::take(&mut self.kept)
    }

    /// What the present caller added, to be written by it.
    pub fn take_own(&mut self) -> Vec<Box<dyn AnyPending>> {
        std::mem::take(&mut self.own)
    }

    /// What came from [`Sums::take_kept`] is written, as long as the present caller succeeds.
    pub fn wrote(&mut self, mut kept: Vec<Box<dyn AnyPending>>) {
        self.written.append(&mut kept);
    }

    /// Everything that is to be settled.
    pub fn take(&mut self) -> Vec<Box<dyn AnyPending>> {
        self.keep();
        std::mem::take(&mut self.kept)
    }
}
