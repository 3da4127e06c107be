# Refusals of service records.
visits-malformed = A field of this record is missing or written in the wrong way.
visits-bad-id = The record's id is not a UUID of version 7.
visits-id-conflict = Another record already has this id.
visits-unknown-station = There is no such station, or it is not yours to serve at.
visits-station-closed = The station was not in operation that day, so nothing can be recorded there.
visits-unknown-service = There is no such service.
visits-people = Person-times lie between 1 and 10,000, and arrivals are not more than that.
visits-group = There is no such group of guests.
visits-future = The time lies ahead of now. Please check the clock.
visits-too-old = What is more than 31 days old is entered by a supervisor.
visits-no-records = At least one record is needed.
visits-too-many-records = At most 1,000 records can be sent at once.
visits-unknown = There is no such record, or it is not yours to see.
visits-reversed = This record was taken back before.
visits-is-reversal = This is itself a reversal and cannot be taken back.
visits-not-yours-to-reverse = You can take back your own records for 10 minutes. A supervisor can reverse others.
visits-reason-too-long = A reason has at most 500 characters.

# The counter.
visits-desk = Counter
visits-console = Overview
visits-station-number = Station
visits-other-station = Another station
visits-recorded = Recorded: { $service }, { $people } { $people ->
    [one] person-time
   *[other] person-times
}
visits-undo = Undo
visits-invite = Please scan and rate us
visits-invite-code = QR code: please scan and rate us
visits-invite-hint = Anonymous. Each code works once, within 7 days.
visits-invite-jump = Rating code
visits-invite-close = Close
visits-waiting = waiting to be sent; just go on recording
visits-sign-in-again = You were signed out. Sign in again; nothing that waits is lost.
visits-not-taken = One record was not taken:
visits-seen = All right
visits-how-many = How many
visits-one-less = One person less
visits-one-more = One person more
visits-people-now = People this time
visits-group-optional = Group, optional
visits-group-none = Not said
visits-no-services = This station has no services yet. A supervisor can choose them on the station's page.
visits-self-service = Self-service
visits-self-service-hint = Water, WiFi, rest, toilet: enter how many and record them at once.
visits-keys-hint = One tap for each person helped. The most used come first; the order changes on Monday mornings only.
visits-today-so-far = Today so far
visits-person-times = Person-times
visits-arrivals = Arrivals
visits-records = Records
visits-close = End of day
visits-close-later = All at once at the end of the day
visits-close-later-hint = Water, WiFi, rest, toilet: strokes on paper, sums here
visits-close-title = The day in thirty seconds
visits-close-hint = Copy the sums from the paper sheet, and the day is complete.
visits-close-sheet = Self-service, from the paper sheet
visits-close-nothing = This station has no services that are counted on paper.
visits-close-people = People: { $service }
visits-close-five = { $service }: five more, one tally
visits-close-save = Save
visits-close-saved = Saved.
visits-close-undo = It can be taken back for 10 minutes
visits-close-day = Register of today
visits-close-total = Total ({ $visits } { $visits ->
        [one] record
       *[other] records
    })
visits-just-recorded = Just recorded
visits-nothing-yet = Nothing recorded today yet. Tap a key above when you have helped the first guest.
visits-people-count = { $people } { $people ->
    [one] person-time
   *[other] person-times
}
visits-today-count = { $people } today
visits-reversal = Reversal
visits-taken-back = Taken back
visits-counted = Counted
visits-choose-station = Which station are you at?
visits-no-station = No station has been given to you yet. Ask your station lead or supervisor to add you.
visits-more-stations = You answer for many stations and only the first are listed here. Find the others in the overview.

# The console.
visits-choose-unit = Which unit?
visits-console-title = { $unit } today
visits-where = Level
visits-stations = Stations
visits-station-page = Station page
visits-import = Import
visits-register = Service records
visits-as-of = As of { $time }
visits-range = Time
visits-range-today = Today
visits-range-week = This week
visits-range-month = This month
visits-range-year = This year
visits-range-custom = { $from } to { $to }
visits-tree = Tree
visits-tree-then = As it was
visits-tree-now = As it is
visits-reparenting = Moves
visits-changes = Reorganise
visits-renaming = Rename
visits-merger = Merge others into this unit
visits-closure = Close this unit
visits-people-of = People
visits-closing = From { $day }: { $unit } closes, { $parent } follows it
visits-closed-since = This unit was in use until { $day } and is closed. Below is its own history; its stations now stand below:
visits-moves-then = { $count ->
    [one] One move lies in this time; figures go by the units of each day:
   *[other] { $count } moves lie in this time; figures go by the units of each day:
    }
visits-moves-now = { $count ->
    [one] One move lies in this time; figures go by the units of today:
   *[other] { $count } moves lie in this time; figures go by the units of today:
    }
visits-move = From { $day }: { $unit }, from { $before } to { $parent }
visits-moves-more = and { $count } more
visits-from = From
visits-to = To
visits-show-range = Show
visits-main-figures = Main figures
visits-person-times-in = Person-times, { $range }
visits-unit-people = person-times
visits-unit-stations = stations
visits-exact-people = { $people } person-times, { $records } records
visits-week-ago = Same day last week, whole day: { $people }
visits-this-month = This month
visits-this-year = This year
visits-today = Today
visits-in-range = In range
visits-arrivals-note = { $arrivals } arrivals
visits-stations-open = Stations in operation
visits-below = One level down
visits-below-table = Table of the level below, can be scrolled sideways
visits-no-children = There are no units or stations below yet. Start by importing your list of stations.
visits-unit = Unit
visits-twelve-weeks = Last 12 weeks
visits-stations-count = { $count } { $count ->
    [one] station
   *[other] stations
}
visits-services-ranked = Services by demand
visits-no-records-in-range = No services were recorded in this time.
visits-counting-rule = Each service record counts once; what was taken back does not count. Open any figure to see the records it is made of. The line shows the last 12 weeks; its dashed end is the present week, which has not ended.

# The register.
visits-register-title = Service records of { $unit }
visits-service = Service
visits-all-services = All services
visits-register-total = { $records } records, { $people } person-times, { $arrivals } arrivals (without what was taken back).
visits-when = When
visits-guest-group = Group
visits-station = Station
visits-recorded-at = Recorded
visits-state = State
visits-pages = Pages
visits-first-page = First page
visits-next-page = Next page
visits-one = A service record
visits-this-takes-back = This is a reversal. It takes another record back.
visits-this-was-taken-back = This record was taken back and no longer counts at any level.
visits-note = Note
visits-counted-at = Counted at
visits-id = Id
visits-reason = Why it is reversed
visits-reversal-hint = The figures of every level go down at once. The record itself stays.
visits-reverse = Reverse this record
visits-open-until = Open · closes at { $time }
visits-open-now = Open
visits-closed-now = Outside of opening hours
visits-hours-unknown = No opening hours yet

job-visits-fold = Closing the figures of days past
job-visits-months = Adding up months that are over
visits-export = Download
visits-export-totals-as = Totals ({ $format })
visits-export-records-as = Records ({ $format })
visits-export-totals = Totals of { $unit } { $from } to { $to }
visits-export-records = Records of { $unit } { $from } to { $to }
