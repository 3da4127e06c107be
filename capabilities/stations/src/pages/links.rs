//! Ways to a station that other programs open: maps by their datum, the phone.

use geo::Datum;
use web::percent_encoded;

use crate::directory::Entry;

/// The station in Amap, which counts in GCJ-02.
pub fn amap(entry: &Entry) -> Option<String> {
    let (lng, lat) = entry.position?.to_datum(Datum::Gcj02);
    let name = percent_encoded(&entry.name);
    Some(format!(
        "https://uri.amap.com/marker?position={lng:.6},{lat:.6}&name={name}&coordinate=gaode&callnative=1"
    ))
}

/// The station for whatever map the device has (RFC 5870, WGS-84).
pub fn geo(entry: &Entry) -> Option<String> {
    let position = entry.position?;
    let (lng, lat) = (position.lng(), position.lat());
    Some(format!("geo:{lat:.6},{lng:.6}?q={lat:.6},{lng:.6}({})", percent_encoded(&entry.name)))
}

/// The first phone number as a link.
pub fn phone(entry: &Entry) -> Option<String> {
    let phone = entry.phone.as_deref()?;
    let first = phone.split(['/', '、', ';', ',', ' ']).find(|part| !part.is_empty())?;
    let digits: String =
        first.chars().filter(|c| c.is_ascii_digit() || *c == '+' || *c == '-').collect();
    (digits.len() >= 3).then(|| format!("tel:{digits}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn station() -> Entry {
        let mut entry = Entry::sample("440304-00016", "福华&路厅", None);
        entry.position = geo::Position::new(114.05, 22.54).ok();
        entry
    }

    #[test]
    fn each_map_gets_its_own_datum() {
        let amap = amap(&station()).unwrap();
        // GCJ-02 lies some hundred metres away, and a name cannot add parameters.
        assert!(!amap.contains("114.050000") && amap.contains("name=%E7%A6%8F%E5%8D%8E%26"));
        assert!(geo(&station()).unwrap().starts_with("geo:22.540000,114.050000?q="));
    }

    #[test]
    fn the_first_number_is_called() {
        let mut entry = station();
        entry.phone = Some("0755-83000000 / 13800000000".into());
        assert_eq!(phone(&entry).as_deref(), Some("tel:0755-83000000"));
        entry.phone = Some("无".into());
        assert_eq!(phone(&entry), None);
    }
}
