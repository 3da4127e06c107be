//! What the command line does.

use super::*;
use crate::{
    commands::{self, Given},
    password::Prepared,
    tree::Tree,
};

#[test]
fn init_makes_the_network_once_with_one_account_for_the_first_day() {
    on_each_store(|store| {
        let login = Login::parse("first.one").expect("a login");
        let password = Prepared::blocking(&store.db, &login, None).expect("prepared");
        let init = {
            let (login, password) = (login.clone(), password.clone());
            move |tx: &mut Tx<'_>| commands::init(tx, "First", &login, &password)
        };
        let given = store.db.write_blocking(init.clone()).expect("initialised");
        assert_eq!(given.login, "first.one");
        assert_eq!(given.password, password.plain.as_str());
        assert_eq!(code(store.db.write_blocking(init)), "org.initialised");
        let looked = store.db.read_blocking(move |tx| {
            assert!(crate::is_initialised(tx)?);
            let account = accounts::by_login(tx, "first.one")?;
            assert!(account.must_change && account.is_first);
            assert!(accounts::hash(tx, account.id)?.matches(&given.password));
            let first = viewer_of_account(tx, account.id)?.expect("open");
            let tree = tx.cached::<Tree>()?;
            let nation = tree.nation().expect("the root");
            assert!(first.holds(&tree, &[Role::Administrator], nation));
            assert!(first.holds(&tree, &[Role::Security], nation));
            // 深圳市福田区 stands below 深圳市 and 广东省.
            let futian = tree.by_code("440305").expect("a county");
            let codes: Vec<&str> =
                tree.chain(futian, tx.today()).map(|unit| tree.code(unit)).collect();
            assert_eq!(codes, ["440305", "440300", "440000", "100000"]);
            // 朝阳区 of 北京 stands directly below the municipality.
            let chaoyang = tree.by_code("110105").expect("a district");
            let codes: Vec<&str> =
                tree.chain(chaoyang, tx.today()).map(|unit| tree.code(unit)).collect();
            assert_eq!(codes, ["110105", "110000", "100000"]);
            let counties = geo::divisions::all_at(geo::divisions::Level::County);
            for county in counties {
                let unit = tree.by_code(county.code).expect("each county has a unit");
                assert!(tree.is_within(unit, nation, tx.today()), "{}", county.code);
            }
            Ok::<_, Error>(())
        });
        looked.expect("looked");
    });
}

#[test]
fn users_and_tokens_are_added_listed_and_taken_back() {
    on_each_engine(|tx| {
        network(tx)?;
        let login = Login::parse("wang")?;
        let password =
            Prepared::from_random(([1; 16], [2; 16]), &login, Some("seven red lanterns"))?;
        let who = ("Wang", &login, &password);
        assert_eq!(
            code(commands::user_add(tx, who, (Role::Ambassador, "999999"))),
            "units.unknown"
        );
        let given = commands::user_add(tx, who, (Role::Ambassador, "440305-00121"))?;
        assert_eq!(given.password, "seven red lanterns");
        let list = commands::user_list(tx)?;
        assert_eq!(list.len(), 1);
        assert_eq!(list[0].grants, [(Role::Ambassador, "440305-00121".to_owned())]);
        let Given { password, .. } = commands::user_reset_password(
            tx,
            "WANG",
            &Prepared::from_random(([3; 16], [4; 16]), &login, None)?,
        )?;
        let id = accounts::by_login(tx, "wang")?.id;
        assert!(accounts::hash(tx, id)?.matches(&password));
        commands::user_disable(tx, "wang")?;
        assert!(commands::user_list(tx)?[0].disabled_at.is_some());
        assert_eq!(code(commands::user_disable(tx, "li")), "accounts.unknown");

        let (id, plain) = commands::token_create(tx, "hall", (Role::Integration, "440305"), None)?;
        let listed = commands::token_list(tx)?;
        assert_eq!((listed[0].id, listed[0].unit.as_str()), (id, "440305"));
        commands::token_revoke(tx, id)?;
        let digest = crate::tokens::digest(&plain);
        assert!(crate::access::viewer_of_token(tx, &digest)?.is_none());
        Ok(())
    });
}
