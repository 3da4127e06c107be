//! Pages about ratings: what a station's own people see, what the level above sees, and everybody.

use org::Role;

use super::{RATE, handing_out, rating, token, with};
use crate::contract::{Contract, all_hold, on_each_engine};

/// Guests rate with these scores, each with a word of its own.
fn said(contract: &Contract<'_>, first: u128, scores: &[i64]) {
    for (number, score) in (first..).zip(scores) {
        let token = token(number);
        contract.recorded(&[handing_out(contract, std::slice::from_ref(&token))]);
        let said = with(&rating(contract, &token, *score), "comment", format!("话-{number}-"));
        all_hold(&contract.house.visitor(), &[(RATE, said, "201")]);
    }
}

#[test]
fn words_of_guests_are_shown_in_the_same_measure_as_figures() {
    on_each_engine(|contract| {
        let own = contract.signed_in("own", Role::Ambassador, &contract.station).caller;
        let lead = contract.signed_in("lead", Role::Supervisor, &contract.station).caller;
        let above = contract.signed_in("county", Role::Supervisor, "440305").caller;
        let desk = format!("/desk/ratings?station={}", contract.station);
        let console = format!("/console/units/{}/ratings", contract.station);
        said(contract, 1, &[5, 4, 1, 5]);
        for (who, path) in [(&own, &desk), (&lead, &console), (&lead, &desk)] {
            let page = who.get(path).expect(200).shows("评价还不到 5 条").text();
            assert!(!page.contains("话-"), "{path}");
        }
        drop(above.get(&console).expect(200).shows("话-1-").shows("话-4-").shows("样本不足"));
        said(contract, 5, &[5, 2]);
        for (who, path) in [(&own, &desk), (&lead, &console)] {
            let page = who.get(path).expect(200).shows("话-1-").shows("话-5-").text();
            assert!(!page.contains("话-6-"), "{path}");
            assert!(page.contains("80%") && page.contains("4.0"), "{page}");
        }
        let page = above.get(&console).expect(200).shows("话-6-").text();
        assert!(page.contains("66.7%"), "{page}");
    });
}

#[test]
fn everybody_sees_five_bars_from_five_ratings_on() {
    on_each_engine(|contract| {
        let path = format!("/stations/{}", contract.station);
        let nobody = contract.house.visitor();
        said(contract, 1, &[5, 5, 5, 5]);
        drop(nobody.get(&path).expect(200).shows("评价满 5 条后显示"));
        said(contract, 5, &[1]);
        let page = nobody.get(&path).expect(200).shows("满意率 80%").shows("满意度 4.2 分").text();
        assert!(["#face-5", "#face-1", "非常不满意"].iter().all(|it| page.contains(it)), "{page}");
    });
}

#[test]
fn units_below_are_ranked_and_small_samples_are_not() {
    on_each_engine(|contract| {
        said(contract, 1, &[5, 1]);
        let city = contract.signed_in("city", Role::Supervisor, "440300").caller;
        let home = city.get("/console/ratings").expect(303);
        let page = city.get(home.header("location")).expect(200);
        drop(page.shows("南山区").shows("50%").shows("样本不足").shows("邀评率"));
        let county = city.get("/console/units/440305/ratings").expect(200);
        drop(county.shows("榕树下翼站"));
    });
}

#[test]
fn whoever_was_not_served_is_counted_beside_satisfaction() {
    on_each_engine(|contract| {
        let path = format!("/stations/{}/unserved", contract.station);
        let (nobody, console) =
            (contract.house.visitor(), format!("/console/units/{}/ratings", contract.station));
        let above = contract.signed_in("county", Role::Supervisor, "440305").caller;
        drop(nobody.get(&path).expect(200).shows("到了没开门"));
        drop(nobody.submit(&path, &[]).expect(422).shows("请选一种情况"));
        drop(nobody.submit(&path, &[("why", "nonsense")]).expect(422));
        let told = [("why", "closed"), ("comment", "白跑一趟 13800001234")];
        let answer = nobody.submit(&path, &told).expect(303);
        drop(nobody.get(answer.header("location")).expect(200).shows("谢谢您告诉我们"));
        said(contract, 1, &[5, 5, 5, 5, 5]);
        let page = above.get(&console).expect(200).shows("白跑一趟 ***").shows("1 人次").text();
        assert!(page.contains("100%"), "{page}");
        let own = contract.signed_in("own", Role::Ambassador, &contract.station).caller;
        let desk = format!("/desk/ratings?station={}", contract.station);
        assert!(!own.get(&desk).expect(200).text().contains("白跑一趟"));
        let county = above.get("/console/units/440305/ratings").expect(200);
        drop(county.shows("未获服务"));
        for _ in 1..50 {
            drop(nobody.submit(&path, &[("why", "empty")]).expect(303));
        }
        drop(nobody.submit(&path, &[("why", "empty")]).expect(429));
        let poster = format!("/console/units/{}/poster", contract.station);
        drop(above.get(&poster).expect(200).shows("<svg class=\"qr\"").shows(&path));
        drop(above.get("/console/units/440305/poster").expect(404));
    });
}

#[test]
fn ways_in_are_told_apart() {
    on_each_engine(|contract| {
        let tokens: Vec<String> = (1..=3).map(token).collect();
        contract.recorded(&[handing_out(contract, &tokens)]);
        let nobody = contract.house.visitor();
        let on_tablet = with(&rating(contract, &tokens[0], 5), "way", "tablet");
        let wrong = with(&on_tablet, "way", "pigeon");
        all_hold(&nobody, &[(RATE, wrong, "422 way ratings.way"), (RATE, on_tablet, "201")]);
        all_hold(&nobody, &[(RATE, rating(contract, &tokens[1], 5), "201")]);
        let path = format!("/r/{}/{}", contract.station, tokens[2]);
        let page = nobody.get(&format!("{path}?way=tablet")).expect(200);
        drop(page.shows("name=\"way\" value=\"tablet\""));
        drop(nobody.submit(&path, &[("score", "4"), ("way", "tablet")]).expect(303));
        let above = contract.signed_in("county", Role::Supervisor, "440305").caller;
        let console = format!("/console/units/{}/ratings", contract.station);
        drop(above.get(&console).expect(200).shows("自己的手机 1 条 · 柜台平板 2 条"));
    });
}
