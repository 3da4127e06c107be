//! The contract of the house.
