//! What every page knows besides its own content: language, size, brand, who is asking, menus.

mod words;

use std::borrow::Cow;

use db::Instant;
use i18n::{Lang, T};
use kernel::{Brand, Menu, Permission, Settings};

use crate::{
    asked::{Asked, ELDER, LANG},
    ctx::Who,
};

/// An entry of a menu on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its word.
    pub label: String,
    /// Its symbol.
    pub icon: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Whether the page stands in it.
    pub current: bool,
}

/// The frame of a page. Templates read its fields and call its functions.
#[derive(Clone, Debug)]
pub struct Shell {
    /// The messages in the language of the page.
    pub t: T,
    /// Its language.
    pub lang: Lang,
    /// 长辈版.
    pub elder: bool,
    /// First visit of this device: 长辈版 is offered.
    pub offer_elder: bool,
    /// For the styles that Turbo adds.
    pub nonce: String,
    /// The path of the page, without its query.
    pub path: String,
    /// The query without `lang` and `elder`.
    pub query: String,
    /// The name of the deployment in the language of the page.
    pub brand: String,
    /// How the deployment looks, and what its footer says.
    pub look: Brand,
    /// Scheme and host under which people reach the product, for codes and print; empty where they
    /// are not configured.
    pub origin: String,
    /// Invented data: the band is shown, nothing is indexed.
    pub demo: bool,
    /// Who is asking, if known.
    pub who: Option<Who>,
    /// The moment of the answer.
    pub now: Instant,
    /// Quoted by people who ask for help.
    pub request_id: String,
    menus: Vec<Menu>,
}

fn origin(settings: &Settings) -> String {
    let scheme = if settings.secure { "https" } else { "http" };
    let host = settings.public_host.as_ref();
    host.map(|host| format!("{scheme}://{host}")).unwrap_or_default()
}

impl Shell {
    pub(crate) fn of(asked: &Asked) -> Self {
        let app = &asked.house.app;
        let remembered = asked.chosen_elder().or_else(|| asked.remembered_elder());
        let introduced = asked.introduced.get();
        let public = || {
            let all = asked.house.menus.iter();
            all.filter(|menu| menu.permission == Permission::PUBLIC).copied().collect()
        };
        let shell = Self::frame(&app.messages.speak(asked.lang()), &app.settings, app.db.now());
        Self {
            elder: remembered.unwrap_or_default(),
            offer_elder: remembered.is_none(),
            nonce: asked.nonce().to_owned(),
            path: asked.uri.path().to_owned(),
            query: without_choices(asked.uri.query().unwrap_or_default()),
            who: introduced.map(|introduced| introduced.who.clone()),
            request_id: asked.id.clone(),
            menus: introduced.map_or_else(public, |introduced| introduced.menus.clone()),
            ..shell
        }
    }

    /// A frame with nothing asked yet.
    fn frame(t: &T, settings: &Settings, now: Instant) -> Self {
        let look = settings.brand.clone();
        Self {
            lang: t.lang(),
            elder: false,
            offer_elder: false,
            nonce: String::new(),
            path: "/".to_owned(),
            query: String::new(),
            brand: match t.lang() {
                Lang::ZhCn => look.name_zh.clone(),
                Lang::En => look.name_en.clone(),
            },
            look,
            origin: origin(settings),
            demo: settings.demo,
            who: None,
            now,
            request_id: String::new(),
            menus: Vec::new(),
            t: t.clone(),
        }
    }

    /// The frame of a sample: a demonstration with a hotline, on 24 November 2026.
    pub fn sample(t: &T) -> Self {
        let hotline = Some("10000".to_owned());
        let brand = Brand { hotline, ..Brand::default() };
        let settings = Settings { demo: true, brand, ..Settings::default() };
        // 14:32 in Shanghai.
        let now = Instant(1_795_501_920_000_000);
        Self {
            nonce: "sample".to_owned(),
            request_id: "sample".to_owned(),
            ..Self::frame(t, &settings, now)
        }
    }

    /// The same frame in 长辈版.
    #[must_use]
    pub fn in_elder(self) -> Self {
        Self { elder: true, ..self }
    }

    /// The same frame for somebody who is known, with these menus.
    #[must_use]
    pub fn signed_in(self, name: &str, subtitle: &str, menus: &[Menu]) -> Self {
        let who = Who { name: name.to_owned(), subtitle: subtitle.to_owned() };
        Self { who: Some(who), menus: menus.to_vec(), ..self }
    }

    /// The same frame on another path.
    #[must_use]
    pub fn at(self, path: &str) -> Self {
        Self { path: path.to_owned(), ..self }
    }

    /// The number people call.
    pub fn hotline(&self) -> Option<&str> {
        self.look.hotline.as_deref()
    }

    /// This page in the other language.
    pub fn href_lang(&self) -> String {
        self.href_with(LANG, self.lang.other().tag())
    }

    /// The other language, as it calls itself.
    pub fn other_language(&self) -> String {
        self.t.speaking(self.lang.other()).msg("web-this-language").to_string()
    }

    /// This page in the other size.
    pub fn href_elder(&self) -> String {
        self.href_with(ELDER, if self.elder { "0" } else { "1" })
    }

    /// This page in the standard size, remembered: no to the offer of 长辈版.
    pub fn href_standard(&self) -> String {
        self.href_with(ELDER, "0")
    }

    /// This page with its query, to come back to after signing in.
    pub fn here(&self) -> String {
        if self.query.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{}", self.path, self.query)
        }
    }

    /// The address of the sign-in page that leads back here.
    pub fn href_sign_in(&self) -> String {
        sign_in(&self.here())
    }

    fn href_with(&self, name: &str, value: &str) -> String {
        let joint = if self.query.is_empty() { "" } else { "&" };
        format!("{}?{}{joint}{name}={value}", self.path, self.query)
    }

    /// The entries of a menu, by its place (see `kernel::Menu`).
    pub fn menu(&self, place: &str) -> Vec<Entry> {
        let path = of_all(&self.path);
        let entries: Vec<&Menu> = self.menus.iter().filter(|menu| menu.place == place).collect();
        let above = |href: &str, page: &str| {
            page.strip_prefix(href).is_some_and(|rest| rest.starts_with('/'))
        };
        // An entry under which others stand is the page of its address alone: what is under
        // `/console` and in no menu, such as an import, is no overview.
        let is_root = |href: &str| entries.iter().any(|other| above(href, other.href));
        let inside = |href: &str| path == href || (above(href, &path) && !is_root(href));
        let current = entries
            .iter()
            .map(|menu| menu.href)
            .filter(|href| inside(href))
            .max_by_key(|href| href.len());
        entries
            .iter()
            .map(|menu| Entry {
                label: self.t.msg(menu.label).to_string(),
                icon: menu.icon,
                href: menu.href,
                current: current == Some(menu.href),
            })
            .collect()
    }

    /// The menu beside the work: that of the place under whose path the page stands.
    pub fn rail(&self) -> Vec<Entry> {
        let place = self.path.trim_start_matches('/').split('/').next().unwrap_or_default();
        self.menu(place)
    }

    /// Where somebody who is known works and has an account: the first entry of each place, then
    /// all of the menu `mine`.
    pub fn workplaces(&self) -> Vec<Entry> {
        let first = |place| self.menu(place).into_iter().take(1);
        let places = ["desk", "console", "admin"].into_iter().flat_map(first);
        places.chain(self.menu("mine")).collect()
    }

    /// Key and value of each filing that the footer names.
    pub fn filings(&self) -> Vec<(&'static str, &str)> {
        let look = &self.look;
        let filings = [
            ("web-organizer", &look.organizer),
            ("web-icp", &look.icp),
            ("web-police", &look.police),
            ("web-app-filing", &look.app_filing),
        ];
        filings.into_iter().filter_map(|(key, value)| Some((key, value.as_deref()?))).collect()
    }
}

/// A page of one unit, such as `/console/units/440305/stations`, stands in the menu where the page
/// of all of them does: `/console/stations`.
fn of_all(path: &str) -> Cow<'_, str> {
    let Some((place, one)) = path.split_once("/units/") else { return Cow::Borrowed(path) };
    match one.split_once('/') {
        Some((_, rest)) => Cow::Owned(format!("{place}/{rest}")),
        None => Cow::Borrowed(place),
    }
}

/// The sign-in page that leads to `next` afterwards.
pub(crate) fn sign_in(next: &str) -> String {
    let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
    format!("/sign-in?next={next}")
}

fn without_choices(query: &str) -> String {
    let kept = query.split('&').filter(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        !pair.is_empty() && name != LANG && name != ELDER
    });
    kept.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_not_carried_on() {
        assert_eq!(without_choices("q=a&lang=en&x=1&elder=1"), "q=a&x=1");
        assert_eq!(without_choices("lang=en"), "");
    }

    #[test]
    fn sign_in_leads_back_to_the_whole_address() {
        assert_eq!(
            sign_in("/console/units/1?from=a&to=b"),
            "/sign-in?next=%2Fconsole%2Funits%2F1%3Ffrom%3Da%26to%3Db"
        );
    }

    #[test]
    fn a_page_of_one_unit_stands_where_that_of_all_does() {
        assert_eq!(of_all("/console/units/440305"), "/console");
        assert_eq!(of_all("/console/units/440305/stations"), "/console/stations");
        assert_eq!(of_all("/console/units/440305/stations/new"), "/console/stations/new");
        assert_eq!(of_all("/admin/accounts"), "/admin/accounts");
    }
}
