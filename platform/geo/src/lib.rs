//! Where things are: divisions, positions, the nearest.
