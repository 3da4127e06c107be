# Roles
role-ambassador = Ambassador
role-supervisor = Supervisor
role-integration = Integration
role-administrator = Administrator
role-security = Security officer
role-auditor = Auditor
org-role-at = { $role } · { $unit }

# Menus
org-menu-admin = Overview
org-menu-accounts = Accounts and grants
org-menu-people = People and grants
org-menu-tokens = Service tokens
org-menu-work = My work

# Sign-in
org-sign-in-title = Sign in to work
org-no-sign-in = No sign-in needed for these
org-sign-in-for = Signing in is for ambassadors, supervisors and administrators.
org-login = Account
org-login-hint = Phone number, staff number or the name your unit gave you
org-login-rules = 2 to 64 letters, digits, Chinese characters, or . _ -
org-password = Password
org-keep = Only I use this device, remember me for 30 days
org-sign-in-act = Sign in
org-sign-out = Sign out
org-sign-in-wrong = { $tries ->
    [0] Account and password do not match. Please try again in { $minutes } minutes; if you cannot recall it, see “Cannot sign in?” below.
    [one] Account and password do not match. After one more try there is a pause of { $minutes } minutes; if you cannot recall it, see “Cannot sign in?” below.
   *[other] Account and password do not match. After { $tries } more tries there is a pause of { $minutes } minutes; if you cannot recall it, see “Cannot sign in?” below.
    }
org-sign-in-resting = { $minutes ->
    [one] There were many tries; the account rests to keep it safe. Please sign in again in a minute, or ask your supervisor for a new password.
   *[other] There were many tries; the account rests to keep it safe. Please sign in again in { $minutes } minutes, or ask your supervisor for a new password.
    }
org-cannot-sign-in = Cannot sign in?
org-cannot-ambassador = Ambassadors: your county supervisor resets your password, on the spot.
org-cannot-supervisor = Supervisors: the supervisor above you or a security officer resets it.
org-cannot-call = Nobody to be found: call { $number } and say “station sign-in”.

# Password
org-password-title = Change password
org-password-first = Somebody else gave you this password. Please choose one that only you know before you start.
org-password-old = Present password
org-password-new = New password
org-password-again = New password once more
org-password-rules = At least { $fewest } characters of any kind; a sentence that only you know is easiest to recall
org-password-act = Change to the new password
org-password-sessions = Afterwards you are signed out on your other devices.
org-password-done = The password is changed; your other devices are signed out.
org-go-on = Go on

# Second factor
org-code-title = Enter the code
org-code = Code
org-code-hint = The 6 digits that your authenticator shows; they change every 30 seconds
org-code-act = Go on
org-code-lost = Phone not at hand?
org-code-wrong = { $tries ->
    [0] The code is wrong or was used before. Please try again in { $minutes } minutes.
    [one] The code is wrong or was used before. Please wait for the next one; after one more try there is a pause of { $minutes } minutes.
   *[other] The code is wrong or was used before. Please wait for the next one; after { $tries } more tries there is a pause of { $minutes } minutes.
    }
org-code-resting = { $minutes ->
    [one] There were many tries; the account rests to keep it safe. Please try again in a minute.
   *[other] There were many tries; the account rests to keep it safe. Please try again in { $minutes } minutes.
    }
org-code-none = No recovery code either: the supervisor above you or a security officer resets your second factor.
org-recovery = Recovery codes
org-recovery-hint = Noted when you set up the second factor; each is good once
org-recovery-act = Go on with a recovery code
org-recovery-what = With a recovery code you sign in when the phone is lost or replaced. Each is good once.
org-recovery-once = The recovery codes are shown on this page only. Please write them down or print them now, and keep them apart from the phone.
org-recovery-kept = Noted, go to work
org-factor-title = Second factor
org-factor-fixed = Demonstration accounts use a password only.
org-factor-first = You may see more than one station, so signing in takes a code besides the password: whoever learns the password still cannot enter. Please set it up before you start; it takes two minutes.
org-factor-app = Have an authenticator on your phone; any will do, such as those of Microsoft or Google.
org-factor-scan = Choose “Add” in it and scan this:
org-factor-qr = QR code for the authenticator; if you cannot scan it, use the key below.
org-factor-here = The authenticator is on this device
org-factor-typed = Cannot scan? Type the key:
org-factor-then = Enter the 6 digits that it shows:
org-factor-act = Done
org-factor-done = The second factor is set up. From now on signing in takes a code.
org-factor-since = Set up { $when }; signing in takes a code
org-factor-needed = Your grants need it
org-factor-free = Not set up; you may do without, it is safer with it
org-factor-begin = Set up
org-factor-change = Manage
org-factor-codes-left = { $count ->
    [one] One recovery code is left.
   *[other] { $count } recovery codes are left.
    }
org-factor-renew = New recovery codes
org-factor-move = Move to another phone
org-factor-move-what = Both take a present code or a recovery code first. Moving signs you out elsewhere; then set it up on the new phone.
org-factor-reset = Reset second factor
org-factor-reset-what = Phone and recovery codes are lost (set up { $when }): make sure who is asking. All sessions end at once; another one is set up at the next sign-in.

# One's own account
org-menu-account = My account
org-own-title = My account
org-own-safe = Signing in
org-own-fixed = Demonstration, cannot be changed
org-own-back = Back to my account
org-sessions = Signed-in devices
org-sessions-what = If you do not know one, or have lost a device, sign it out here and change your password.
org-sessions-lost = A tablet or phone is lost: sign it out here, it holds at once.
org-sessions-end-others = Sign out everywhere else
org-sessions-end-all = Sign out everywhere
org-session-unknown = A device that says nothing of itself
org-session-line = Since { $since }, last used { $seen }
org-session-waiting = Right password, code still missing
org-session-own = This device
org-session-end = Sign out
org-devices = Devices signed in here
org-devices-lost = Where those are signed in who serve at this station. A tablet or phone is lost: sign it out here, it holds at once.
org-devices-none = Nobody who serves here is signed in.

# Why somebody's data are read
org-purpose-title = Why do you look at { $name }?
org-purpose-what = What is known of a person is shown to those who need it. Your reason stands in the audit; for the next 15 minutes you are not asked again.
org-purpose-other = Another reason
org-purpose-go-on = Go on
org-purpose-missing = Say in a few words why.
org-purpose-too-long = At most 200 characters.

# Overview
org-admin-title = Overview
org-my-roles = What you may do
org-admin-figures = Numbers of accounts and tokens
org-admin-work = What there is to do
org-accounts-open = Accounts in use
org-accounts-closed = { $count } more are closed
org-accounts-waiting = First password not changed
org-accounts-waiting-note = Work starts after the change
org-tokens-live = Tokens in force
org-tokens-note = For connected systems

# Accounts
org-accounts-title = Accounts and grants
org-accounts-search = Name or account
org-search = Search
org-accounts-none = No accounts
org-accounts-none-first = Nobody is here yet. Use the button above for the first colleague.
org-accounts-none-found = Nothing found for “{ $words }”. Try another spelling, or only a part.
org-account-new = New account
org-people-title = People and grants
org-person-new = Add a person
org-own-units = Your units
org-account-create = Make account and password
org-name = Name
org-name-hint = How pages call the person
org-role = Role
org-unit = Unit or station
org-unit-hint = Unit code (such as 440305) or station number (such as 440305-00121)
org-from = From
org-from-hint = Today unless filled in
org-to = To
org-to-hint = Lasting unless filled in
org-state = State
org-roles-today = Grants today
org-no-roles = None
org-in-use = In use
org-waiting = First password to be changed
org-closed = Closed
org-closed-since = Closed { $when }
org-pages = Pages
org-next = Next page
org-crumbs = Where you are
org-acts = Acts
org-password-will-show = The password is made by the system and shown to you once; please pass it on. Its owner changes it at the first sign-in.
org-given-title = Account and password
org-given-new = The account of { $name } is made
org-given-reset = { $name } has a new password
org-given-once = The password is shown on this page only. Please pass it on now, not in a group chat.
org-given-next = After signing in with it, its owner chooses another one first.
org-given-on = See this account
org-account-line = Account { $login }, made { $when }
org-held = Grants and posts
org-held-none = No grants yet: after signing in there is nothing to do. Give one below.
org-what = Role and place
org-lasting = Lasting
org-ended = Ended
org-take-back = Take back
org-end-post = End post
org-give = Give a grant
org-give-act = Give this grant
org-delegated = Delegated
org-delegate-way = Delegate my own grant to this colleague for some days
org-delegate-title = Delegation
org-delegate-to = Delegate to { $name }
org-delegate-what = You keep your grant, and on these days this colleague may do the same. It ends by itself, and you can take it back at any time. It lasts { $most } days at most and cannot be delegated further.
org-delegate-source = What to delegate
org-delegate-to-hint = Required: the last day
org-delegate-act = Delegate
org-delegate-nothing = You have nothing to delegate
org-delegate-nothing-why = Only a supervisor's grant given from above can be delegated, not one that somebody delegated to you.
org-account-acts = Account
org-reset = Reset password
org-reset-what = Password forgotten: a new one is made, all sessions end at once.
org-close = Close
org-close-what = Somebody leaves: sessions end at once, grants, delegations and posts as well, and the tokens that the person made are taken back.
org-reopen = Open again
org-reopen-what = Opens it with the password that it had; grants are given anew.

# Tokens
org-tokens-title = Service tokens
org-tokens-what = Other systems call the API with a token. It is shown once when it is made; only its digest is kept.
org-tokens-none = No tokens yet
org-tokens-none-first = To let another system in, make one below.
org-token-label = Purpose
org-token-label-hint = Which system or device uses it, up to 60 characters
org-made = Made
org-token-until = Until { $when }
org-token-lasting = Lasting
org-token-expired = Expired
org-token-revoked = Taken back
org-token-new = New token
org-token-days = Days in force
org-token-days-hint = 1 to 3,650; lasting unless filled in
org-token-create = Make token
org-token-made = The token is made
org-token-once = The token is shown on this page only. Please put it into the system that uses it now.
org-token-on = Stored, back to the list

# Moves in the tree
org-reparenting = Moves
org-reparenting-of = { $unit } · moves
org-stands-below = It stands below { $unit }.
org-reparenting-parent = Below which unit
org-reparenting-parent-hint = Code of the unit, such as 440100; it must lie in your scope
org-reparenting-from = From which day
org-reparenting-from-hint = Today or later, by whole days
org-reparenting-foresee = See what it would do
org-reparenting-order = Order this move
org-reparenting-other = Another unit or day
org-reparenting-above = Supervisors above this unit decide below whom it stands.
org-foreseen = From { $day }, { $unit } stands below { $parent }
org-foreseen-reach = { $stations ->
    [one] One station
   *[other] { $stations } stations
    } and { $people ->
    [one] one person
   *[other] { $people } people
    } go along. Numbers, records and grants stay.
org-foreseen-past = Earlier records still count for { $before } as it was, and for the new unit as it is.
org-foreseen-today = What was recorded today goes along. A move of today cannot be withdrawn, but it can be moved again.
org-foreseen-later = It takes effect by itself at midnight of that day, and can be withdrawn until then.
org-foreseen-scope = From then on supervisors of { $parent } look after it; those of { $before } no longer see it.
org-moves = Moves ordered and done
org-moves-none = It has not moved yet.
org-move-line = From { $day }: from { $before } to { $parent }
org-move-undo = Withdraw this move

# Units that close
org-reorganisation = Close or merge
org-reorganisation-order = Order it
org-name-joint = {", "}
org-closure-of = Close { $unit }
org-closure-what = Once it is closed, the units and stations below it stand below its successor; numbers and history stay.
org-closure-successor = Which unit follows it
org-closure-successor-hint = Code of the unit, such as 440100; it must lie in your scope
org-merger-of = Merge other units into { $unit }
org-merger-what = The chosen units close, and the units and stations below them come here; numbers and history stay.
org-merger-units = Which units merge into it
org-merger-none = There is no unit beside it that could merge into it.
org-closing-line = From { $day }, { $successor } follows { $units }, which { $count ->
    [one] closes
   *[other] close
    }
org-closing-reach = { $units ->
    [one] One unit below,
   *[other] { $units } units below,
    } { $stations ->
    [one] one station
   *[other] { $stations } stations
    } and { $people ->
    [one] one person
   *[other] { $people } people
    } go along. Numbers and records stay.
org-closing-past = Earlier records still count for the closed unit as it was, and for { $successor } as it is.
org-closing-grants = Roles given on the closed unit itself ({ $grants }) and its service tokens ({ $tokens }) end on that day and show its history alone; to go on, please give them anew on { $successor }.
org-closing-divisions = { $successor } looks after the divisions of the closed unit: stations that are registered or imported there stand below it.
org-closing-today = What was recorded today goes along. It cannot be withdrawn once it is ordered for today.

# Names of units
org-renaming = Rename
org-renaming-of = { $unit } · rename
org-renaming-name = New name
org-renaming-name-hint = 1 to 60 characters; the code stays
org-renaming-order = Rename it
org-renaming-other = Another name or day
org-renaming-foreseen = From { $day }, { $before } is called { $name }
org-renaming-past = Totals of the days before it still say { $before } as it was.
org-renaming-same = Code, stations, records and grants stay.
org-renaming-today = It takes effect today and cannot be withdrawn; a wrong name can be changed again.
org-names = Its names
org-name-line = From { $day }: { $name }

# Why something was not done
units-unknown = There is no such unit or station, or it is not yours to see. Please check the code.
units-past = Units change from today on or later; the past stays as it was.
units-root = The nation stands at the top and cannot move.
units-not-standing = On that day it does not stand below any unit yet, or it has ended. Please choose another day.
units-parent = Please choose a unit that is in use on that day; nothing stands below a station.
units-same-parent = On that day it stands below this unit already.
units-loop = It cannot move below itself or a unit below it.
units-move-ahead = A move is ordered already; please withdraw that one first.
units-move-unknown = There is no such move.
units-moved-already = The day of this move has come, so it can no longer be withdrawn; it can be moved again.
units-undone-already = This move was withdrawn already.
units-closed = This unit is closed; please use the one that follows it.
units-station = A station is closed on its own page.
units-merger = Please choose 1 to 50 different units.
units-name = A name has 1 to 60 characters.
units-same-name = On that day it has this name already.
units-renaming-ahead = A renaming is ordered already; please withdraw that one first.
units-bad-id = An id is a UUID of version 7.
idempotency-conflict = This key was used for another request.
accounts-unknown = There is no such account, or it is not yours to look after.
accounts-login = An account has 2 to 64 letters, digits, Chinese characters, or . _ -.
accounts-login-taken = Somebody has this account already; please choose another.
accounts-name = A name has 1 to 60 characters, all of them visible.
accounts-fixed = This is a demonstration account: its password is the same at each start, it can be neither changed nor closed.
accounts-closed = This account is closed. Open it again before giving it anything.
accounts-changed-meanwhile = The password was changed elsewhere a moment ago; please sign in again and retry.
accounts-password-short = A new password has at least 10 characters.
accounts-password-long = A new password has at most 200 characters.
accounts-password-is-login = The password must differ from the account.
accounts-password-common = This password is too common and easily guessed; please choose another.
accounts-password-again = The two entries differ; please enter it once more.
accounts-password-same = The new password equals the present one; please choose another.
accounts-old-password = The present password does not match; please enter it once more.
accounts-resting = There were many tries; please wait a while.
accounts-none = A service token has no password and no session.
accounts-not-yours = Not all of this person's grants lie below your unit; the supervisor above you or a security officer can do it.
accounts-change-password-first = Please change the password that somebody else gave you, on the web pages, before anything else.
sessions-unknown = That device is signed out already.
factor-wrong = The code is wrong. Please check that the phone sets its clock by itself, and enter the next code.
factor-already = The second factor is set up already.
factor-none = No second factor is set up.
factor-code-first = Please enter the code, on the web pages, before anything else.
factor-set-up-first = Please set up the second factor, on the web pages, before anything else.
access-not-granted = Your grants do not include this. If you need it, ask your supervisor or a security officer.
grants-unknown = There is no such grant, or it was taken back already.
grants-own = Nobody gives to or takes from themselves; please ask a colleague.
grants-not-below = You give below your own unit; your own level and above is for those above you.
grants-system-by-security = Administrator, security officer and auditor are given by security officers alone.
grants-system-role-on-nation = This role is held on the nation (100000) alone.
grants-system-roles-separate = Administrator, security officer and auditor must be different persons.
grants-integration-for-tokens = “Integration” is for service tokens; make one under “Service tokens”.
grants-already = The person holds this on those days already.
grants-days = The last day must not lie before the first.
grants-beyond-own = What you give to others cannot last longer than what you have.
delegations-not-this-grant = Only a supervisor's grant given from above can be delegated, whole or as that of an ambassador.
delegations-not-within = You delegate for your own unit and below it.
delegations-days = A delegation begins today or later, names its last day and lasts no longer than said above.
grants-day = A day is written like 2026-11-24.
grants-role = Please choose a role.
posts-unknown = There is no such post.
posts-not-a-station = Posts are at stations; please give a station number.
posts-already = The person is posted there on those days already.
tokens-unknown = There is no such token.
tokens-label = A purpose has 1 to 60 characters.
tokens-expires = Days in force are 1 to 3,650.
tokens-role = Tokens made here are for integration, ambassadors and supervisors; system roles come from the command line.
org-initialised = This store has been initialised already.

# Names of jobs
job-org-end-at-closed-station = End posts and grants at closed stations
