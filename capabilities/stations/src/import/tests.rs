//! Rows as lists hold them.

mod cells;
mod columns;
mod fuzz;
mod rows;
