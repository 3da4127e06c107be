//! Every route asks for a permission that somebody holds, and nothing stands twice.

use std::collections::BTreeSet;

use kernel::Permission;
use yizhan::capabilities;

use crate::house::none;

#[test]
fn every_route_asks_for_a_permission_that_a_role_holds() {
    let all = capabilities::all();
    let held: BTreeSet<Permission> = all
        .iter()
        .flat_map(|each| each.permissions)
        .filter(|(_, roles)| roles.iter().any(|role| org::Role::parse(role).is_some()))
        .map(|(permission, _)| *permission)
        .chain([Permission::PUBLIC, Permission::SIGNED_IN])
        .collect();
    let asked = all.iter().flat_map(|each| (each.routes)());
    let findings: Vec<String> = asked
        .filter(|route| !held.contains(&route.permission))
        .map(|route| format!("{} {}: {}", route.method, route.path, route.permission.0))
        .chain(all.iter().flat_map(|each| each.menu).filter_map(|menu| {
            let unheld = !held.contains(&menu.permission);
            unheld.then(|| format!("menu {}: {}", menu.href, menu.permission.0))
        }))
        .collect();
    none(&findings, "nobody could come in");
}

#[test]
fn roles_that_hold_permissions_exist() {
    let all = capabilities::all();
    let roles = all.iter().flat_map(|each| each.permissions).flat_map(|(_, roles)| *roles);
    let unknown: Vec<String> = roles
        .filter(|role| org::Role::parse(role).is_none())
        .map(|role| (*role).to_owned())
        .collect();
    none(&unknown, "no such role");
}

#[test]
fn a_permission_belongs_to_one_capability_and_is_named_after_it() {
    let mut seen = BTreeSet::new();
    for capability in capabilities::all() {
        for (permission, _) in capability.permissions {
            assert!(seen.insert(permission.0), "{} stands twice", permission.0);
        }
    }
}

#[test]
fn no_route_stands_twice() {
    let mut seen = BTreeSet::new();
    for route in capabilities::all().iter().flat_map(|each| (each.routes)()) {
        let name = format!("{} {}", route.method, route.path);
        assert!(seen.insert(name.clone()), "{name} stands twice");
    }
}

#[test]
fn a_menu_leads_to_a_page() {
    let all = capabilities::all();
    let pages: BTreeSet<&str> = all
        .iter()
        .flat_map(|each| (each.routes)())
        .filter(|route| route.method == "GET")
        .map(|route| route.path)
        .collect();
    let lost: Vec<String> = all
        .iter()
        .flat_map(|each| each.menu)
        .filter(|menu| !pages.contains(menu.href.split('?').next().unwrap_or_default()))
        .map(|menu| menu.href.to_owned())
        .collect();
    none(&lost, "the menu leads nowhere");
}

#[test]
fn a_kind_of_job_stands_once_and_is_named_after_its_capability() {
    let mut seen = BTreeSet::new();
    for capability in capabilities::all() {
        let jobs = capability.jobs.iter().map(|job| job.name);
        let periodic = capability.periodic.iter().map(|each| each.job.name);
        let subscriptions = capability.subscriptions.iter().map(|each| each.name);
        for name in jobs.chain(periodic).chain(subscriptions) {
            assert!(seen.insert(name), "{name} stands twice");
            assert_eq!(name.split('.').next(), Some(capability.name), "{name}");
        }
    }
}

#[test]
fn an_event_is_told_by_one_capability_and_every_subscription_hears_one() {
    let all = capabilities::all();
    let mut told = BTreeSet::new();
    for capability in &all {
        for event in capability.events {
            assert!(told.insert(*event), "{event} stands twice");
            assert_eq!(event.split('.').next(), Some(capability.name), "{event}");
        }
    }
    let subscriptions = all.iter().flat_map(|each| each.subscriptions);
    let deaf = subscriptions.filter(|each| !told.contains(each.event));
    let deaf: Vec<String> = deaf.map(|each| format!("{}: {}", each.name, each.event)).collect();
    none(&deaf, "nobody tells of it");
}
