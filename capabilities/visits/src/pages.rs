//! The pages of service records: the counter, the console, the register.

pub mod chosen;
pub mod close;
pub mod console;
pub mod desk;
pub mod export;
pub mod register;
pub mod samples;
mod spark;
pub mod stream;
