//! Pages: the door, one's own account, accounts and people, delegation, tokens, changes of units.

pub mod account;
pub mod accounts;
pub mod admin;
pub mod code;
pub mod delegation;
pub mod devices;
pub mod door;
pub mod factor;
pub mod form;
pub mod new_account;
pub mod own;
pub mod password;
pub mod purpose;
pub mod renaming;
pub mod reorganisation;
pub mod reparenting;
pub mod tokens;
