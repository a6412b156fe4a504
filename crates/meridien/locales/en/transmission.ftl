# A prefecture's page: agreements and when they were transmitted.
transmission-title = Agreements transmitted
transmission-lead = Note for each agreement the day, month or year in which it was transmitted: 31/05/2026, 05/2026 or 2026.
transmission-none = No authority of this territory has a partnership in the atlas.
transmission-no-agreement = No agreement in this record.
transmission-signed = Agreement signed: { $day }
transmission-unsigned = Agreement, date of signature unknown
transmission-day = Transmitted on
transmission-late = Transmission unknown
transmission-save = Note
transmission-noted = The dates are noted and shown on the record.
transmission-changed = The record has changed meanwhile: read it again, then note the dates.
transmission-not-noted = These dates are not noted yet. Mend what follows, then note again:
transmission-fault-to-come = That day is yet to come. Note it once the agreement is transmitted.
transmission-fault-early = No transmission is from before 1900. Check the year.
transmission-fault-before = An agreement is not transmitted before it is signed: check the date.
transmission-reason = Transmission to the State’s representative
