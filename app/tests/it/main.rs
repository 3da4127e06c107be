//! Rules of the whole product that the compiler cannot check by itself.

#![expect(clippy::unwrap_used, reason = "a test says by panicking what went wrong")]

mod access;
mod architecture;
mod audited_commands;
mod backup;
mod command_line;
mod contract;
mod faults;
mod files;
mod house;
mod lists;
mod messages;
mod openapi;
mod routes;
mod server;
mod serving;
mod supply;
mod tables;
mod templates;
mod tls;
