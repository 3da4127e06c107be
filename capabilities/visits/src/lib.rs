//! Service records and totals.
