//! Faults under load: nothing that was acknowledged is lost, nothing is counted twice, every
//! answer is clear, and what stopped working works again by itself.

mod clock;
mod disks;
mod kills;
mod load;
mod servers;
