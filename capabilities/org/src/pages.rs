//! Pages: the door, one's own account, the accounts of others, tokens.

pub mod account;
pub mod accounts;
pub mod admin;
pub mod code;
pub mod door;
pub mod factor;
pub mod form;
pub mod own;
pub mod password;
pub mod tokens;
