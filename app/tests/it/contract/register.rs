//! The list of records: what is in it, in which order, for which days.

use org::Role;
use serde_json::json;

use super::{Contract, each, on_each_engine, reads_hold, text, with};

const DAY: i64 = 24 * 3600;

fn list(contract: &Contract<'_>, query: &str) -> serde_json::Value {
    let path = format!("/api/v1/visits?{query}");
    contract.nation.get(&path).expect(200).json()["items"].clone()
}

#[test]
fn an_item_has_these_fields() {
    on_each_engine(|contract| {
        let record = with(&contract.record(), "rating_keys", json!([format!("{:042}A", 1)]));
        contract.recorded(std::slice::from_ref(&record));
        let item = list(contract, &format!("unit={}", contract.station))[0].clone();
        let now = contract.moment(0);
        assert_eq!(
            item,
            json!({
                "id": record["id"], "kind": "record", "reverses": null,
                "station": contract.station, "service": "A02", "people": 3, "arrivals": 1,
                "group": null, "occurred_at": now, "recorded_at": now, "reversed": false,
            })
        );
        let one = contract.nation.get(&format!("/api/v1/visits/{}", text(&item["id"])));
        assert_eq!(one.expect(200).json(), item);
    });
}

#[test]
fn newest_recorded_first_then_by_id_for_days_of_what_occurred() {
    on_each_engine(|contract| {
        let futian = contract.registered("440304", "白鹭路翼站");
        let at = |seconds: i64| with(&contract.record(), "occurred_at", contract.moment(seconds));
        // Recorded in one moment: by id. What occurred before does not matter for the order.
        let first = contract.recorded(&[at(0), at(-DAY), at(-60)]);
        contract.pass(60);
        let second = contract
            .recorded(&[with(&at(-DAY), "service", "A01"), with(&at(0), "station", &*futian)]);
        contract.pass(60);
        let path = format!("/api/v1/visits/{}/reversal", first[1]);
        let reversal = json!({ "id": contract.id() });
        contract.nation.post(&path, &reversal).expect(201).json();
        let reversal = text(&reversal["id"]);
        let mut of_first = first.clone();
        of_first.sort();
        let mut of_second = second.clone();
        of_second.sort();
        let all = [vec![reversal.clone()], of_second, of_first].concat();
        let ids = |query: &str| each(&list(contract, query), "id");
        assert_eq!(ids("unit=440300"), all);
        let mut paged = Vec::new();
        let mut next = String::new();
        loop {
            let path = format!("/api/v1/visits?unit=440300&limit=1{next}");
            let page = contract.nation.get(&path).expect(200).json();
            paged.extend(each(&page["items"], "id"));
            match page["next"].as_str() {
                Some(cursor) => next = format!("&cursor={cursor}"),
                None => break,
            }
        }
        assert_eq!(paged, all);
        // A reversal belongs to the day of its record.
        let (today, before) = (contract.day(0), contract.day(-1));
        let yesterday = format!("unit=100000&from={before}&to={before}");
        assert_eq!(ids(&yesterday), [&reversal, &second[0], &first[1]].map(String::clone));
        let only = format!("{yesterday}&service=A02");
        assert_eq!(ids(&only), [&reversal, &first[1]].map(String::clone));
        assert_eq!(ids(&format!("unit={futian}&from={today}&to={today}")), [second[1].clone()]);
        assert_eq!(ids(&format!("unit=440305&from={today}&to={today}")).len(), 2);
        assert!(ids("unit=110000").is_empty());
    });
}

#[test]
fn what_is_asked_wrongly_is_refused_and_what_is_out_of_scope_is_unknown() {
    on_each_engine(|contract| {
        let her = contract.bearer(Role::Ambassador, &contract.station);
        let futian = contract.registered("440304", "白鹭路翼站");
        let station = format!("/api/v1/visits?unit={}", contract.station);
        reads_hold(
            &her,
            &[
                (&station, "200"),
                ("/api/v1/visits", "422 unit request.missing"),
                (&format!("{station}&from=soon"), "422 from request.wrong-type"),
                (&format!("{station}&to=2026-02-30"), "422 to request.wrong-type"),
                (
                    &format!("{station}&from=2026-11-26&to=2026-11-25"),
                    "422 to request.days-in-order",
                ),
                (&format!("{station}&service=Z99"), "422 service visits.unknown-service"),
                ("/api/v1/visits?unit=440305", "404 units.unknown"),
                ("/api/v1/visits?unit=100000", "404 units.unknown"),
                ("/api/v1/visits?unit=999999", "404 units.unknown"),
                (&format!("/api/v1/visits?unit={futian}"), "404 units.unknown"),
            ],
        );
        let nobody = contract.house.visitor();
        reads_hold(&nobody, &[(&station, "401 request.sign-in-first")]);
        let auditor = contract.bearer(Role::Auditor, "100000");
        reads_hold(&auditor, &[(&station, "403 access.not-granted")]);
    });
}
