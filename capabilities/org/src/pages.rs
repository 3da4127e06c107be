//! Pages: sign-in and password, accounts and people, delegation, tokens.

pub mod account;
pub mod accounts;
pub mod admin;
pub mod delegation;
pub mod door;
pub mod form;
pub mod new_account;
pub mod password;
pub mod tokens;
