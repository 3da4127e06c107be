//! Rules of the store, on the embedded engine; `testkit` runs the shared ones on both.
