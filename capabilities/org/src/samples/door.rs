//! Pages around signing in: the door, the second factor, one's own account.

use i18n::T;
use kernel::Sample;
use web::{Shell, sample};

use super::{MOMENT, account_page, sessions, wrong};
use crate::{
    factor::Secret,
    pages::{
        code::{CodeForm, CodePage},
        door::{Problem, SignInForm, SignInPage},
        factor::{FactorPage, SetUp, Stage as FactorStage},
        form::Wrong,
        own::OwnPage,
        password::{PasswordPage, Stage},
    },
    password::FEWEST,
};

/// All of them.
pub fn samples(t: &T) -> Vec<Sample> {
    let mut all = sign_in(t);
    all.extend(password(t));
    all.extend(factor(t));
    all.extend(own(t));
    all
}

fn sign_in(t: &T) -> Vec<Sample> {
    let page = |shell: Shell, problem| SignInPage {
        shell: shell.at("/sign-in"),
        form: SignInForm { login: "rsx127".to_owned(), ..SignInForm::default() },
        problem,
    };
    let code = |problem| CodePage {
        shell: Shell::sample(t).at("/sign-in/code"),
        form: CodeForm { next: Some("/console".to_owned()), ..CodeForm::default() },
        problem,
    };
    vec![
        sample("org/sign-in", &page(Shell::sample(t), None)),
        sample("org/sign-in-wrong", &page(Shell::sample(t), Some(Problem::Wrong(4)))),
        sample("org/sign-in-last", &page(Shell::sample(t), Some(Problem::Wrong(0)))),
        sample("org/sign-in-resting", &page(Shell::sample(t), Some(Problem::Resting(900)))),
        sample("org/sign-in-elder", &page(Shell::sample(t).in_elder(), None)),
        sample("org/code", &code(None)),
        sample("org/code-wrong", &code(Some(Problem::Wrong(1)))),
        sample("org/code-resting", &code(Some(Problem::Resting(61)))),
    ]
}

fn password(t: &T) -> Vec<Sample> {
    let page = |stage, wrong| PasswordPage {
        shell: Shell::sample(t).at("/account/password"),
        stage,
        wrong,
        fewest: FEWEST,
    };
    vec![
        sample("org/password-first", &page(Stage::First, Wrong::default())),
        sample(
            "org/password-wrong",
            &page(Stage::Open, wrong("password", "accounts.password-short")),
        ),
        sample("org/password-fixed", &page(Stage::Fixed, Wrong::default())),
        sample("org/password-done", &page(Stage::Done, Wrong::default())),
    ]
}

fn factor(t: &T) -> Vec<Sample> {
    let page = |stage, wrong, problem| FactorPage {
        shell: Shell::sample(t).at("/account/factor"),
        stage,
        wrong,
        problem,
    };
    let set_up = |first| {
        let set_up = SetUp::new(&Secret::of([0x5a; 20]), "翼站", "rsx127", first);
        set_up.map_or(FactorStage::Fixed, FactorStage::SetUp)
    };
    let kept = |codes_left| FactorStage::Kept { since: MOMENT, codes_left };
    let codes = vec!["k7mf-29xq-hw4t".to_owned(), "9pza-rr3c-wm8e".to_owned()];
    let codes = FactorStage::Codes { codes, work: "/console" };
    vec![
        sample("org/factor-first", &page(set_up(true), Wrong::default(), None)),
        sample("org/factor-wrong", &page(set_up(false), wrong("code", "factor.wrong"), None)),
        sample("org/factor-kept", &page(kept(10), Wrong::default(), None)),
        sample("org/factor-last", &page(kept(1), Wrong::default(), Some(Problem::Wrong(3)))),
        sample("org/factor-codes", &page(codes, Wrong::default(), None)),
        sample("org/factor-fixed", &page(FactorStage::Fixed, Wrong::default(), None)),
    ]
}

fn own(t: &T) -> Vec<Sample> {
    let page = |is_fixed, factor_since, needs_factor, count| {
        let mut account = account_page(t, Wrong::default()).account;
        account.is_fixed = is_fixed;
        let sessions = sessions(true).into_iter().take(count).collect();
        let shell = Shell::sample(t).at("/account");
        OwnPage { shell, account, factor_since, needs_factor, sessions }
    };
    vec![
        sample("org/own", &page(false, Some(MOMENT), true, 3)),
        sample("org/own-without-factor", &page(false, None, false, 1)),
        sample("org/own-needs-factor", &page(false, None, true, 1)),
        sample("org/own-fixed", &page(true, None, false, 2)),
    ]
}
