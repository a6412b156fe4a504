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
transmission-fault = A date was not understood, or is yet to come: write it 31/05/2026, 05/2026 or 2026. Nothing was changed.
transmission-fault-before = An agreement is not transmitted before it is signed: check the date. Nothing was changed.
transmission-reason = Transmission to the State's representative
