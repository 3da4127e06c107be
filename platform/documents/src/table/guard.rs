//! Formula injection: a text cell that a spreadsheet would run as a formula gets a leading
//! apostrophe when it is written to CSV, and loses it when it is read back.
//!
//! The rule is its own inverse: a cell that already reads as a guarded one gets one more
//! apostrophe, so no two texts are ever written alike. Source of the list of first characters:
//! OWASP, "CSV Injection".

/// Whether a spreadsheet would take this text for a formula. Plain numbers and a lone `-`, the
/// sign people write for "nothing", are not formulas.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text != "-" && !is_number(text)
}

/// Whether the text is a formula behind one or more apostrophes.
fn is_guarded(text: &str) -> bool {
    text.starts_with('\'') && is_formula(text.trim_start_matches('\''))
}

/// Whether the text must get an apostrophe before it is written.
pub fn needs_guard(text: &str) -> bool {
    is_formula(text) || is_guarded(text)
}

/// Takes the apostrophe of a guarded text off again.
pub fn unguard(text: &mut String) {
    if is_guarded(text) {
        text.remove(0);
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    all_digits(whole) && all_digits(fraction)
}
