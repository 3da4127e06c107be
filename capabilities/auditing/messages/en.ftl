# Pages
auditing-menu = Audit
auditing-title = Audit
auditing-what = Who did what to what, and when. Entries can be added, never changed or removed. Service records have a register of their own and are not here.
auditing-search = Find entries
auditing-who = Who
auditing-who-hint = A login, or choose somebody in the table below
auditing-act = What was done
auditing-any-act = Everything
auditing-to-what = To what
auditing-to-what-hint = A station number, unit code, account number, …
auditing-day = On which day
auditing-when = When
auditing-why = Why
auditing-find = Find
auditing-all = Show all
auditing-none = No entries
auditing-none-found = Nothing answers to this. Try something else.
auditing-none-yet = Nobody has done anything yet.
auditing-object = { $kind } { $name }
auditing-named = { $name } ({ $code })
auditing-and = , { "" }
auditing-yes = Yes
auditing-no = No
auditing-by-command = The command line
auditing-by-nobody = A visitor who had not signed in
auditing-number = Entry { $seq }
auditing-changed = Before and after
auditing-said = What it says
auditing-field = Field
auditing-before = Before
auditing-after = After
auditing-value = Content
auditing-nothing = Nothing
auditing-digest = Digest
auditing-digest-what = Made of this entry and of all before it. If one of them is changed, no digest from there on is right.

# Day by day
auditing-days = Day by day
auditing-days-what = The entries of a day are chained, and each day to the one before it. Print the last digest of a day, or send it elsewhere: later it proves whether anything up to that day was changed.
auditing-day-entries = { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}
auditing-day-digest = Last digest of the day
auditing-day-open = Today has not ended; the digest will go on changing.
auditing-count-day = Verify this day
auditing-counted = Verified by { $who }, { $when }
auditing-not-counted = Not verified yet
auditing-whole = Whole, nothing was changed
auditing-fault = { $day }, entry { $seq }: { $fault }

# Export
auditing-export = Export the audit
auditing-export-what = What is exported can be verified without this system. Who took what, and why, goes into the audit.
auditing-from = From
auditing-to = To
auditing-format = Format
auditing-why-hint = For instance: quarterly compliance audit
auditing-take = Export
auditing-purpose-missing = Say what it is for
auditing-purpose-too-long = At most 200 characters
auditing-too-many = More than 100,000 entries on these days. Choose fewer days, or export from the command line
auditing-unknown-entry = There is no such entry
auditing-unknown-day = There are no entries on this day

# What was done
audit-refused = Was refused access
auditing-day-verified = Verified a day of the audit
audit-taken = Took data away

# To what
audit-object-route = Page or interface
audit-object-day = Day of the audit
audit-object-export = Data

# Which field
audit-field-minute = In which minute
audit-field-forbidden = Times not granted
audit-field-not_found = Times out of sight
audit-field-entries = Entries
audit-field-whole = Whole
audit-field-digest = Digest
audit-field-fault = Fault
audit-field-seq = Entry
audit-field-format = Format
audit-field-broken_off = Broken off
audit-field-bytes = Bytes
audit-field-sha256 = Digest of the file (SHA-256)
audit-value-fault-missing = entries are missing
audit-value-fault-altered = the entry was changed
audit-value-fault-day-end = the end of the day does not fit
audit-value-fault-astray = the entry is not on its day
audit-value-fault-chain-end = the last entry does not fit
