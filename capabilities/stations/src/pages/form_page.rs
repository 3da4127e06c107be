//! The console's form of one station, as a page.

use askama::Template;
use db::Tx;
use geo::Datum;
use kernel::Result;
use org::Tree;
use web::{Problems, Shell};

use super::{
    console::UnitName,
    form::{ReadingChoice, StationForm, Wrong},
};
use crate::{
    catalogue::Catalogue, closing, directory::Plate, features::Feature,
    import::host_type::HostType, life::Status, notice, plate, station::Station,
};

/// Something to tick or to choose.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is sent.
    value: String,
    /// The word.
    label: String,
    /// Ticked or chosen.
    on: bool,
}

impl Choice {
    fn new(value: &str, label: String, on: bool) -> Self {
        Self { value: value.to_owned(), label, on }
    }
}

/// A station that is changed.
#[derive(Clone, Debug)]
pub struct Known {
    number: String,
    name: String,
    status: Status,
    status_word: String,
    version: i64,
    notices: Vec<notice::Notice>,
    plates: Vec<Plate>,
}

/// The page.
#[derive(Template)]
#[template(path = "station-form.html")]
pub struct FormPage {
    shell: Shell,
    unit: UnitName,
    known: Option<Known>,
    form: StationForm,
    problems: Problems,
    hours_readings: Vec<ReadingChoice>,
    division_readings: Vec<ReadingChoice>,
    services: Vec<Choice>,
    features: Vec<Choice>,
    host_types: Vec<Choice>,
    grades: Vec<Choice>,
    datums: Vec<Choice>,
    /// It was saved a moment ago.
    pub saved: bool,
}

impl FormPage {
    /// The form of a known station.
    pub fn of_known(
        tx: &mut Tx<'_>,
        shell: Shell,
        station: Station,
        form: StationForm,
        wrong: Wrong,
    ) -> Result<Self> {
        let (tree, today) = (tx.cached::<Tree>()?, tx.today());
        let parent = tree.parent(station.unit, today).unwrap_or(station.unit);
        let status = closing::life(tx, station.unit)?.status(today);
        let known = Known {
            number: station.number,
            name: station.details.name,
            status,
            status_word: shell.t.msg(status.label()).to_string(),
            version: station.version,
            notices: notice::on(tx, station.unit, today)?,
            plates: plate::on(tx, station.unit, today)?,
        };
        Self::load(tx, shell, UnitName::of(&tree, parent), Some(known), form, wrong)
    }

    /// The form of a station under a unit.
    pub fn load(
        tx: &mut Tx<'_>,
        shell: Shell,
        unit: UnitName,
        known: Option<Known>,
        form: StationForm,
        wrong: Wrong,
    ) -> Result<Self> {
        Ok(Self::of(shell, unit, known, form, wrong, &*tx.cached::<Catalogue>()?))
    }

    fn of(
        shell: Shell,
        unit: UnitName,
        known: Option<Known>,
        form: StationForm,
        wrong: Wrong,
        catalogue: &Catalogue,
    ) -> Self {
        let word = |key: &str| shell.t.msg(key).to_string();
        let has = |list: &str, value: &str| list.split(',').any(|each| each == value);
        let services = catalogue.services().iter().map(|service| {
            let name = service.name(shell.lang).to_owned();
            Choice::new(&service.code, name, has(&form.services, &service.code))
        });
        let features = Feature::ALL.into_iter().map(|feature| {
            let on = has(&form.features, feature.as_str());
            Choice::new(feature.as_str(), word(feature.label()), on)
        });
        let host_types = HostType::ALL.into_iter().map(|kind| {
            Choice::new(kind.as_str(), word(host_label(kind)), form.host_type == kind.as_str())
        });
        Self {
            services: services.collect(),
            features: features.collect(),
            host_types: host_types.collect(),
            grades: grades(&shell, &form.grade),
            datums: datums(&shell, &form.datum),
            problems: wrong.fields.into(),
            hours_readings: wrong.hours,
            division_readings: wrong.divisions,
            saved: false,
            unit,
            known,
            form,
            shell,
        }
    }

    /// Steps that need no reason, each with its word.
    fn next_steps(&self) -> Vec<(&'static str, String)> {
        let Some(known) = &self.known else { return Vec::new() };
        let needs_no_reason = |next: &Status| !matches!(next, Status::Suspended | Status::Closed);
        let next = Status::ALL.into_iter().filter(|next| known.status.may_become(*next));
        let word = |next: Status| match (known.status, next) {
            (Status::Suspended, Status::Active) => "stations-reopen",
            _ => next.label(),
        };
        next.filter(needs_no_reason)
            .map(|next| (next.as_str(), self.shell.t.msg(word(next)).to_string()))
            .collect()
    }

    /// A page of an invented station, for samples.
    pub fn sample(shell: Shell, catalogue: &Catalogue, is_new: bool, is_wrong: bool) -> Self {
        let unit = UnitName { code: "440304".to_owned(), name: "福田区".to_owned() };
        let form = StationForm {
            name: "榕树下爱心翼站".to_owned(),
            division: "440304".to_owned(),
            hours: "夏季 08:00–18:00，冬季 09:00–17:30".to_owned(),
            services: "A01,A02".to_owned(),
            ..StationForm::default()
        };
        let status = Status::Active;
        let known = (!is_new).then(|| Known {
            number: "440304-00016".to_owned(),
            name: form.name.clone(),
            status,
            status_word: shell.t.msg(status.label()).to_string(),
            version: 3,
            notices: vec![notice::Notice {
                id: 1,
                text: "12 月 1 日起改冬季时间。".to_owned(),
                from: shell.today(),
                to: None,
            }],
            plates: vec![Plate {
                id: 1,
                name: "工会驿站".to_owned(),
                issuer: "青榕区总工会".to_owned(),
                number: Some("0418".to_owned()),
                from: shell.today(),
                to: None,
            }],
        });
        let mut wrong = Wrong::default();
        if is_wrong {
            let meant = form.meant(catalogue, None, None, super::form::language(shell.lang));
            wrong = meant.err().unwrap_or_default();
        }
        Self::of(shell, unit, known, form, wrong, catalogue)
    }
}

fn grades(shell: &Shell, chosen: &str) -> Vec<Choice> {
    let grade = |grade: u8| {
        let label = shell.t.msg("stations-stars").arg("count", grade).to_string();
        Choice::new(&grade.to_string(), label, chosen == grade.to_string())
    };
    (1..=5).map(grade).collect()
}

fn datums(shell: &Shell, chosen: &str) -> Vec<Choice> {
    let all = [
        (Datum::Wgs84, "stations-datum-wgs84"),
        (Datum::Gcj02, "stations-datum-gcj02"),
        (Datum::Bd09, "stations-datum-bd09"),
    ];
    let datum = |(datum, key): (Datum, &str)| {
        Choice::new(datum.as_str(), shell.t.msg(key).to_string(), chosen == datum.as_str())
    };
    all.into_iter().map(datum).collect()
}

fn host_label(kind: HostType) -> &'static str {
    match kind {
        HostType::SelfRun => "stations-host-self-run",
        HostType::Exclusive => "stations-host-exclusive",
        HostType::Agent => "stations-host-agent",
        HostType::Community => "stations-host-community",
        HostType::Mobile => "stations-host-mobile",
    }
}
