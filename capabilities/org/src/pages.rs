//! Pages: sign-in and password, accounts, tokens.

pub mod account;
pub mod accounts;
pub mod admin;
pub mod door;
pub mod form;
pub mod password;
pub mod tokens;
