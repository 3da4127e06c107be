//! Passwords: which are taken, how they are kept, how new ones are made.
//!
//! Kept as argon2id with 19 MiB, 2 passes, 1 lane (OWASP Password Storage Cheat Sheet). Which
//! account a password belongs to, and how often one may try, is decided elsewhere.

use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use db::Db;
use kernel::{Error, Result};
use unicode_normalization::UnicodeNormalization;

use crate::{login::Login, turnstile::Turnstile};

/// Fewest characters of a password that people choose.
pub const FEWEST: usize = 10;
/// Most characters: longer ones only cost time.
pub const MOST: usize = 200;

const PARAMS: (u32, u32, u32) = (19 * 1024, 2, 1);

/// Two hashes at once: each takes a core for some 40 ms and 19 MiB.
pub(crate) static HASHING: Turnstile = Turnstile::new(2, 64);

/// Ten characters or more, and yet among the first that everybody tries. Those made of one
/// repeated character need no list.
const COMMONEST: [&str; 34] = [
    "0123456789",
    "1234567890",
    "12345678910",
    "123456789a",
    "1234567891",
    "9876543210",
    "0987654321",
    "1029384756",
    "1122334455",
    "1234512345",
    "123123123123",
    "1q2w3e4r5t",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "qwertyuiop",
    "qwerty1234",
    "qwerty123456",
    "q1w2e3r4t5",
    "qazwsxedcrfv",
    "asdfghjkl1",
    "asdfghjkl;",
    "abcdefghij",
    "abcd123456",
    "abc1234567",
    "a123456789",
    "aa12345678",
    "password12",
    "password123",
    "password1234",
    "passw0rd123",
    "administrator",
    "woaini1314",
    "woaini520520",
    "iloveyou123",
];

/// Letters and digits that nobody confuses on the phone: no 0 and o, no 1, i and l, no capitals.
const SPOKEN: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
/// A generated password: so many groups of so many characters, 59 bits.
const GROUPS: (usize, usize) = (3, 4);

/// A password that was found good enough, in NFKC (as NIST SP 800-63B asks), so that a full-width
/// keyboard types the same one.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Checks what somebody chose for their account.
    ///
    /// # Errors
    /// 422 on the field `password`: `accounts.password-short`, `-long`, `-is-login`, `-common`.
    pub fn parse(typed: &str, login: &Login) -> Result<Self> {
        let text: String = typed.nfkc().collect();
        let lower = text.to_lowercase();
        let length = text.chars().count();
        let one = |first: char| text.chars().all(|c| c == first);
        let code = if length < FEWEST {
            "accounts.password-short"
        } else if length > MOST {
            "accounts.password-long"
        } else if lower.trim() == login.as_str() {
            "accounts.password-is-login"
        } else if COMMONEST.contains(&lower.as_str()) || text.chars().next().is_some_and(one) {
            "accounts.password-common"
        } else {
            return Ok(Self(text));
        };
        Err(Error::field("password", code))
    }

    /// Spells random bits as a password that can be read out on the phone: `k7mf-29xq-hw4t`.
    pub fn spell(random: [u8; 16]) -> Self {
        let mut rest = u128::from_le_bytes(random);
        let mut text = String::new();
        for group in 0..GROUPS.0 {
            if group > 0 {
                text.push('-');
            }
            for _ in 0..GROUPS.1 {
                let base = SPOKEN.len() as u128;
                let index = usize::try_from(rest % base).unwrap_or_default();
                text.push(char::from(SPOKEN[index]));
                rest /= base;
            }
        }
        Self(text)
    }

    /// The text, for the one moment at which it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is kept of a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Hashed(String);

impl Hashed {
    /// Hashes a password; takes some 40 ms of a core, so never on the runtime nor inside a
    /// transaction that others wait for.
    pub fn of(password: &Password, salt: [u8; 16]) -> Result<Self> {
        let hash: PasswordHash = hasher()?
            .hash_password_with_salt(password.0.as_bytes(), &salt)
            .map_err(|error| Error::Internal(format!("hashing a password: {error}")))?;
        Ok(Self(hash.to_string()))
    }

    /// Takes up what the store holds.
    pub(crate) fn stored(text: String) -> Self {
        Self(text)
    }

    /// The PHC string.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the hash of what was typed. As slow as [`Hashed::of`].
    pub fn matches(&self, typed: &str) -> bool {
        let typed: String = typed.nfkc().take(MOST + 1).collect();
        let Ok(hash) = PasswordHash::new(&self.0) else { return false };
        Argon2::default().verify_password(typed.as_bytes(), &hash).is_ok()
    }

    /// The hash of nobody's password, checked where there is no account, so that the answer takes
    /// as long as where there is one.
    pub(crate) fn of_nobody() -> &'static Self {
        static NOBODY: LazyLock<Hashed> = LazyLock::new(|| {
            let nobody = Password::spell([0x5a; 16]);
            Hashed::of(&nobody, [0xa5; 16]).unwrap_or_else(|_| Hashed(String::new()))
        });
        &NOBODY
    }
}

fn hasher() -> Result<Argon2<'static>> {
    let (memory, passes, lanes) = PARAMS;
    let params = Params::new(memory, passes, lanes, None)
        .map_err(|error| Error::Internal(format!("parameters of argon2: {error}")))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// A password on its way into an account: as text for the one who must know it, and as it is kept.
#[derive(Clone)]
pub struct Prepared {
    /// The text.
    pub plain: Password,
    /// What is kept.
    pub hashed: Hashed,
    /// It was made here, not chosen by anybody.
    pub generated: bool,
}

impl Prepared {
    /// Checks the chosen password, or makes one, and hashes it. For commands: takes some 40 ms
    /// on the calling thread, outside any transaction.
    pub fn blocking(db: &Db, login: &Login, chosen: Option<&str>) -> Result<Self> {
        let random = db.read_blocking(|tx| Ok::<_, Error>((tx.random(), tx.random())))?;
        Self::from_random(random, login, chosen)
    }

    /// The same for handlers: on a thread of its own, a bounded number at once.
    ///
    /// # Errors
    /// 503 when too many wait already.
    pub async fn new(db: &Db, login: Login, chosen: Option<String>) -> Result<Self> {
        let random = db.read(|tx| Ok::<_, Error>((tx.random(), tx.random()))).await?;
        HASHING.pass(move || Self::from_random(random, &login, chosen.as_deref())).await?
    }

    /// From given randomness: of a demonstration, whose passwords follow from its seed.
    pub fn from_random(
        (spelling, salt): ([u8; 16], [u8; 16]),
        login: &Login,
        chosen: Option<&str>,
    ) -> Result<Self> {
        let plain = match chosen {
            Some(chosen) => Password::parse(chosen, login)?,
            None => Password::spell(spelling),
        };
        Ok(Self { hashed: Hashed::of(&plain, salt)?, plain, generated: chosen.is_none() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(typed: &str) -> Option<&'static str> {
        let login = Login::parse("zhan.sheng_lin").unwrap();
        match Password::parse(typed, &login) {
            Ok(_) => None,
            Err(Error::Refused { fields, .. }) => fields.first().map(|field| field.code),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn short_long_common_passwords_and_the_login_are_refused() {
        assert_eq!(code("八个字的密码太短"), Some("accounts.password-short"));
        assert_eq!(code("123456789"), Some("accounts.password-short"));
        assert_eq!(code(&"长".repeat(201)), Some("accounts.password-long"));
        assert_eq!(code("Zhan.Sheng_Lin"), Some("accounts.password-is-login"));
        assert_eq!(code("Password123"), Some("accounts.password-common"));
        assert_eq!(code("１２３４５６７８９０"), Some("accounts.password-common"));
        assert_eq!(code("eeeeeeeeeeee"), Some("accounts.password-common"));
        assert_eq!(code("春风又绿江南岸是哪年"), None);
    }

    #[test]
    fn every_entry_of_the_list_is_long_enough_to_matter() {
        for common in COMMONEST {
            assert!(common.chars().count() >= FEWEST, "{common}");
            assert_eq!(code(common), Some("accounts.password-common"));
        }
    }

    #[test]
    fn a_hash_knows_its_password_however_it_is_typed() {
        let password = Password::parse("lantern 42 rivers", &Login::parse("x1").unwrap()).unwrap();
        let hashed = Hashed::of(&password, [7; 16]).unwrap();
        assert!(hashed.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(hashed.matches("lantern 42 rivers"));
        assert!(hashed.matches("lantern ４２ rivers"));
        assert!(!hashed.matches("lantern 43 rivers"));
        assert!(!Hashed::stored("nonsense".to_owned()).matches("nonsense"));
    }

    #[test]
    fn nobody_has_a_hash_of_the_same_cost() {
        assert!(Hashed::of_nobody().as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    }

    #[test]
    fn generated_passwords_can_be_read_out() {
        for byte in 0..=255 {
            let password = Password::spell([byte; 16]);
            assert_eq!(password.as_str().len(), 14);
            assert!(!password.as_str().contains(['0', 'o', '1', 'l', 'i', 'O', 'I']));
            assert!(Password::parse(password.as_str(), &Login::parse("x1").unwrap()).is_ok());
        }
    }
}
