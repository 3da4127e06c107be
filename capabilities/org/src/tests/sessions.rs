//! Sessions, seen and ended by their owner and by who manages the account.

use testkit::{Caller, House};

use super::{
    house::{Is, cookie_of, on_each_house, with_account},
    *,
};

const ENDING: &str = "/account/sessions/ending";

/// The handles on a page, the latest used first.
fn handles(caller: &Caller<'_>, path: &str) -> Vec<String> {
    let page = caller.get(path).expect(200).text();
    let parts = page.split("name=\"session\" value=\"").skip(1);
    parts.map(|part| part.split('"').next().unwrap_or_default().to_owned()).collect()
}

fn signed_in<'h>(house: &'h House, login: &str) -> Caller<'h> {
    let caller = house.session(&cookie_of(house, login));
    house.store.clock.advance(1);
    caller
}

#[test]
fn one_sees_ones_own_sessions_and_ends_one_or_all_others() {
    on_each_house(|house| {
        with_account(house, "li", false, |net| vec![(Role::Ambassador, net.station)]);
        with_account(house, "wang", false, |net| vec![(Role::Ambassador, net.station)]);
        let (tablet, phone, here) =
            (signed_in(house, "li"), signed_in(house, "li"), signed_in(house, "li"));
        let other = signed_in(house, "wang");
        // The one at hand is shown without a form.
        let shown = handles(&here, "/account");
        assert_eq!(shown.len(), 2);
        other.submit(ENDING, &[("session", &shown[0])]).is(404);
        here.submit(ENDING, &[("session", &shown[0])]).is(303);
        here.submit(ENDING, &[("session", &shown[0])]).is(404);
        phone.get("/api/v1/signed-in").is(401);
        tablet.get("/api/v1/signed-in").is(200);
        here.submit(ENDING, &[]).is(303);
        tablet.get("/api/v1/signed-in").is(401);
        here.get("/api/v1/signed-in").is(200);
        other.get("/api/v1/signed-in").is(200);
        assert_eq!(handles(&here, "/account").len(), 0);
    });
}

#[test]
fn a_lost_tablet_is_signed_out_by_who_manages_the_account() {
    on_each_house(|house| {
        with_account(house, "head", false, |net| vec![(Role::Supervisor, net.county)]);
        with_account(house, "far", false, |net| vec![(Role::Supervisor, net.elsewhere)]);
        with_account(house, "guard", false, |net| vec![(Role::Security, net.nation)]);
        let li = with_account(house, "li", false, |net| vec![(Role::Ambassador, net.station)]);
        let (tablet, phone) = (signed_in(house, "li"), signed_in(house, "li"));
        let (page, ending) = (
            format!("/console/people/{li}?why=lost"),
            format!("/console/people/{li}/sessions/ending"),
        );
        let (head, far) = (signed_in(house, "head"), signed_in(house, "far"));
        let shown = handles(&head, &page);
        assert_eq!(shown.len(), 2);
        far.submit(&ending, &[("session", &shown[1])]).is(404);
        phone.submit(&ending, &[]).is(403);
        head.submit(&ending, &[("session", &shown[1])]).is(303);
        tablet.get("/api/v1/signed-in").is(401);
        phone.get("/api/v1/signed-in").is(200);
        let all = format!("/admin/accounts/{li}/sessions/ending");
        signed_in(house, "guard").submit(&all, &[]).is(303);
        phone.get("/api/v1/signed-in").is(401);
    });
}

#[test]
fn a_lost_tablet_is_signed_out_from_the_page_of_its_station() {
    on_each_house(|house| {
        with_account(house, "head", false, |net| vec![(Role::Supervisor, net.county)]);
        with_account(house, "far", false, |net| vec![(Role::Supervisor, net.elsewhere)]);
        let li = with_account(house, "li", false, |net| vec![(Role::Ambassador, net.station)]);
        with_account(house, "wang", false, |net| vec![(Role::Ambassador, net.county)]);
        let (tablet, _elsewhere) = (signed_in(house, "li"), signed_in(house, "wang"));
        let page = "/console/units/440305-00121/devices";
        let ending = format!("{page}/ending");
        let (head, far) = (signed_in(house, "head"), signed_in(house, "far"));
        far.get(page).is(404);
        tablet.get(page).is(403);
        head.get("/console/units/440305/devices").is(404);
        // Those of the station alone, not whoever serves in the county.
        let shown = handles(&head, page);
        assert_eq!(shown.len(), 1);
        let li = li.to_string();
        let form = [("account", &*li), ("session", &*shown[0])];
        far.submit(&ending, &form).is(404);
        head.submit(&ending, &form).is(303);
        tablet.get("/api/v1/signed-in").is(401);
        assert!(handles(&head, page).is_empty());
        head.submit(&ending, &form).is(404);
    });
}
