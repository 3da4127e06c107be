# The frame of every page.
web-skip = Skip to content
web-demo = Demonstration data, unrelated to any real organisation
web-demo-label = About this demonstration
web-ways = Main places
web-helpers = Helpers
web-work = Work
web-menu = Menu
web-mine = My account
web-elder = Large print
web-standard = Standard
web-this-language = English
web-sign-in = Sign in
web-sign-out = Sign out
web-back = Go back
web-read-aloud = Read to me
web-call = Call { $number }
web-elder-offer = Text too small? Large print has bigger words and buttons, and can read to you.
web-elder-yes = Use large print
web-elder-no = No, thanks
web-api = Open API
web-api-noscript = The description of the API is shown by a script. The full text for machines is here:
web-organizer = Organiser: { $value }
web-icp = ICP filing: { $value }
web-police = Public security filing: { $value }
web-app-filing = App filing: { $value }
web-request-id = When you ask for help, quote this number: { $id }

# Titles of errors, by status.
web-status-400 = This request could not be understood
web-status-401 = Please sign in first
web-status-403 = You cannot do this
web-status-404 = There is no such page
web-status-405 = This cannot be done here
web-status-408 = Too slow, the connection was closed
web-status-409 = This does not fit what is there already
web-status-410 = This has expired
web-status-412 = Somebody else changed this meanwhile
web-status-413 = Too large
web-status-415 = This format is not accepted
web-status-422 = Something needs a change
web-status-428 = The version is missing
web-status-429 = Too often, please pause
web-status-500 = Something went wrong on our side
web-status-503 = Very busy right now, please wait

# What to do about them.
web-advice-401 = After signing in you come back to this page.
web-advice-403 = If you need to, ask your supervisor for the right to do it.
web-advice-404 = The address may be mistyped, or the page was taken down. Go back, or look from the front page.
web-advice-413 = Please send it in several parts.
web-advice-429 = Try again in a few minutes; nothing you filled in is lost.
web-advice-500 = It has been noted. Please try again later; if it still fails, call and quote the number below.
web-advice-503 = Try again in a few seconds; what did not work just now will not be done twice.
web-advice-other = Please go back, correct it and try again.

# Refusals of every route.
request-sign-in-first = You need to sign in for this.
request-bad-credentials = The credentials are false, expired or revoked.
request-cross-site = This act was sent from another site and was not carried out.
request-busy = Too much is going on; this was not done.
request-internal = Something unexpected happened; this was not done.
request-not-found = What you are looking for is not here.
request-method = This address does not support that method.
request-malformed = What was sent is not well formed and could not be read.
request-content-type = The content type is wrong; see the description of the API.
request-too-large = This is larger than what is accepted here.
request-too-slow = The content did not arrive in time.
request-invalid = Some fields need a change.
request-missing = This is needed.
request-wrong-type = This is not written the right way.
request-limit = The limit is 1 to 200.
request-cursor = The cursor is not valid; start from the first page.
