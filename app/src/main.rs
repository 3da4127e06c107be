//! `yizhan`: one binary, the product and everything an operator does to it.

use std::process::ExitCode;

/// Requests make and drop many small things on several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    yizhan::run()
}
