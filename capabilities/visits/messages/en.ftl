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
