# What is held about persons: the page of those who answer for it.
admin-persons = Personal data
persons-lead = The persons whom records name: read by an import, or added by an agent. Only those who agreed to it or whose office asks for it are shown. Every access is noted.
persons-words = Name or mail address
persons-find = Find
persons-found = Persons found
persons-none = Nobody of that name.
person-title = A person
person-function = Function
person-basis = Why these data are kept
person-basis-consent = The person agreed
person-basis-office = The person’s public office asks for it
person-until = Kept until
person-until-hint = Without a date, { $months } months after it was last written. After that day everything is erased.
person-source = Read in:
person-export = Hand over to the person what is held (JSON)
person-erase = Erase this person
person-erase-means = Erasing holds for every version of the records and for exports. Another import will not bring the person back. A backup made before still holds them. There is no way back.
person-erase-now = Erase for good
person-erased = The person is erased.
person-accesses = Accesses noted
person-accesses-none = No access.
person-when = When
person-deed = What
person-by = By
person-number = Reference
person-deed-read = Read
person-deed-exported = Handed over
person-deed-corrected = Corrected
person-deed-erased = Erased
person-fault-long = A field is longer than 300 characters: shorten it.
person-fault-mail = This is no mail address: check it.
person-fault-until-past = That day has passed: everything would be erased within the hour. Choose a day to come, or erase the person.
person-fault-until-far = That day is more than ten years away: choose a nearer one. It can be put off when the time comes.
person-fault-withdrawn = This person has withdrawn consent: only the person can give it again, by “My data”. Untick “Show” and do not note consent.
person-fault-erased = This person was erased for good and is not added again. Note the mailbox of the service among the contacts of the record instead.
person-fault-until = This is no date: write it 2026-05-31.
command-persons-none = Nobody of that name.
command-person-none = { $id }: no person under this reference.
command-person-erased = { $id }: erased.
person-deed-added = Added
person-deed-consented = Consent given by the person
person-deed-withdrew = Consent withdrawn by the person
person-role-self = The person concerned
person-role-retention = End of the time of keeping
person-organisation = Organisation
person-mail-hint = A role’s mailbox is better: it goes into the record, among the contacts.
person-purpose = These data serve to reach those who run a partnership, and nothing else.
person-records = Contact of:
person-shown = Show the name and address on the partnership’s public page
person-shown-hint = Only where the person agreed or the office asks for it. Keep the proof of consent.
person-is-public = Public
person-is-hidden = Hidden
person-fault-changed = These data have changed since you opened the page. Compare with what is kept, then save again.
person-kept-now = What is kept now:
person-fault-name = A name or a mail address is needed.
person-fault-basis = Nobody is shown without a reason: choose consent or office, or untick “Show”.
person-fault-basis-none = Nobody is kept without a reason: choose consent or office.
persons-record = Persons to reach
persons-short = Persons
persons-of = Persons to reach: { $title }
persons-of-lead = These persons are hidden, save those who agreed to be named or whose office asks for it. Every reading is noted.
persons-of-none = No person is held for this partnership.
person-add = Add a person
person-add-means = A role’s mailbox first, in the record: it stays right when people change. Add somebody only with consent, or where the office asks for it.
person-add-button = Add
contacts-persons = Persons
contacts-persons-means = Named with their consent, or because their office asks for it. Is it you?
redact-title = Redact a passage
redact-short = Take a name or an address out of every version of the record for good.
redact-means = The passage is replaced by { $mark } in every version, proposals, remarks and letters that wait. The index, the exports and today’s copies are made anew. The history says that a passage was taken out, not which. No import or backup will bring it back. There is no way back.
redact-passage = The passage to take out
redact-hint = A name, an address: four letters at least. Accents, capitals and punctuation do not matter.
redact-look = Look for this passage
redact-confirm = Take this passage out for good?
redact-found = { $versions ->
    [0] It is in no version, but
    [one] It is in one version{ $others ->
        [0] .
       *[other] {" "}and
    }
   *[other] It is in { $versions } versions{ $others ->
        [0] .
       *[other] {" "}and
    }
}{ $others ->
    [0] {""}
    [one] {" "}in one other text (proposal, remark or letter).
   *[other] {" "}in { $others } other texts (proposals, remarks, letters).
}
redact-done = Taken out: { $versions ->
    [0] no version
    [one] one version
   *[other] { $versions } versions
}{ $others ->
    [0] .
    [one] , one other text.
   *[other] , { $others } other texts.
}
redact-button = Redact for good
redact-fault-length = The passage must have four letters or digits at least, and fifty words at most.
redact-fault-nowhere = This passage is nowhere in the record.
command-erased-again = Erased again: { $count }.
own-title = My data
own-lead = See what the atlas holds about you, correct it, take it along or erase it. A link is sent to you: it is good for a day.
own-email-hint = The address under which you may have been noted.
own-send = Send me the link
own-sent = If anything is held under this address, a letter with a link is on its way; one leaves in a quarter of an hour at most. Nothing within the hour? Then no person is noted under this address. It may be published as the mailbox of a service, among the contacts of a record: to have it removed, write to us with the address of the record.
own-all-erased = Everything is erased, and the link is void.
own-link-void = This link is no longer good: it has served its purpose, or it is more than a day old. Ask for another.
own-without-mail = Only your name is held, without an address, or you want to change the address? Write to us:
own-held-at = This is what the atlas holds under the address { $email }.
own-no-person = No person is noted under this address.
own-mailbox = Mailbox of a function
own-mailbox-means = { $count ->
    [one] One record gives this address as that of a function, in its public version or in an earlier one.
   *[other] { $count } records give this address as that of a function, in their public version or in an earlier one.
}
own-mailbox-erase = Take it out of these records
own-mailbox-erase-means = The address is taken out of every version, of the exports and of the history; no import will bring it back. The partner will get no more letters at this address. To replace it by another one, report a mistake on the record instead. There is no way back.
own-mailbox-erase-now = Take this address out for good
own-mailbox-gone = The address is taken out of the records, in all their versions.
own-unnamed = Person without a name
own-where = Where it is shown
own-public = Your name and address are public, on the pages of these partnerships:
own-hidden = Nothing is public. Only those who answer for these partnerships and the atlas’s team see it:
own-purpose = What it is for
own-purpose-is = To reach those who run a partnership.
own-basis = Why it is lawful
own-basis-consent = You agreed to it
own-basis-office = Your public office asks for it
own-basis-none = Public interest: to reach those who run a partnership. Nothing of it is shown.
own-source = Where it comes from
own-correct = Save the correction
own-consent = I agree to be named
own-consent-means = If you agree, everybody can read your name, function and address on the partnership’s page. You can withdraw this consent here.
own-withdraw = I no longer agree to be named
own-withdraw-means = Your name and address leave the public page at once. They are still held, hidden, until you erase them.
own-erase = Erase these data
own-erase-means = Erasing holds everywhere and for good; another import will not bring them back.
own-erase-now = Erase for good
own-accesses = Who read or changed them
own-requests = Requests for an account
own-account = An account
own-account-means = An account has this address. Sign in to see its data, take them along or close it.
own-letters = Letters that have not left
own-take-along = Take along or erase everything
own-data-export = Download my data (JSON)
own-erase-all = Erase everything
own-erase-all-means = Erases every person and request for an account of this address, for good. An account is closed on its own page. There is no way back.
own-erase-all-now = Erase everything for good
own-corrected = Your correction is saved.
own-consented = Your consent is noted: the partnership’s page names you.
own-withdrawn = Your consent is withdrawn: nothing is public any more.
own-erased = It is erased.
own-nothing-there = There is nothing left to erase here.
mail-persons-subject = Your data in the atlas of decentralised cooperation
mail-persons =
    Hello,

    Somebody, probably you, asked what the atlas of decentralised cooperation
    holds under this address. See it, correct it or erase it with this link,
    good for a day:

    { $address }

    Whoever has this link sees these data: do not pass it on.

    { $operator }
redact-no-record = no record has the identifier “{ $id }”; check its eight characters.
