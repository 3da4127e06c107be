//! Every part of `templates/ui/` in both languages and sizes, with no word missing.

use std::sync::Arc;

use askama::Template;
use i18n::{Catalog, Lang};
use kernel::{Menu, Permission};

use crate::{Crumb, Faces, Problems, Shell, Spark, Stage, Tally};

#[derive(Template)]
#[template(path = "ui_parts.html")]
struct Parts {
    shell: Shell,
    problems: Problems,
    spark: Spark,
    tally: Tally,
    faces: Faces,
    crumbs: Vec<Crumb>,
    stages: Vec<Stage>,
    next: Option<String>,
}

fn render(shell: Shell) -> String {
    let mut problems = Problems::none();
    problems.add("name", "request.missing");
    let parts = Parts {
        shell,
        problems,
        spark: Spark::new(&[1, 3, 2]),
        tally: Tally::new(7),
        faces: Faces::new([1, 0, 2, 3, 4], ["1", "2", "3", "4", "5"].map(str::to_owned)),
        crumbs: vec![Crumb::new("全国", "/console"), Crumb::new("岚海省", "/console/units/46")],
        stages: Stage::line(["1", "2", "3"], 1),
        next: Some("?cursor=abc".to_owned()),
    };
    parts.render().unwrap()
}

#[test]
fn every_part_is_rendered_in_both_languages_and_sizes() {
    let messages = Arc::new(Catalog::build(&[("web", crate::MESSAGES)]).unwrap());
    for lang in Lang::ALL {
        let t = messages.speak(lang);
        let standard = render(Shell::sample(&t));
        let elder = render(Shell::sample(&t).in_elder());
        for part in [
            "<label for=\"name\">",
            "aria-invalid=\"true\" aria-describedby=\"name-error\"",
            "value=\"&#60;b&#62;\"",
            "class=\"error\" id=\"name-error\"",
            "aria-describedby=\"login-hint\"",
            "<textarea",
            "<option value=\"b\" selected>",
            "checked",
            "aria-current=\"location\"",
            "aria-current=\"step\"",
            "#tally-5\"",
            "#face-5\"",
            "class=\"spark",
            "rel=\"next\"",
            "aria-sort=\"ascending\"",
            "role=\"alert\"",
        ] {
            assert!(standard.contains(part), "{part}\n{standard}");
        }
        assert!(standard.contains("class=\"toast") && !elder.contains("class=\"toast"));
        assert!(!standard.contains("style="));
    }
    assert_eq!(messages.problems(), []);
}

#[test]
fn a_page_that_stands_in_no_menu_is_marked_as_no_other() {
    let messages = Arc::new(Catalog::build(&[("web", crate::MESSAGES)]).unwrap());
    let t = messages.speak(Lang::ZhCn);
    let entry = |href| Menu {
        place: "console",
        label: "web-more",
        icon: "i-list",
        href,
        permission: Permission::SIGNED_IN,
        order: 1,
    };
    let menus = ["/console", "/console/stations"].map(entry);
    let marked = |path: &str| {
        let shell = Shell::sample(&t).at(path).signed_in("沈岚", "主管", &menus);
        shell.rail().into_iter().filter(|entry| entry.current).map(|it| it.href).next()
    };
    for (path, href) in [
        ("/console", Some("/console")),
        ("/console/units/440305", Some("/console")),
        ("/console/units/440305/stations", Some("/console/stations")),
        ("/console/units/440305/stations/new", Some("/console/stations")),
        ("/console/units/440305/import", None),
    ] {
        assert_eq!(marked(path), href, "{path}");
    }
}
