//! Every page of this capability, filled with invented content.

use geo::Position;
use i18n::T;
use kernel::Sample;
use web::{Shell, sample};

use crate::{
    capability::MENU,
    catalogue::{Catalogue, defaults},
    directory::{Entry, Plate},
    features::{Feature, Features},
    life::{Stage, Status},
    pages::{
        catalogue::{CataloguePage, EntryPage},
        console::StationsPage,
        finder::{FinderPage, Row},
        form_page::FormPage,
        station::StationPage,
    },
};

/// The samples.
pub fn samples(t: &T) -> Vec<Sample> {
    let catalogue = Catalogue::new(defaults::services(), defaults::groups());
    let shell = || Shell::sample(t).at("/");
    let rows = || rows(&catalogue, &shell());
    let finder = |name, shell, rows, asked| {
        sample(name, &FinderPage::sample(shell, &catalogue, rows, asked))
    };
    let station = |name, entry: &Entry| {
        let shell = Shell::sample(t).at("/stations/440304-00016");
        sample(name, &StationPage::sample(shell, entry, &catalogue))
    };
    let office = |path| shell().signed_in("沈岚", "主管 · 福田区", MENU).at(path);
    let console = |name, entries: &[Entry]| {
        sample(name, &StationsPage::sample(office("/console/units/440304/stations"), entries))
    };
    let form = |name, is_new, is_wrong| {
        let shell = office("/console/stations/440304-00016/edit");
        sample(name, &FormPage::sample(shell, &catalogue, is_new, is_wrong))
    };
    let mut all = vec![
        finder("stations/finder", shell(), rows(), true),
        finder("stations/finder-elder", shell().in_elder(), rows(), true),
        finder("stations/finder-nothing", shell(), Vec::new(), true),
        finder("stations/finder-where", shell(), Vec::new(), false),
        finder("stations/finder-where-elder", shell().in_elder(), Vec::new(), false),
        station("stations/station", &entry(1)),
        station("stations/station-suspended", &suspended()),
        console("stations/console", &[entry(1), entry(2), suspended()]),
        console("stations/console-empty", &[]),
        form("stations/new", true, false),
        form("stations/new-wrong", true, true),
        form("stations/edit", false, false),
        sample(
            "stations/catalogue",
            &CataloguePage::sample(office("/admin/catalogue"), &catalogue),
        ),
        sample("stations/service", &EntryPage::sample(office("/admin/catalogue"), true)),
        sample("stations/group", &EntryPage::sample(office("/admin/catalogue"), false)),
        station("stations/station-bare", &Entry::sample("440304-00032", "渡口市场爱心翼站", None)),
    ];
    all.extend(crate::pages::import::samples::samples(|| office("/console/units/440304/import")));
    all
}

fn rows(catalogue: &Catalogue, shell: &Shell) -> Vec<Row> {
    let needed: Vec<_> = ["A02", "A03"].iter().filter_map(|code| catalogue.service(code)).collect();
    let view =
        crate::pages::finder::RowView { catalogue, needed: &needed, t: &shell.t, now: shell.now };
    let far = [320.0, 780.0, 1_400.0];
    let mut rows: Vec<Row> = (1..)
        .zip(far)
        .map(|(no, far)| Row::of(no, &entry(no), Some(far), no == 3, &view))
        .collect();
    rows.push(Row::of(4, &suspended(), Some(2_600.0), true, &view));
    rows
}

/// One of four invented stations near the lake.
fn entry(no: usize) -> Entry {
    let (number, name, hours) = match no {
        1 => ("440304-00016", "榕树下爱心翼站", Some("1234567 08:30-18:00")),
        2 => ("440304-00024", "石桥路爱心翼站", Some("12345 08:30-15:00")),
        3 => ("440304-00032", "白鹭公园骑手驿站", Some("1234567 00:00-24:00")),
        _ => ("440304-00040", "云塔北街爱心翼站", Some("1234567 09:00-18:00")),
    };
    let mut entry = Entry::sample(number, name, hours);
    // To the east, then further and further to the south.
    let (east, south) = (no as f64 / 300.0, (no * no) as f64 / 1_500.0);
    entry.position = Position::new(114.05 + east, 22.545 - south).ok();
    entry.phone = Some("0755-83000000".into());
    entry.features = Features::of([Feature::StepFree, Feature::Parking]);
    entry.grade = Some(4);
    entry.services = if no == 3 { 0b10_0000_0000_1011 } else { 0b11_1111_1111_1111 };
    entry.hang(Plate {
        id: 1,
        name: "工会驿站".to_owned(),
        issuer: "青榕区总工会".to_owned(),
        number: Some("0418".to_owned()),
        from: org::unit::beginning(),
        to: None,
    });
    entry
}

fn suspended() -> Entry {
    let mut entry = entry(4);
    let from = org::unit::beginning().plus(1);
    let reason = Some("店面装修".into());
    entry.say(Stage { from, status: Status::Suspended, reason, until: None });
    entry
}
