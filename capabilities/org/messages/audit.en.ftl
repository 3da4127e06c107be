# Audit: what was done
org-network-made = Made the network
org-account-made = Made an account
org-account-closed = Closed an account
org-account-reopened = Opened an account again
org-account-read = Looked at an account
org-accounts-listed = Listed all accounts
org-password-changed = Changed the own password
org-password-reset = Reset a password
org-factor-set-up = Set up the second factor
org-recovery-codes-made = Made recovery codes
org-factor-removed = Removed the second factor
org-sessions-ended = Ended sessions
org-grant-given = Gave a role
org-grant-taken-back = Took a role back
org-grant-ended = Ended a grant with its station
org-post-given = Posted somebody at a station
org-post-ended = Ended a post
org-move-ordered = Ordered a move
org-move-undone = Took a move to come back
org-closing-ordered = Ordered a unit to close
org-closing-undone = Took the closing of a unit back
org-renaming-ordered = Ordered another name for a unit
org-renaming-undone = Took a name to come back
org-token-issued = Issued a service token
org-token-taken-back = Took a service token back
org-signed-in = Signed in
org-password-shown = Typed the right password, the code still to come
org-signed-out = Signed out

# Audit: why
org-purpose-care = To look after the account
org-purpose-lost = A device is lost, or something looks wrong
org-purpose-asked = The person asked for it
org-purpose-check = To look into a complaint or a check

# Audit: to what
audit-object-account = Account
audit-object-person = Person
audit-object-token = Service token
audit-object-unit = Unit

# Audit: which field
audit-field-name = Name
audit-field-login = Login
audit-field-role = Role
audit-field-unit = Unit
audit-field-successor = Successor
audit-field-from = First day
audit-field-to = Last day
audit-field-label = What it is for
audit-field-expires_at = Expires
audit-field-sessions = Sessions
audit-value-sessions-all = all
audit-value-sessions-others = all others
audit-field-network_address = Network address
audit-value-role-ambassador = { role-ambassador }
audit-value-role-supervisor = { role-supervisor }
audit-value-role-integration = { role-integration }
audit-value-role-administrator = { role-administrator }
audit-value-role-security = { role-security }
audit-value-role-auditor = { role-auditor }
