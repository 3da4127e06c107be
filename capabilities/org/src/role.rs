//! The roles that a grant gives.

/// What a grant lets one do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Records at her stations, takes back her own records, sees the station's day.
    Ambassador,
    /// Reads all below the unit, records, backfills, reverses, imports, edits, grants.
    Supervisor,
    /// A token of another system: stations, records with backfill and reversal, tallies.
    Integration,
    /// System and catalogue.
    Administrator,
    /// Accounts, grants, tokens.
    Security,
    /// Reads the audit.
    Auditor,
}

impl Role {
    /// Every role, in the order in which people meet them.
    pub const ALL: [Self; 6] = [
        Self::Ambassador,
        Self::Supervisor,
        Self::Integration,
        Self::Administrator,
        Self::Security,
        Self::Auditor,
    ];

    /// The word in the store, the API and the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ambassador => "ambassador",
            Self::Supervisor => "supervisor",
            Self::Integration => "integration",
            Self::Administrator => "administrator",
            Self::Security => "security",
            Self::Auditor => "auditor",
        }
    }

    /// The role of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == word)
    }

    /// The key of its word on pages.
    pub fn message_key(self) -> &'static str {
        match self {
            Self::Ambassador => "role-ambassador",
            Self::Supervisor => "role-supervisor",
            Self::Integration => "role-integration",
            Self::Administrator => "role-administrator",
            Self::Security => "role-security",
            Self::Auditor => "role-auditor",
        }
    }

    /// One of the three separate system roles, held on the nation alone.
    pub fn is_system(self) -> bool {
        matches!(self, Self::Administrator | Self::Security | Self::Auditor)
    }

    /// Whether who holds it signs in with a second factor: those who see or change what is beyond
    /// one station. At the counter, where a shift hands a tablet on, a password is enough.
    pub fn needs_factor(self) -> bool {
        self == Self::Supervisor || self.is_system()
    }
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl db::FromColumn for Role {
    fn from_column(value: db::Value<'_>) -> db::Result<Self> {
        let text = String::from_column(value)?;
        Self::parse(&text).ok_or_else(|| db::Error::Decode(format!("no role: {text}")))
    }
}
