//! Units, people, accounts, grants.
