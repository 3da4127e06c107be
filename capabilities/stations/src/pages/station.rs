//! `/stations/{code}`: everything about one station, for everybody.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use db::{Day, Tx};
use geo::divisions;
use kernel::{App, Error, Result};
use org::{Viewer, Who};
use web::{Ctx, Faces, Shell};

use super::{catalogue::category_label, links, open_words::OpenWords};
use crate::{
    catalogue::{CATEGORIES, Catalogue},
    directory::{Directory, Entry},
    features::Feature,
    figures::{Figures, PublicFigures, Scores},
    hours::Span,
    number::StationNumber,
    scope, store,
};

/// Stars of the best grade.
const STARS: u8 = 5;

/// A day of the declared week.
#[derive(Clone, Debug)]
pub struct DayHours {
    /// Its name.
    label: String,
    /// From–to, or that it is closed.
    spans: String,
    today: bool,
}

/// A service of the station.
#[derive(Clone, Debug)]
pub struct Offered {
    icon: String,
    name: String,
    /// `planned` or `suspended`: not to be had today.
    off: Option<String>,
}

/// Services of one category.
#[derive(Clone, Debug)]
pub struct Group {
    label: String,
    services: Vec<Offered>,
}

/// A plate, in words.
#[derive(Clone, Debug)]
pub struct PlateLine {
    name: String,
    meta: String,
}

/// A notice, in words.
#[derive(Clone, Debug)]
pub struct NoticeLine {
    text: String,
    since: String,
}

/// The page.
#[derive(Template)]
#[template(path = "station.html")]
pub struct StationPage {
    shell: Shell,
    number: String,
    name: String,
    county: Option<(String, String)>,
    /// Full and empty stars; none without a grade.
    stars: Vec<bool>,
    grade: u8,
    open: OpenWords,
    notices: Vec<NoticeLine>,
    groups: Vec<Group>,
    loaded: usize,
    missing: usize,
    address: String,
    path: String,
    features: Vec<&'static str>,
    amap: Option<String>,
    geo: Option<String>,
    call: Option<String>,
    phone: Option<String>,
    week: Vec<DayHours>,
    hours_text: Option<String>,
    plates: Vec<PlateLine>,
    figures: Option<Figures>,
    ratings: Option<RatingsPart>,
    /// The console's page about it, for those who may edit it.
    edit: Option<String>,
}

/// What guests think.
#[derive(Clone, Debug)]
pub struct RatingsPart {
    rated: i64,
    /// 满意率, in per cent.
    satisfaction: String,
    /// 满意度, with one decimal.
    mean: String,
    faces: Faces,
}

impl RatingsPart {
    fn of(scores: Scores, words: [String; 5], shell: &Shell) -> Self {
        let rated: i64 = scores.iter().sum();
        let sum: i64 = (1..).zip(scores).map(|(score, count): (i64, i64)| score * count).sum();
        let share = |part: i64| part as f64 / rated.max(1) as f64;
        Self {
            rated,
            satisfaction: shell.t.percent(share(scores[2..].iter().sum())),
            mean: format!("{:.1}", share(sum)),
            faces: Faces::new(scores, words),
        }
    }
}

/// `GET /stations/{code}`
pub async fn show<F: PublicFigures>(
    app: State<App>,
    ctx: Ctx,
    who: Who,
    Path(code): Path<String>,
) -> Result<Response> {
    let (shell, viewer) = (ctx.shell(), who.viewer());
    let load = move |tx: &mut Tx<'_>| {
        let number = StationNumber::parse(&code).map_err(|_| scope::UNKNOWN)?;
        let directory = tx.cached::<Directory>()?;
        let entry = scope::visible(tx, &directory, &viewer, number.as_str())?;
        let figures = F::of_station(tx, entry.unit)?;
        let words = F::score_words(tx, shell.lang)?;
        let ratings = F::ratings(tx, &viewer, entry.unit)?;
        let ratings = ratings.map(|scores| RatingsPart::of(scores, words, &shell));
        let page = StationPage::load(tx, &viewer, entry, shell, figures)?;
        Ok::<_, Error>(StationPage { ratings, ..page })
    };
    let page = app.db.read(load).await?;
    web::page(StatusCode::OK, &page)
}

/// The name of a service, the state and since when.
type Offer = (String, String, Day);

impl StationPage {
    fn load(
        tx: &mut Tx<'_>,
        viewer: &Viewer,
        entry: &Entry,
        shell: Shell,
        figures: Option<Figures>,
    ) -> Result<Self> {
        let catalogue = tx.cached::<Catalogue>()?;
        let offers = store::life::services(tx, entry.unit)?;
        let offers: Vec<Offer> =
            offers.into_iter().map(|row| (row.service, row.state, row.since)).collect();
        let notices = store::life::notices_on(tx, entry.unit, tx.today())?;
        let kept = store::stations::by_unit(tx, entry.unit)?;
        let may_edit = viewer.holds(&*tx.cached::<org::Tree>()?, &scope::EDITORS, entry.unit);
        let since = |day: &Day| shell.t.near_day(&day.date(), &shell.today().date()).to_string();
        let notices = notices
            .iter()
            .map(|row| NoticeLine { text: row.text.clone(), since: since(&row.from) })
            .collect();
        let page = Self::of(shell, entry, &catalogue, &offers);
        Ok(Self {
            notices,
            hours_text: kept.and_then(|station| station.details.hours_text),
            figures,
            edit: may_edit.then(|| format!("/console/stations/{}/edit", entry.number)),
            ..page
        })
    }

    fn of(shell: Shell, entry: &Entry, catalogue: &Catalogue, offers: &[Offer]) -> Self {
        let county = divisions::county_level(&entry.division)
            .map(|county| (county.name.to_owned(), format!("/?division={}", county.code)));
        let loaded = offers.iter().filter(|(_, state, _)| state == "loaded").count();
        Self {
            number: entry.number.to_string(),
            name: entry.name.to_string(),
            county,
            stars: stars(entry.grade),
            grade: entry.grade.unwrap_or_default(),
            open: OpenWords::of(entry, shell.now, &shell.t),
            notices: Vec::new(),
            groups: groups(&shell, catalogue, offers),
            loaded,
            missing: offers.len() - loaded,
            address: entry.address.to_string(),
            path: divisions::path_name(&entry.division).unwrap_or_default(),
            features: entry.features.iter().map(Feature::label).collect(),
            amap: links::amap(entry),
            geo: links::geo(entry),
            call: links::phone(entry),
            phone: entry.phone.as_deref().map(str::to_owned),
            week: week(&shell, entry),
            hours_text: None,
            plates: plates(&shell, entry),
            figures: None,
            ratings: None,
            edit: None,
            shell,
        }
    }

    /// The page of an invented station, for samples.
    pub fn sample(shell: Shell, entry: &Entry, catalogue: &Catalogue) -> Self {
        let today = shell.today();
        let offers: Vec<Offer> = catalogue
            .services_of(entry.services)
            .enumerate()
            .map(|(place, service)| {
                let state = if place == 2 { "suspended" } else { "loaded" };
                (service.code.to_string(), state.to_owned(), today)
            })
            .collect();
        let notices = vec![NoticeLine {
            text: "12 月 1 日起改冬季时间：09:00–17:30。".to_owned(),
            since: shell.t.near_day(&today.date(), &today.date()).to_string(),
        }];
        let figures = Some(Figures { today: 14, month: 386 });
        let words = ["非常不满意", "不满意", "基本满意", "满意", "非常满意"].map(str::to_owned);
        let ratings = Some(RatingsPart::of([1, 2, 4, 25, 184], words, &shell));
        Self { notices, figures, ratings, ..Self::of(shell, entry, catalogue, &offers) }
    }
}

fn stars(grade: Option<u8>) -> Vec<bool> {
    grade.map_or_else(Vec::new, |grade| (1..=STARS).map(|star| star <= grade).collect())
}

fn groups(shell: &Shell, catalogue: &Catalogue, offers: &[Offer]) -> Vec<Group> {
    let t = &shell.t;
    let offered = |code: &str| offers.iter().find(|(service, _, _)| service == code);
    let group = |category: &&'static str| {
        let services = catalogue.services().iter().filter(|service| service.category == **category);
        let services: Vec<Offered> = services
            .filter_map(|service| offered(&service.code).map(|offer| (service, offer)))
            .map(|(service, (_, state, _))| Offered {
                icon: service.icon(),
                name: service.name(shell.lang).to_owned(),
                off: match state.as_str() {
                    "loaded" => None,
                    "planned" => Some(t.msg("stations-service-planned").to_string()),
                    _ => Some(t.msg("stations-service-suspended").to_string()),
                },
            })
            .collect();
        let key = category_label(category);
        (!services.is_empty()).then(|| Group { label: t.msg(key).to_string(), services })
    };
    CATEGORIES.iter().filter_map(group).collect()
}

fn week(shell: &Shell, entry: &Entry) -> Vec<DayHours> {
    const DAYS: [&str; 7] = [
        "stations-monday",
        "stations-tuesday",
        "stations-wednesday",
        "stations-thursday",
        "stations-friday",
        "stations-saturday",
        "stations-sunday",
    ];
    let Some(hours) = entry.hours() else { return Vec::new() };
    let today = shell.today().weekday();
    let text = |spans: &[Span]| match spans {
        [] => shell.t.msg("stations-day-closed").to_string(),
        [Span::ALL_DAY] => shell.t.msg("stations-day-whole").to_string(),
        spans => {
            let spans = spans
                .iter()
                .map(|span| format!("{}–{}", Span::clock(span.from()), Span::clock(span.to())));
            spans.collect::<Vec<_>>().join(&shell.t.msg("stations-comma").to_string())
        }
    };
    (1..)
        .zip(DAYS)
        .map(|(day, key)| DayHours {
            label: shell.t.msg(key).to_string(),
            spans: text(hours.day(day)),
            today: day == today,
        })
        .collect()
}

fn plates(shell: &Shell, entry: &Entry) -> Vec<PlateLine> {
    let line = |plate: &crate::directory::Plate| {
        let day = shell.t.full_day(&plate.from.date());
        let meta = match &plate.number {
            Some(number) => shell
                .t
                .msg("stations-plate-meta-number")
                .arg("issuer", plate.issuer.as_str())
                .arg("number", number.as_str())
                .arg("day", day)
                .to_string(),
            None => shell
                .t
                .msg("stations-plate-meta")
                .arg("issuer", plate.issuer.as_str())
                .arg("day", day)
                .to_string(),
        };
        PlateLine { name: plate.name.clone(), meta }
    };
    entry.plates_on(shell.today()).map(line).collect()
}
