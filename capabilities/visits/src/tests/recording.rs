//! Who may record and take back what.

use kernel::Error;
use org::Role;
use stations::closing::Closure;

use super::{Network, in_a_network};
use crate::book::Outcome::{Accepted, Duplicate, Refused};

const LEVELS: [&str; 4] = ["440304", "440300", "440000", "100000"];

#[test]
fn a_record_counts_once_at_every_level() {
    in_a_network(|network| {
        let ambassador = network.ambassador(&network.futian);
        let record = network.a_record(&network.futian);
        assert_eq!(network.record(&ambassador, &record), Accepted);
        assert_eq!(network.record(&ambassador, &record), Duplicate);
        for unit in LEVELS.into_iter().chain([&*network.futian]) {
            let figures = network.today(unit);
            assert_eq!((figures.visits, figures.people, figures.arrivals), (1, 3, 1), "{unit}");
            assert_eq!(figures.groups, [0, 3, 0, 0, 0, 0, 0, 0], "{unit}");
        }
        assert!(network.today("440305").is_zero());
        assert_eq!(network.recount().facts, 1);
    });
}

#[test]
fn the_same_id_with_other_content_is_a_conflict() {
    in_a_network(|network| {
        let ambassador = network.ambassador(&network.futian);
        let record = network.a_record(&network.futian);
        network.record(&ambassador, &record);
        let other = crate::Record { people: 4, ..record.clone() };
        assert_eq!(network.record(&ambassador, &other), Refused("visits.id-conflict"));
        // Rating keys are not content.
        let keyed = crate::Record { rating_keys: vec![[7; 32]], ..record };
        assert_eq!(network.record(&ambassador, &keyed), Duplicate);
        assert_eq!(network.today("100000").people, 3);
    });
}

#[test]
fn one_bad_record_never_spoils_the_others() {
    in_a_network(|network| {
        let ambassador = network.ambassador(&network.futian);
        let good = network.a_record(&network.futian);
        let twin = good.clone();
        let unknown =
            crate::Record { service: "Z99".to_owned(), ..network.a_record(&network.futian) };
        let outcomes = network.record_all(&ambassador, &[unknown, good, twin]);
        assert_eq!(outcomes, [Refused("visits.unknown-service"), Accepted, Duplicate]);
        assert_eq!(network.today("440000").visits, 1);
    });
}

#[test]
fn a_station_out_of_scope_does_not_exist() {
    in_a_network(|network| {
        let record = network.a_record(&network.nanshan);
        let nobody = crate::Record { station: "440305-99999".to_owned(), ..record.clone() };
        let refused = Refused("visits.unknown-station");
        for viewer in [
            network.ambassador(&network.futian),
            network.supervisor("440304"),
            network.holder(Role::Administrator, "100000"),
            network.holder(Role::Auditor, "100000"),
        ] {
            assert_eq!(network.record(&viewer, &record), refused);
            assert_eq!(network.record(&viewer, &nobody), refused);
        }
        assert_eq!(network.record(&network.supervisor("440300"), &record), Accepted);
    });
}

#[test]
fn each_rule_refuses_by_its_code() {
    in_a_network(|network| {
        let ambassador = network.ambassador(&network.futian);
        let record = || network.a_record(&network.futian);
        let cases = [
            (crate::Record { people: 0, ..record() }, "visits.people"),
            (crate::Record { arrivals: 4, ..record() }, "visits.people"),
            (crate::Record { group: Some("cats".to_owned()), ..record() }, "visits.group"),
            (
                crate::Record { occurred_at: network.now().plus_seconds(301), ..record() },
                "visits.future",
            ),
            (
                crate::Record { occurred_at: network.now().plus_seconds(-32 * 86_400), ..record() },
                "visits.too-old",
            ),
        ];
        for (record, code) in cases {
            assert_eq!(network.record(&ambassador, &record), Refused(code));
        }
        assert!(network.today("100000").is_zero());
    });
}

#[test]
fn supervisors_and_integrations_may_backfill() {
    in_a_network(|network| {
        let old = network.now().plus_seconds(-400 * 86_400);
        let supervisor = network.supervisor("440300");
        let integration = network.holder(Role::Integration, "440304");
        for viewer in [&supervisor, &integration] {
            let record = network.record_at(&network.futian, old);
            assert_eq!(network.record(viewer, &record), Accepted);
        }
        assert_eq!(network.on("100000", old.day()).visits, 2);
        network.recount();
    });
}

#[test]
fn a_suspended_station_takes_no_records() {
    in_a_network(|network| {
        let (number, supervisor) = (network.futian.clone(), network.supervisor("440304"));
        let suspend = move |tx: &mut db::Tx<'_>| {
            let station = stations::scope::editable(tx, &supervisor, &number)?;
            let change = stations::station::Change::begin(tx, None)?;
            let closure =
                Closure { from: None, until: None, reason: "装修".to_owned(), for_good: false };
            stations::closing::close(tx, change, &station, &closure)
        };
        network.write(suspend).unwrap();
        let ambassador = network.ambassador(&network.futian);
        let record = network.a_record(&network.futian);
        assert_eq!(network.record(&ambassador, &record), Refused("visits.station-closed"));
        let yesterday = network.record_at(&network.futian, network.now().plus_seconds(-86_400));
        assert_eq!(network.record(&ambassador, &yesterday), Accepted);
    });
}

#[test]
fn a_reversal_takes_effect_on_the_records_own_day() {
    in_a_network(|network| {
        let supervisor = network.supervisor("440304");
        let yesterday = network.now().plus_seconds(-86_400);
        let record = network.record_at(&network.futian, yesterday);
        network.record(&supervisor, &record);
        let reversal = network.reverse(&supervisor, record.id).unwrap();
        assert_eq!((reversal.people, reversal.day), (3, yesterday.day()));
        assert!(network.on("100000", yesterday.day()).is_zero());
        assert!(network.today("100000").is_zero());
        assert_eq!(network.recount().facts, 2);
    });
}

#[test]
fn a_reversal_again_answers_the_same_and_another_one_is_a_conflict() {
    in_a_network(|network| {
        let supervisor = network.supervisor("440304");
        let record = network.a_record(&network.futian);
        network.record(&supervisor, &record);
        let first = network.reverse(&supervisor, record.id).unwrap();
        let again = {
            let (viewer, id, reversal) = (supervisor.clone(), record.id, first.id);
            network.write(move |tx| crate::reverse(tx, &viewer, id, reversal, None)).unwrap()
        };
        assert_eq!(again.id, first.id);
        let other = network.reverse(&supervisor, record.id).unwrap_err();
        assert_eq!((other.http_status(), other.code()), (409, "visits.reversed"));
        let of_reversal = network.reverse(&supervisor, first.id).unwrap_err();
        assert_eq!(of_reversal.code(), "visits.is-reversal");
        network.recount();
    });
}

#[test]
fn an_ambassador_takes_back_only_her_own_and_only_for_ten_minutes() {
    in_a_network(|network| {
        let ambassador = network.ambassador(&network.futian);
        let (mine, late) = (network.a_record(&network.futian), network.a_record(&network.futian));
        let theirs = network.a_record(&network.futian);
        network.record(&ambassador, &late);
        network.record(&network.supervisor("440304"), &theirs);
        network.store.clock.advance(600);
        network.record(&ambassador, &mine);
        network.reverse(&ambassador, late.id).unwrap();
        network.store.clock.advance(601);
        for id in [mine.id, theirs.id] {
            let refused = network.reverse(&ambassador, id).unwrap_err();
            assert_eq!(
                (refused.http_status(), refused.code()),
                (403, "visits.not-yours-to-reverse")
            );
        }
        let elsewhere = network.ambassador(&network.nanshan);
        assert!(matches!(
            network.reverse(&elsewhere, mine.id),
            Err(Error::NotFound("visits.unknown"))
        ));
    });
}

#[test]
fn rating_keys_are_counted_once_and_leave_no_way_back() {
    in_a_network(|network: &Network<'_>| {
        let ambassador = network.ambassador(&network.futian);
        let keyed = crate::Record {
            rating_keys: vec![[1; 32], [2; 32]],
            ..network.a_record(&network.futian)
        };
        let again = crate::Record {
            rating_keys: vec![[2; 32], [3; 32]],
            ..network.a_record(&network.futian)
        };
        network.record_all(&ambassador, &[keyed.clone(), again]);
        assert_eq!(network.today("100000").invited, 3);
        network.reverse(&ambassador, keyed.id).unwrap();
        assert_eq!(network.today("100000").invited, 1);
        network.recount();
    });
}
