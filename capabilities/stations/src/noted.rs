//! What the audit is told of stations and the catalogue: names of acts, and which fields are
//! noted. Fields are called as in the API.

use audit::{Act, Entry, Object, note};
use db::Tx;
use kernel::{Error, Result};
use org::UnitId;
use serde_json::{Value, json};

use crate::{
    catalogue::{Catalogue, Group, Service},
    directory::Plate,
    features::Feature,
    import::{Report, host_type::HostType},
    importing::{Import, ImportId},
    life::Stage,
    notice::Notice,
    plate::NewPlate,
    station::{Details, Station},
    store,
};

/// A station was registered.
pub const REGISTERED: Act = Act("stations.registered");
/// Details of a station changed.
pub const CHANGED: Act = Act("stations.changed");
/// Other services are loaded.
pub const SERVICES_SET: Act = Act("stations.services-set");
/// A station took a step of its life.
pub const STEP_TAKEN: Act = Act("stations.step-taken");
/// A notice was put up.
pub const NOTICE_POSTED: Act = Act("stations.notice-posted");
/// A notice was taken down.
pub const NOTICE_ENDED: Act = Act("stations.notice-ended");
/// A plate was hung.
pub const PLATE_HUNG: Act = Act("stations.plate-hung");
/// A plate was taken down.
pub const PLATE_TAKEN_DOWN: Act = Act("stations.plate-taken-down");
/// A service of the catalogue changed.
pub const SERVICE_CHANGED: Act = Act("stations.service-changed");
/// A guests' group changed.
pub const GROUP_CHANGED: Act = Act("stations.group-changed");
/// A list came in.
pub const LIST_UPLOADED: Act = Act("stations.list-uploaded");
/// A list is to be written.
pub const LIST_CONFIRMED: Act = Act("stations.list-confirmed");
/// A list was given up.
pub const LIST_GIVEN_UP: Act = Act("stations.list-given-up");
/// A list was written, or tried.
pub const LIST_IMPORTED: Act = Act("stations.list-imported");

/// A list is to be taken back.
pub const LIST_REVERSED: Act = Act("stations.list-reversed");
/// A list was taken back.
pub const LIST_TAKEN_BACK: Act = Act("stations.list-taken-back");

/// A station as an object.
pub fn station(number: &str) -> Object {
    Object::new("station", number)
}

/// A list as an object.
pub fn list(id: ImportId) -> Object {
    Object::new("import", &id)
}

/// Notes what came of a list.
pub fn imported(tx: &mut Tx<'_>, list: Object, report: &Report) {
    let Report { rows, created, updated, unchanged, duplicates, rejected, warnings, .. } = *report;
    let fields = json!({
        "rows": rows,
        "created": created,
        "updated": updated,
        "unchanged": unchanged,
        "duplicates": duplicates,
        "rejected": rejected,
        "warnings": warnings,
        "dry_run": report.dry_run.then_some(true),
    });
    note(tx, Entry::of(LIST_IMPORTED, list).after(fields));
}

/// Notes an act on a list that came in.
pub(crate) fn on_list(tx: &mut Tx<'_>, act: Act, import: &Import) -> Result<()> {
    let unit = tx.cached::<org::Tree>()?.code(import.unit).to_owned();
    let dry_run = import.dry_run.then_some(true);
    let fields = json!({ "file_name": import.file_name, "unit": unit, "dry_run": dry_run });
    note(tx, Entry::of(act, list(import.id)).after(fields));
    Ok(())
}

/// Notes an act on the station that is this leaf, which is not named otherwise.
pub(crate) fn on_leaf(
    tx: &mut Tx<'_>,
    act: Act,
    unit: UnitId,
    (before, after): (Value, Value),
) -> Result<()> {
    let known = store::stations::by_unit(tx, unit)?.ok_or(Error::NotFound("stations.unknown"))?;
    note(tx, Entry::of(act, station(&known.number)).before(before).after(after));
    Ok(())
}

/// Notes that a station has other details than before.
pub(crate) fn changed(tx: &mut Tx<'_>, before: Option<&Station>, after: &Station) {
    let before = before.map(|before| details(&before.details)).unwrap_or_default();
    let (object, after) = (station(&after.number), details(&after.details));
    note(tx, Entry::change(CHANGED, object, &before, &after));
}

/// Notes that other services are loaded than before.
pub(crate) fn services_set(tx: &mut Tx<'_>, before: &Station, services: u64) -> Result<()> {
    let catalogue = tx.cached::<Catalogue>()?;
    let of = |services| json!({ "services": codes(&catalogue, services) });
    let (before, number) = (of(before.services), &before.number);
    note(tx, Entry::change(SERVICES_SET, station(number), &before, &of(services)));
    Ok(())
}

/// Codes of a set of services.
pub(crate) fn codes(catalogue: &Catalogue, services: u64) -> Vec<String> {
    catalogue.services_of(services).map(|service| service.code.to_string()).collect()
}

/// The fields of a station's details.
pub(crate) fn details(details: &Details) -> Value {
    let location = details
        .place
        .map(|place| json!({ "lng": place.lng, "lat": place.lat, "datum": place.datum.as_str() }));
    let features: Vec<&str> = details.features.iter().map(Feature::as_str).collect();
    json!({
        "name": details.name,
        "division": details.division,
        "address": Some(&details.address).filter(|text| !text.is_empty()),
        "location": location,
        "phone": details.phone,
        "hours": details.hours.as_ref().map(ToString::to_string),
        "hours_text": details.hours_text,
        "features": Some(features).filter(|features| !features.is_empty()),
        "host_code": details.host_code,
        "host_type": details.host_type.map(HostType::as_str),
        "grade": details.grade,
    })
}

/// The fields of a new station.
pub(crate) fn registered(station: &Station, stage: &Stage, catalogue: &Catalogue) -> Value {
    let mut fields = details(&station.details);
    fields["services"] = json!(codes(catalogue, station.services));
    fields["status"] = json!(stage.status.as_str());
    fields["from"] = json!(Some(stage.from).filter(|day| *day > org::unit::beginning()));
    fields
}

/// The fields of a step of a station's life.
pub(crate) fn stage(stage: &Stage) -> Value {
    json!({
        "status": stage.status.as_str(),
        "from": stage.from,
        "to": stage.until,
        "reason": stage.reason,
    })
}

/// The fields of a notice.
pub(crate) fn notice(notice: &Notice) -> Value {
    json!({ "text": notice.text, "from": notice.from, "to": notice.to })
}

/// The fields of a plate to be hung.
pub(crate) fn new_plate(plate: &NewPlate) -> Value {
    json!({ "name": plate.name, "issuer": plate.issuer, "number": plate.number,
            "from": plate.since })
}

/// The fields of a plate that hangs.
pub(crate) fn plate(plate: &Plate) -> Value {
    json!({ "name": plate.name, "issuer": plate.issuer, "number": plate.number,
            "from": plate.from })
}

/// The fields of a service.
pub(crate) fn service(service: &Service) -> Value {
    json!({
        "name": service.name_zh,
        "name_en": service.name_en,
        "short_name": service.short_zh,
        "short_name_en": service.short_en,
        "category": service.category,
        "level": service.level,
        "measure_unit": service.measure_unit,
        "counted_at_close": service.counted_at_close,
    })
}

/// The fields of a guests' group.
pub(crate) fn group(group: &Group) -> Value {
    json!({ "name": group.name_zh, "name_en": group.name_en })
}
