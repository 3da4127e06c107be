//! How the frame says figures and times, and where its pictures and scripts are.

use db::{Day, Instant};
use i18n::Near;

use crate::{Shell, assets, ui::Icon};

impl Shell {
    /// A symbol beside a word.
    pub fn icon<'a>(&self, name: &'a str) -> Icon<'a> {
        Icon::new(name)
    }

    /// The Shanghai day of the answer.
    pub fn today(&self) -> Day {
        self.now.day()
    }

    /// `1,234` of a count.
    pub fn number(&self, n: impl i18n::Whole) -> String {
        self.t.number(n)
    }

    /// `今天 18:00`, `Today 18:00`; else the day and the time.
    pub fn when(&self, at: &Instant) -> Near {
        self.t.near_day_time(&at.timestamp(), &self.today().date())
    }

    /// `18:00`.
    pub fn clock(&self, at: &Instant) -> String {
        self.t.clock(&at.timestamp())
    }

    /// `今天`, `昨天`, else the day.
    pub fn day(&self, day: &Day) -> Near {
        self.t.near_day(&day.date(), &self.today().date())
    }

    /// `2026 年 11 月 26 日（周四）`.
    pub fn full_day(&self, day: &Day) -> String {
        self.t.full_day(&day.date())
    }

    /// The style sheet.
    pub fn css(&self) -> &'static str {
        assets::APP_CSS
    }

    /// The script of public pages.
    pub fn public_js(&self) -> &'static str {
        assets::PUBLIC_JS
    }

    /// The script of desk, console and administration.
    pub fn app_js(&self) -> &'static str {
        assets::APP_JS
    }

    /// The picture of the browser's tab.
    pub fn favicon(&self) -> &'static str {
        assets::FAVICON_SVG
    }

    /// The mark, as a symbol of the sprite.
    pub fn mark(&self) -> String {
        self.symbol("mark")
    }

    /// The address of a symbol of the sprite.
    pub fn symbol(&self, name: &str) -> String {
        format!("{}#{name}", assets::ICONS_SVG)
    }
}
