//! What a service record is, and when one is refused. No SQL, no HTTP.

use db::{Day, Instant};
use serde::Deserialize;

db::id!(
    /// A service record or a reversal; made by the client.
    VisitId: Uuid
);

/// Clocks of tablets may be ahead by so many seconds.
const FUTURE_GRACE_SECONDS: i64 = 5 * 60;
/// A record may come so many seconds late, unless the role may backfill.
const LATE_SECONDS: i64 = 31 * 24 * 3600;
/// Person-times of one record.
const PEOPLE: std::ops::RangeInclusive<i64> = 1..=10_000;
/// Rating keys of one record, whatever its people.
const RATING_KEYS: usize = 200;
/// Characters of a note.
const NOTE_CHARS: usize = 500;

/// SHA-256 of a rating token's text.
pub type RatingKey = [u8; 32];

/// A record as it came, rightly typed but not judged yet.
#[derive(Debug, Deserialize)]
pub struct Incoming {
    id: String,
    station: String,
    service: String,
    people: i64,
    arrivals: Option<i64>,
    occurred_at: Instant,
    group: Option<String>,
    activity: Option<String>,
    note: Option<String>,
    #[serde(default)]
    rating_keys: Option<Vec<String>>,
}

/// A record whose every field is sound by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Made by the client.
    pub id: VisitId,
    /// Number of the station.
    pub station: String,
    /// Code of the service.
    pub service: String,
    /// Person-times of this service (服务人次).
    pub people: i64,
    /// How many of them came in with this record (到站人次).
    pub arrivals: i64,
    /// Code of the guests' group; never a condition of service.
    pub group: Option<String>,
    /// What the ambassador wrote.
    pub note: Option<String>,
    /// When it happened.
    pub occurred_at: Instant,
    /// Rights to rate handed out with it.
    pub rating_keys: Vec<RatingKey>,
}

/// Why one record of a batch was not taken.
pub type Refusal = &'static str;

/// Wrong type, missing field, unknown activity, too many keys.
pub const MALFORMED: Refusal = "visits.malformed";

impl Incoming {
    /// The id, as the caller wrote it.
    pub fn id_text(&self) -> &str {
        &self.id
    }

    /// Judges every field by itself; what depends on the network is judged by the verbs.
    ///
    /// The people of a record are judged later, after its station, so that a caller hears of the
    /// first thing that is wrong in the order of the contract.
    pub fn into_record(self) -> Result<Record, Refusal> {
        let keys = self.rating_keys.unwrap_or_default();
        let note = self.note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
        let too_long = note.as_ref().is_some_and(|note| note.chars().count() > NOTE_CHARS);
        let most = usize::try_from(self.people).unwrap_or_default().min(RATING_KEYS);
        let too_many = keys.len() > most;
        if self.activity.is_some() || too_long || too_many {
            return Err(MALFORMED);
        }
        let mut rating_keys = Vec::with_capacity(keys.len());
        for key in &keys {
            let key = rating_key(key).ok_or(MALFORMED)?;
            if rating_keys.contains(&key) {
                return Err(MALFORMED);
            }
            rating_keys.push(key);
        }
        Ok(Record {
            id: VisitId(db::uuid_v7(&self.id).ok_or("visits.bad-id")?),
            arrivals: self.arrivals.unwrap_or(self.people),
            station: self.station,
            service: self.service,
            people: self.people,
            group: self.group,
            note,
            occurred_at: self.occurred_at,
            rating_keys,
        })
    }
}

impl Record {
    /// People served at a moment, who all came in for it, and nothing more to say about them.
    pub fn of_people(
        id: VisitId,
        station: &str,
        service: &str,
        people: i64,
        occurred_at: Instant,
    ) -> Self {
        Self {
            id,
            station: station.to_owned(),
            service: service.to_owned(),
            people,
            arrivals: people,
            occurred_at,
            group: None,
            note: None,
            rating_keys: Vec::new(),
        }
    }

    /// The Shanghai day on which it happened.
    pub fn day(&self) -> Day {
        self.occurred_at.day()
    }

    /// Whether its figures are within bounds.
    pub fn check_people(&self) -> Result<(), Refusal> {
        let sound = PEOPLE.contains(&self.people) && (0..=self.people).contains(&self.arrivals);
        if sound { Ok(()) } else { Err("visits.people") }
    }

    /// Whether its time is acceptable at `now` to somebody who may or may not backfill.
    pub fn check_time(&self, now: Instant, may_backfill: bool) -> Result<(), Refusal> {
        if self.occurred_at > now.plus_seconds(FUTURE_GRACE_SECONDS) {
            return Err("visits.future");
        }
        let too_old = self.occurred_at < now.plus_seconds(-LATE_SECONDS) && !may_backfill;
        // Days are counted from 1970 on; nothing older can be booked.
        if too_old || self.occurred_at < Instant(0) { Err("visits.too-old") } else { Ok(()) }
    }
}

/// Reads a rating key: 43 characters of base64url without padding, SHA-256 of the token's text.
pub fn rating_key(text: &str) -> Option<RatingKey> {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn incoming(json: &str) -> Result<Record, Refusal> {
        serde_json::from_str::<Incoming>(json).map_err(|_| MALFORMED)?.into_record()
    }

    fn with(field: &str) -> Result<Record, Refusal> {
        incoming(&format!(
            r#"{{"id":"019ab0c1-0000-7000-8000-000000000001","station":"440305-00121",
                "service":"A02","people":3,"occurred_at":"2026-11-24T09:00:00+08:00"{field}}}"#
        ))
    }

    #[test]
    fn arrivals_are_the_people_unless_said_otherwise() {
        assert_eq!(with("").unwrap().arrivals, 3);
        assert_eq!(with(r#","arrivals":1"#).unwrap().arrivals, 1);
        assert_eq!(with(r#","arrivals":null"#).unwrap().arrivals, 3);
    }

    #[test]
    fn a_wrong_type_an_unknown_activity_or_too_many_keys_are_malformed() {
        let key = |n: u8| format!("\"{}\"", base64_key(n));
        let keys = |count: u8| {
            let list: Vec<String> = (0..count).map(key).collect();
            format!(r#","rating_keys":[{}]"#, list.join(","))
        };
        assert_eq!(with(&keys(3)).unwrap().rating_keys.len(), 3);
        for wrong in [
            r#","arrivals":"1""#,
            r#","arrivals":1.5"#,
            r#","activity":"x""#,
            r#","rating_keys":["short"]"#,
            r#","note":7"#,
            &keys(4),
            &format!(r#","rating_keys":[{0},{0}]"#, key(1)),
            &format!(r#","note":"{}""#, "长".repeat(NOTE_CHARS + 1)),
        ] {
            assert_eq!(with(wrong), Err(MALFORMED), "{wrong}");
        }
    }

    fn base64_key(n: u8) -> String {
        use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
        URL_SAFE_NO_PAD.encode([n; 32])
    }

    #[test]
    fn ids_are_uuids_of_version_7() {
        assert!(db::uuid_v7("019ab0c1-0000-7000-8000-000000000001").is_some());
        for wrong in [
            "019ab0c1-0000-4000-8000-000000000001",
            "019ab0c100007000800000000000001",
            "{019ab0c1-0000-7000-8000-000000000001}",
            "019ab0c1-0000-7000-c000-000000000001",
            "",
        ] {
            assert!(db::uuid_v7(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn people_and_arrivals_have_bounds() {
        let people = |people, arrivals| Record { people, arrivals, ..with("").unwrap() };
        for (good, arrivals) in [(1, 0), (1, 1), (10_000, 10_000)] {
            assert_eq!(people(good, arrivals).check_people(), Ok(()));
        }
        for (bad, arrivals) in [(0, 0), (10_001, 1), (3, 4), (3, -1), (-1, -1)] {
            assert_eq!(people(bad, arrivals).check_people(), Err("visits.people"));
        }
    }

    #[test]
    fn five_minutes_ahead_and_thirty_one_days_late_are_the_edges() {
        let at = |seconds| {
            let now = Instant(1_790_000_000_000_000);
            let record = Record { occurred_at: now.plus_seconds(seconds), ..with("").unwrap() };
            (record.check_time(now, false), record.check_time(now, true))
        };
        assert_eq!(at(300), (Ok(()), Ok(())));
        assert_eq!(at(301), (Err("visits.future"), Err("visits.future")));
        assert_eq!(at(-31 * 86_400), (Ok(()), Ok(())));
        assert_eq!(at(-31 * 86_400 - 1), (Err("visits.too-old"), Ok(())));
        assert_eq!(at(-1_790_000_001), (Err("visits.too-old"), Err("visits.too-old")));
    }
}
