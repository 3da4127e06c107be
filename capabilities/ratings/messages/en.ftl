### Ratings

## Refusals
ratings-token = This rating code is not complete. Please scan it again.
ratings-station = This rating code belongs to another station.
ratings-score = Please choose one: 1 to 5.
ratings-reason = There is no such reason.
ratings-comment = That is too long: 500 characters at most.
ratings-spent = This rating code has been used.
ratings-expired = The service was more than seven days ago; it can no longer be rated.
ratings-none = There is no rating yet.
ratings-too-many-held = Too many ratings of this station wait for their records. Please try again later.

## The page
ratings-title = Rate
ratings-ask = Were you satisfied with this service?
ratings-choose = Choose one
ratings-reasons = What was good, what was not?
ratings-optional = optional
ratings-more = Say a little more
ratings-words = To the station
ratings-words-hint = 500 characters at most. Phone and ID numbers are hidden.
ratings-on-behalf = I am rating for somebody else
ratings-send = Send the rating
ratings-promise = Anonymous. The station sees ratings only five at a time; the office above sees them at once. You can change it for { $window }.
ratings-thanks = Thank you, we have your rating
ratings-chosen = You chose “{ $word }”.
ratings-window = You can change or take it back for { $window } after sending.
ratings-held-what = The station's record of this service has not arrived yet; your rating counts as soon as it does.
ratings-change = Change it
ratings-withdraw = Take it back
ratings-to-station = See this station
ratings-to-finder = Find a station

## When nothing can be said
ratings-false = This code opens no rating
ratings-false-what = Perhaps it was not scanned whole, or it belongs to another station. Please scan it again, or ask at the station for a new one.
ratings-over = This service was more than seven days ago
ratings-over-what = A rating code is good for seven days after the service. You can call us, or rate the next time you come.
ratings-done = This service has been rated
ratings-done-what = A code is good for one rating, and this one can no longer be changed. Thank you.
ratings-waiting = Thank you, we have your rating
ratings-waiting-what = The station's record of this service has not arrived yet; your rating counts as soon as it does. It can no longer be changed.
ratings-withdrawn = The rating has been taken back
ratings-withdrawn-what = What you said has been deleted and counts in no figure.

## Jobs
job-ratings-erase-ties = Erase what tied rating codes to ratings
job-ratings-drop-held = Drop ratings whose record never came

## Figures
ratings-of = Ratings of { $unit }
ratings-from = From
ratings-to = to
ratings-range = Show this range
ratings-at-once = You are a level above and see ratings at once; those who serve at a station see them five at a time.
ratings-by-fives = So that nobody can be known by a rating, only full fives are shown here, renewed with each { $fewest } ratings and at the end of a month. The level above sees all of them at once.
ratings-count = Ratings
ratings-pieces = { NUMBER($count) }
ratings-small = Small sample
ratings-satisfaction = Satisfaction rate (%)
ratings-mean = Mean score
ratings-invitation = Invitation rate
ratings-invitation-of = { NUMBER($part) } codes for { NUMBER($whole) } person-times
ratings-response = Response rate
ratings-response-of = { NUMBER($part) } ratings for { NUMBER($whole) } codes
ratings-no-figure = No data
ratings-too-few = There are fewer than { $fewest } ratings; nothing is shown yet.
ratings-below = The level below
ratings-ranked = By the lower bound of the satisfaction rate (Wilson); samples under { $small } are too small to be ranked and stand last.
ratings-unit = Unit
ratings-remarks = What guests say
ratings-spoken-for = said for somebody

## Not served
ratings-unserved = I was not served
ratings-unserved-ask = What happened?
ratings-unserved-closed = It was closed
ratings-unserved-refused = They refused
ratings-unserved-empty = Nothing was left
ratings-unserved-words = Anything else
ratings-unserved-send = Tell the office above
ratings-unserved-promise = Anonymous, not part of the satisfaction rate, read by the office above.
ratings-unserved-thanks = Thank you for telling us
ratings-unserved-thanks-what = We have noted it, and the office above will see it. We are sorry that you came for nothing.
ratings-unserved-why = Please choose what happened.
ratings-too-many-unserved = Too much has been told of this station today. Please try again tomorrow, or call us.
ratings-unserved-count = Not served
ratings-unserved-people = { NUMBER($count) }
ratings-unserved-beside = not part of the satisfaction rate
ratings-poster = Poster “I was not served”
ratings-poster-title = Came for nothing? Please tell us
ratings-poster-what = Closed, refused, nothing left: scan and say so. Anonymous, and read by the office above.
ratings-print = Print

## Ways in
ratings-ways = Ways in
ratings-way = There is no such way.
ratings-way-phone = own phone
ratings-way-tablet = counter's tablet
