//! The page that a code opens, as guests use it: forms, no script, no account.

use serde_json::Value;
use testkit::{Answer, Caller};

use super::{DAY, handing_out, seen, token, with};
use crate::contract::{Contract, on_each_engine};

/// A guest with the code of a service that was given.
struct Guest<'h> {
    browser: Caller<'h>,
    path: String,
}

impl<'h> Guest<'h> {
    fn of(contract: &Contract<'h>, token: &str) -> Self {
        let path = format!("/r/{}/{token}", contract.station);
        Self { browser: contract.house.visitor(), path }
    }

    fn opens(&self) -> Answer {
        self.browser.get(&self.path)
    }

    fn says(&self, score: &str, more: &[(&str, &str)]) -> Answer {
        let form: Vec<_> = [("score", score)].into_iter().chain(more.iter().copied()).collect();
        self.browser.submit(&self.path, &form)
    }
}

fn served<'h>(contract: &Contract<'h>, number: u128) -> Guest<'h> {
    let token = token(number);
    contract.recorded(&[handing_out(contract, std::slice::from_ref(&token))]);
    Guest::of(contract, &token)
}

fn counted(contract: &Contract<'_>) -> Vec<Value> {
    seen(contract, &contract.nation, "100000")
}

fn all(figures: [i64; 4]) -> Vec<Value> {
    figures.map(Value::from).to_vec()
}

#[test]
fn a_guest_rates_changes_and_takes_back() {
    on_each_engine(|contract| {
        let guest = served(contract, 1);
        let page = guest.opens().expect(200).shows("data-size=\"elder\"").text();
        for word in
            ["非常满意", "满意", "基本满意", "不满意", "非常不满意", "榕树下翼站", "饮水供给"]
        {
            assert!(page.contains(word), "{word}");
        }
        drop(guest.says("", &[]).expect(422).shows("请选一项"));
        let more = [("reasons", "kind"), ("reasons", "quick"), ("comment", "回电13800001234")];
        let answer = guest.says("4", &more).expect(303);
        assert_eq!(answer.header("location"), guest.path);
        assert_eq!(counted(contract), all([1, 4, 1, 0]));
        drop(guest.opens().expect(200).shows("您选了「满意」"));
        let change = format!("{}?change=1", guest.path);
        let form = guest.browser.get(&change).expect(200).shows("回电***").text();
        assert!(form.contains("value=\"4\" required checked"), "{form}");
        assert!(form.contains("value=\"quick\" checked"), "{form}");
        drop(guest.says("1", &[("on_behalf", "1")]).expect(303));
        assert_eq!(counted(contract), all([1, 1, 0, 1]));
        let withdrawal = format!("{}/withdrawal", guest.path);
        drop(guest.browser.submit(&withdrawal, &[]).expect(303));
        assert_eq!(counted(contract), all([0, 0, 0, 0]));
        drop(guest.opens().expect(200).shows("评价已经撤回"));
        drop(guest.says("5", &[]).expect(200).shows("评价已经撤回"));
        assert_eq!(counted(contract), all([0, 0, 0, 0]));
    });
}

#[test]
fn a_code_that_can_be_used_no_more_is_told_kindly() {
    on_each_engine(|contract| {
        let guest = served(contract, 1);
        drop(guest.says("3", &[]).expect(303));
        contract.pass(601);
        drop(guest.opens().expect(200).shows("已经评价过了"));
        drop(guest.says("1", &[]).expect(200).shows("已经评价过了"));
        assert_eq!(counted(contract), all([1, 3, 1, 0]));

        let old =
            with(&handing_out(contract, &[token(2)]), "occurred_at", contract.moment(-8 * DAY));
        contract.recorded(&[old]);
        let late = Guest::of(contract, &token(2));
        drop(late.opens().expect(410).shows("已过 7 天"));
        drop(late.says("1", &[]).expect(410));

        for broken in ["short", "AAECAwQFBgcICQoLDA0O=="] {
            drop(Guest::of(contract, broken).opens().expect(404).shows("请再扫一次"));
        }
        let beside = contract.registered("440305", "石桥翼站");
        let elsewhere = format!("/r/{beside}/{}", token(1));
        drop(contract.house.visitor().get(&elsewhere).expect(404).shows("请再扫一次"));
    });
}

#[test]
fn what_comes_before_its_record_is_told_so() {
    on_each_engine(|contract| {
        let guest = Guest::of(contract, &token(1));
        drop(guest.opens().expect(200).shows("这次服务"));
        drop(guest.says("5", &[]).expect(303));
        drop(guest.opens().expect(200).shows("传到后这条评价就计入"));
        contract.pass(601);
        drop(guest.opens().expect(200).shows("现在不能再改了"));
        contract.recorded(&[handing_out(contract, &[token(1)])]);
        assert_eq!(counted(contract), all([1, 5, 1, 0]));
        drop(guest.opens().expect(200).shows("已经评价过了"));
    });
}

#[test]
fn who_chose_the_standard_size_keeps_it() {
    on_each_engine(|contract| {
        let guest = served(contract, 1);
        let browser = guest.browser.clone().with("cookie", "elder=0; lang=en");
        let page = browser.get(&guest.path).expect(200);
        drop(page.shows("data-size=\"standard\"").shows("Were you satisfied"));
    });
}
