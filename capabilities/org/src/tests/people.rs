//! Accounts, and who sees and manages whose.

use super::*;
use crate::people::{self, Page};

#[test]
fn one_login_one_account() {
    on_each_engine(|tx| {
        account(tx, "li.wei", &[])?;
        assert_eq!(accounts::by_login(tx, " Ｌｉ.Wei ")?.login, "li.wei");
        assert_eq!(code(accounts::by_login(tx, "nobody")), "accounts.unknown");
        Ok(())
    });
    on_each_store(|store| {
        let twice = store.db.write_blocking(|tx| {
            account(tx, "li.wei", &[])?;
            account(tx, "LI.WEI", &[])
        });
        assert_eq!(code(twice), "accounts.login-taken");
    });
}

#[test]
fn a_closed_account_opens_nothing_and_can_be_opened_again() {
    on_each_engine(|tx| {
        let (li, _) = account(tx, "li", &[])?;
        accounts::disable(tx, None, li)?;
        assert!(viewer_of_account(tx, li)?.is_none());
        accounts::enable(tx, li)?;
        assert!(viewer_of_account(tx, li)?.is_some());
        Ok(())
    });
}

#[test]
fn passwords_change_hands_and_those_of_a_demonstration_do_not() {
    on_each_engine(|tx| {
        let (li, _) = account(tx, "li", &[])?;
        let hash = |text: &str| Hashed::stored(text.to_owned());
        accounts::reset_password(tx, li, &hash("second"))?;
        let before =
            |tx: &mut Tx<'_>| Ok::<_, Error>(viewer_of_account(tx, li)?.expect("open").before);
        assert_eq!(before(tx)?, Some(crate::access::Before::Password));
        let late = accounts::change_password(tx, li, &hash("hash of li"), &hash("third"));
        assert_eq!(code(late), "accounts.changed-meanwhile");
        accounts::change_password(tx, li, &hash("second"), &hash("third"))?;
        assert_eq!(before(tx)?, None);
        let (fixed, _) = account(tx, "fixed-guide", &[])?;
        let old = hash("hash of fixed-guide");
        assert_eq!(code(accounts::change_password(tx, fixed, &old, &hash("x"))), "accounts.fixed");
        assert_eq!(code(accounts::reset_password(tx, fixed, &hash("x"))), "accounts.fixed");
        assert_eq!(code(accounts::disable(tx, None, fixed)), "accounts.fixed");
        Ok(())
    });
}

#[test]
fn supervisors_see_their_people_and_manage_those_below_them() {
    on_each_engine(|tx| {
        let net = network(tx)?;
        let (_, _) = account(tx, "amb", &[(Role::Ambassador, net.station)])?;
        account(tx, "county", &[(Role::Supervisor, net.county)])?;
        // Holds something in the county, and more above it.
        account(tx, "mixed", &[(Role::Ambassador, net.station), (Role::Supervisor, net.province)])?;
        account(tx, "far", &[(Role::Ambassador, net.elsewhere)])?;
        account(tx, "bare", &[])?;
        let (id, _) = account(tx, "me", &[(Role::Supervisor, net.county)])?;
        let me = viewer_of_account(tx, id)?.expect("open");
        let mut manages = |login: &str| {
            let account = accounts::by_login(tx, login).expect("there is one");
            code(people::managed(tx, &me, account.id))
        };
        assert_eq!(manages("amb"), "done");
        assert_eq!(manages("county"), "accounts.not-yours");
        assert_eq!(manages("mixed"), "accounts.not-yours");
        assert_eq!(manages("me"), "accounts.not-yours");
        assert_eq!(manages("far"), "accounts.unknown");
        assert_eq!(manages("bare"), "accounts.unknown");
        let guard = viewer(tx, "guard", &[(Role::Security, net.nation)])?;
        for login in ["amb", "mixed", "far", "bare"] {
            let account = accounts::by_login(tx, login)?;
            assert_eq!(code(people::managed(tx, &guard, account.id)), "done");
        }
        Ok(())
    });
}

#[test]
fn lists_hold_whom_one_may_see_page_by_page() {
    on_each_engine(|tx| {
        let net = network(tx)?;
        for login in ["amb1", "amb2", "amb3"] {
            account(tx, login, &[(Role::Ambassador, net.station)])?;
        }
        account(tx, "far", &[(Role::Ambassador, net.elsewhere)])?;
        let county = viewer(tx, "county", &[(Role::Supervisor, net.county)])?;
        let guard = viewer(tx, "guard", &[(Role::Security, net.nation)])?;
        let mut logins = |who: &Viewer, unit, words: &str, after: &str, limit| {
            let page = Page { words: words.to_owned(), after: after.to_owned(), limit };
            match people::list(tx, who, unit, &page) {
                Ok(rows) => rows.iter().map(|row| row.login.as_str()).collect::<Vec<_>>().join(" "),
                Err(error) => error.code().to_owned(),
            }
        };
        assert_eq!(logins(&county, None, "", "", 9), "amb1 amb2 amb3 county");
        assert_eq!(logins(&county, None, "", "", 2), "amb1 amb2");
        assert_eq!(logins(&county, None, "", "amb2", 2), "amb3 county");
        assert_eq!(logins(&county, Some(net.station), "MB", "", 9), "amb1 amb2 amb3");
        assert_eq!(logins(&county, None, "%", "", 9), "");
        assert_eq!(logins(&county, Some(net.province), "", "", 9), "units.unknown");
        assert_eq!(logins(&guard, None, "", "", 9), "amb1 amb2 amb3 county far guard");
        assert_eq!(logins(&guard, Some(net.elsewhere), "", "", 9), "far");
        Ok(())
    });
}
