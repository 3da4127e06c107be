//! How a deployment was set up. `app` reads it from the command line, the environment and
//! `yizhan.toml`; everybody else only reads it here.

use std::{net::IpAddr, path::PathBuf};

/// The settings of a running node.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Folder of keys and files, whatever the database.
    pub data_dir: PathBuf,
    /// Host (and port) under which people reach the product, for links in print and for CSRF.
    pub public_host: Option<String>,
    /// True when the public reaches it over TLS, here or at a proxy before it.
    pub secure: bool,
    /// Addresses whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// The data are invented: a band says so on every page, nothing is indexed.
    pub demo: bool,
    /// For so long guests may change what they said without an account.
    pub change_window: ChangeWindow,
    /// What the deployment is called and looks like.
    pub brand: Brand,
}

/// Seconds; ten minutes unless said otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeWindow(pub u32);

impl Default for ChangeWindow {
    fn default() -> Self {
        Self(600)
    }
}

/// What a deployment is called and looks like; neutral by default.
#[derive(Clone, Debug)]
pub struct Brand {
    /// Name in Chinese.
    pub name_zh: String,
    /// Name in English.
    pub name_en: String,
    /// `two-tone`, `plain` or `awning`: the edge of public pages.
    pub edge: String,
    /// The number people call, such as 10000; no call buttons without.
    pub hotline: Option<String>,
    /// 主办单位, for the footer.
    pub organizer: Option<String>,
    /// ICP 备案号, for the footer.
    pub icp: Option<String>,
    /// 公安备案号, for the footer.
    pub police: Option<String>,
    /// APP 备案号, for the footer.
    pub app_filing: Option<String>,
}

impl Default for Brand {
    fn default() -> Self {
        Self {
            name_zh: "翼站".to_owned(),
            name_en: "Yizhan".to_owned(),
            edge: "two-tone".to_owned(),
            hotline: None,
            organizer: None,
            icp: None,
            police: None,
            app_filing: None,
        }
    }
}
