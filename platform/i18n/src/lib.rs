//! Messages in both languages.
