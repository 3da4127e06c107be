//! A disk that is full, a real one of some megabytes in memory, and room on it again.

use std::{
    fs::{self, File},
    io::Write,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use testkit::OwnPostgres;

use super::load::{Load, Recoveries, rounds};
use crate::server::Deployment;

/// A disk of so many megabytes below a folder. It takes root to make one.
struct SmallDisk {
    path: PathBuf,
}

impl SmallDisk {
    fn below(folder: &Path, megabytes: u32) -> Self {
        let path = folder.join("disk");
        fs::create_dir(&path).unwrap();
        let size = format!("size={megabytes}m");
        let mount = ["-t", "tmpfs", "-o", &size, "tmpfs"];
        let mounted = Command::new("mount").args(mount).arg(&path).status().unwrap();
        assert!(mounted.success(), "a disk of {megabytes} MB");
        Self { path }
    }

    /// Takes up all room that is left.
    fn fill(&self) {
        let mut ballast = File::create(self.path.join("ballast")).unwrap();
        let mut size = 1 << 20;
        while size > 0 {
            if ballast.write_all(&vec![0; size]).is_err() {
                size /= 2;
            }
        }
    }

    fn free(&self) {
        fs::remove_file(self.path.join("ballast")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: whoever has files open on it ends with the test.
        let unmounted = Command::new("umount").arg("-l").arg(&self.path).status();
        assert!(unmounted.unwrap().success() || std::thread::panicking());
    }
}

/// Fills the disk and frees it again while clients record.
fn full(fault: &str, deployment: &Deployment, disk: &SmallDisk) {
    let server = deployment.serve();
    let load = Load::on(deployment, &server);
    let mut recoveries = Recoveries::default();
    std::thread::scope(|scope| {
        load.start(scope);
        for _ in 0..rounds() {
            load.acknowledged(20);
            disk.fill();
            load.refused(3);
            disk.free();
            let over = Instant::now();
            load.acknowledged(1);
            recoveries.add(over.elapsed());
        }
        load.end();
    });
    load.verify(deployment, server);
    recoveries.report(fault);
}

/// Whoever runs PostgreSQL has to get through.
fn open_to_all(folder: &Path) {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Whether this test can have a disk of its own; says so where it cannot.
fn may_mount() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let root = status.lines().any(|line| line.starts_with("Uid:\t0\t"));
    if !root {
        eprintln!("NOT TESTED: a full disk takes root, who may mount a small one");
    }
    root
}

#[test]
fn a_full_disk_loses_and_doubles_nothing_on_sqlite() {
    if may_mount() {
        let folder = tempfile::tempdir().unwrap();
        let disk = SmallDisk::below(folder.path(), 96);
        let url = format!("sqlite:{}", disk.path.join("yizhan.db").display());
        full("disk full, Sqlite", &Deployment::on(&url), &disk);
    }
}

#[test]
fn a_full_disk_loses_and_doubles_nothing_on_postgresql() {
    if may_mount() {
        let folder = tempfile::tempdir().unwrap();
        let disk = SmallDisk::below(folder.path(), 256);
        let home = disk.path.join("postgres");
        fs::create_dir(&home).unwrap();
        open_to_all(folder.path());
        let postgres = OwnPostgres::start_in(&home);
        full("disk full, Postgres", &Deployment::on(&postgres.url()), &disk);
    }
}
