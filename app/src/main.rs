//! `yizhan`: one binary, the product and everything an operator does to it.

use std::process::ExitCode;

fn main() -> ExitCode {
    yizhan::run()
}
