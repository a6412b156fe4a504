# Declaring: fields and what helps to fill them in.
form-name = Name
form-organisation-hint = The name as the agreement has it. If it is in the register, the record will be linked.
form-funders = Funders
form-amount-hint = For example 1,234.50. Leave it empty if the amount is not known.
form-currency = Currency
form-in-kind = In kind
form-of-which = Of which under the 1% mechanisms
form-of-which-hint = The part taken from a public service’s budget. Empty: unknown; 0: none.
form-water = Water
form-energy = Energy
form-waste = Waste
form-place-hint = A town, a district, a region… Choose from the list if it is there.
form-answer = Answer
form-answer-text = Details
form-title-hint = What the partnership does and between which territories. For example: Drinking water in the Kita district.
form-date-hint = A year (2013), a month (06/2013) or a day (12/06/2013), as far as you know.
form-end-hint = Leave it empty if no end is planned.
form-ended-hint = Tick if the partnership is over, even if the date is not known.
form-dormant-hint = Tick if nothing happens for the time being, but nothing is broken off.
form-transmitted-hint = The day on which the agreement was sent to the prefect.
form-theme-hint = The most precise one that suits the whole partnership.
form-theme = Theme
form-priority = Priority
form-priority-hint = From 1 (most important) to 5.
form-eligible = Eligible in the call for projects
form-goal = Goal
form-weight = Weight
form-weight-hint = 2: main goal; 1: secondary goal.
form-purposes-hint = Optional: five-digit codes, separated by commas. For example 14030, 15112.
form-objective-hint = In a few sentences: for whom, what for.
form-context-hint = What one should know of the territories. Write no person’s name or address.
form-history-hint = How the partnership began, its main steps.
form-description-hint = What is done, with whom, how.
form-outlook-hint = What comes next.
form-glossary-hint = Acronyms used in the narrative: they will be explained to readers.
form-acronym-short = Acronym
form-acronym-long = In full
form-contracting-hint = Who decides and answers for the work.
form-implementers-hint = Who carries the work out.
form-beneficiaries-hint = The inhabitants, services or groups concerned.
form-authority = Authority
form-authority-hint = Begin to type its name, then choose from the list. Without a list, type the name: we shall look it up.
form-party-from = Partner since
form-party-to = Partner until
form-kind = Kind of authority
form-contact-name = Body
form-contact-role = Role
form-contact-function = Function
form-contact-function-hint = The name of the department or function, never of a person.
form-contact-mailbox = Mail address of the department
form-contact-mailbox-hint = A shared mailbox, for example international@town.example.
form-volunteer-scheme = Scheme
form-volunteer-scheme-hint = For example: international solidarity volunteering, civic service.
form-volunteer-mission = Mission
form-volunteer-mission-hint = Without persons’ names.
form-volunteer-field = Field
form-volunteer-host = Host body
form-volunteer-count = Number of volunteers
form-call = The State’s call for projects
form-call-hint = The name of the call that co-funded this phase.
form-call-year = Year of the call
form-phases-hint = The successive projects or programmes of the same partnership.
form-actions-hint = Missions, training, works, committees…
form-action-kind = Kind
form-action-description = Description
form-action-state = State
form-programmes-hint = The register’s programmes to which this partnership belongs.
form-documents-hint = Give the address of published documents; one without an address is only cited.
form-document-url = Web address
form-document-url-hint = For example https://www.town.example/agreement.pdf
form-document-file = File
form-places-hint = Where it happens. The position is found in the register.
form-source-hint = Where this information comes from.
form-source-url = Address of the source
form-source-date = Date of the source
form-source-file = File of the source
form-licence-hint = The licence under which the source allows publication, if it says.

# Repeated parts of a form.
agreement-number = Agreement { $number }
add-agreement = Add an agreement
theme-number = Other theme { $number }
add-theme = Add a theme
sdg-number = Goal { $number }
add-sdg = Add a goal
acronym-number = Acronym { $number }
add-acronym = Add an acronym
organisation-number = Body { $number }
add-contracting-authority = Add a contracting authority
add-implementer = Add an implementer
party-number = Authority { $number }
add-party = Add an authority
add-partner-home = Add a partner on the same side
add-partner-abroad = Add a partner abroad
contact-number = Contact { $number }
add-contact = Add a contact
funder-number = Funder { $number }
add-funder = Add a funder to this line
funding-number = Line { $number }
add-funding = Add a funding line
volunteer-number = Mission { $number }
add-volunteer = Add a mission
phase-number = Phase { $number }
add-phase = Add a phase
action-number = Action { $number }
add-action = Add an action
place-number = Place { $number }
add-place = Add a place
document-number = Document { $number }
add-document = Add a document

# Groups and sections.
group-essential = The essentials
group-money = Agreements and funding
group-work = Implementation
group-follow-up = Follow-up and documents
task-dates = Dates
lead-parties = Who works with whom. At least two authorities are needed, of two countries.
lead-title = The name under which the public will find the record.
lead-form = The tie between the authorities.
lead-dates = Since when, until when. A year is enough.
lead-themes = What it is about: how readers find the record by subject.
lead-narratives = What the partnership wants, does and becomes. All is optional; the objective is read most.
lead-agreements = The conventions and letters of intent that were signed.
lead-funding = Who pays what, in which year. Each line is counted once.
lead-programmes = What this partnership belongs to.
lead-roles = Who decides, who does the work, for whom.
lead-other-partners = Associations, universities, companies, other authorities that take part without being parties.
lead-phases = The steps of the partnership and what is done in them.
lead-places = The territories where it happens.
lead-volunteers = How many volunteers, and their mission; never their names.
lead-contacts = Whom to write to: functions and shared mailboxes.
lead-follow-up = What was communicated and evaluated.
lead-documents = Agreements, reports, evaluations.
lead-provenance = Where the information of the record comes from.

# The editor.
choose = Choose…
show-choices = Show the choices
choice-offered = In the register
choice-known = ✓ Found in the register
choice-proposed = Proposed: it will be created once the record is published. You may correct its country and its kind.
choice-today = today { $name }
choose-which = Which one is “{ $name }”?
propose-new = None of these: propose “{ $name }” to the register
propose-new-hint = For an authority that is not in the register, give its country and kind. It will be created when the record is published.
remove = Remove
removed =
    { $signed ->
        [0] “{ $part }” is no longer in the record.
       *[other] “{ $part }” is no longer in the record, nor among the signatories of its agreements.
    }
undo-removal = Undo the removal
doubt-means = What is right as it is takes a word of explanation before it is sent:
nothing = Nothing
fault-prefix = Error:
error-title = Error: { $title }
error-summary = There is a problem
save-and-go-on = Save and go on
save-and-back = Save and go back to the list
back-to-list = Back to the list of sections
without-saving = , without saving
add-language = Write in another language too
language = Language
add-language-button = Add this language
draft-saved = Saved at { $time } (UTC)
draft-failed = Not saved yet: the connection is missing. Trying again in a few seconds.
draft-closed = Not saved yet: the atlas accepts no change at the moment. Keep this page open, it tries again in a few seconds.
draft-conflict = This section was changed elsewhere, by somebody else or in another window. Save: you will see both texts.
draft-session = Your session has ended. Save: you can sign in again without losing anything.
draft-sending = Sending: the connection is slow. Keep this page open.
draft-unreached = Not saved: the atlas does not answer. Your text is still here: keep this page open and try again in a moment.
mending-means = This record is being validated. Correct a few letters of a text; for the rest, send it back with your requests. Whoever changes more (a party, an amount, a date, a code, a whole text) leaves it to a colleague to publish.
ministry-asks = The ministry asks: { $remark }
fault-required = Fill in this field, or remove this part.
fault-authority = Choose the authority from the register, or propose it.
fault-not-own = The authority for which you declare is not among the parties.
fault-not-own-mend = Add it: everyone declares their own partnerships.
fault-new-country = Give the country of the authority that you propose.
fault-date = Write a date such as 2013, 06/2013 or 12/06/2013.
fault-no-such-day = There is no such day. Write a date such as 2013, 06/2013 or 12/06/2013.
fault-no-such-month = There is no such month: write it from 01 to 12, as in 06/2013.
fault-year = Write a year in four digits, such as 2013.
fault-amount = Write an amount such as 1,234.50.
fault-amount-ambiguous = This amount reads in two ways: write 12,345 for thousands, or 12.35 for decimals.
fault-other-currency = This amount is written in euros, but its currency is another. Take the € sign out, or choose the euro.
fault-count = Write a whole number.
fault-count-large = This number is too large: four thousand million at most.
fault-currency = Choose a currency from the list.
fault-country = Choose a country from the list.
fault-mailbox = Write a mail address such as office@town.org.
fault-address = Write an address that begins with https:// or http://.
fault-address-space = An address on the web has no spaces: write %20 instead.
fault-choice = Choose one of the answers offered.
fault-codes =
    { $count ->
        [one] This code is not in the DAC list: { $codes }. A code has five digits, such as 14030.
       *[other] These codes are not in the DAC list: { $codes }. A code has five digits, such as 14030.
    }
programmes-none-to-choose = No programme is in the register: there is nothing to fill in here. If this partnership belongs to a programme, say so in the story; the ministry keeps that register.

# The list of sections.
progress-not-begun = To begin
progress-in-progress = In progress
progress-complete = Complete
progress-left-empty = Left empty
progress-faulty = To correct
tasks-complete = { $complete } of { $total } sections complete. Only those of “The essentials” are needed; begin where you like.
tasks-sent = This record was sent to the ministry, which reads it, then publishes it or sends it back saying what is missing.
state-draft = Draft
state-submitted = Waiting for validation
state-returned = To complete
state-published = Published
state-discarded = Given up
state-withdrawn = Withdrawn
state-merged = Merged
moment = { $day } at { $time } (UTC)
last-saved = Saved on { $moment }.
returned-because = The ministry sends this record back to you:
submitted-means = This record is waiting to be validated. To change it, take it back first.
correction-means = You are correcting a published record. The public goes on reading the published version.
see-public = See the published version
check-and-submit = Check and send
recall = Take this record back to change it
discard = Give this draft up
discard-means = The draft will be deleted for good. A record that is published already is not touched.
discard-button = Delete the draft

# Checking and sending.
check-title = Check your answers
check-lead = Read again, correct what needs it, then send the record to the ministry.
check-proposed = Organisations that the register lacks
check-proposed-means = You propose them: the ministry checks them, and they are created with the record. Where one exists under another name, choose it in its section.
check-summary = Before sending the record
change = Change
explain-doubt = A word of explanation, if it is right so
explained = Explanation:
duplicates-title = This record may exist already.
duplicates-means = These partnerships tie the same authorities in the same years. If it is the same one, correct it instead.
duplicates-means-undated = These partnerships tie the same authorities. If it is the same one, correct it instead.
correction-reason = What changes and why
correction-reason-hint = One sentence, which the public history will show.
submit-declaration = Send to the ministry
submit-means = The ministry reads the record before it is published.
sent-title = Record sent
sent-reference = Reference of your record
what-next = What happens next?
next-validated = The ministry reads the record. You can take it back until it has.
next-returned = If something is missing, it sends it back and says what.
next-published = Once published, it bears this reference for ever. You will confirm it each year.
see-declaration = See the record again

# Beginning.
declare-title = Declare a partnership
declare-lead = Ten minutes are enough for the essentials. All is saved as you go: you can stop and come back.
declare-for = For which authority?
declare-for-one = You declare for: { $name }.
declare-from = What do you begin with?
from-new = An empty record
from-earlier = One of our partnerships: its authorities, its themes and its texts
which-earlier = Which one?
from-page = A page of the old atlas
paste-page = Text of the page
paste-page-hint = Open the record in the old atlas, select all, copy, then paste here.
fault-page = This text is not that of a record of the old atlas. Paste the whole page, from the title to the end.
from-table = Lines of a table
paste-table = Lines of the table
paste-table-hint = In your spreadsheet, copy the line of headings (authority, partner, country, title, start…) and up to fifty lines, then paste here. Each line becomes a draft.
fault-table = No heading of a column is known. Copy the line of headings too: it needs at least the authority or the partner.
fault-table-foreign = These lines are not about a partnership of your authority: { $lines }. Name it among the parties, or take these lines out: everyone declares their own partnerships.
table-unread = The table that you pasted also said this, which the atlas could not place:
declare-begin = Begin
declared-source = Declaration by a partner authority
correct-own = An agent of one of these authorities? Correct this record
correct-title = Correct a record
correct-means = You will work on a copy. The public goes on reading the published version until the ministry has validated your changes.
correct-under-way = You have begun already:
correct-go-on = Go on with correction
correct-begin = Begin the correction

# The workspace.
drafts-made =
    { $count ->
        [one] One draft was made of a line of the table.
       *[other] { $count } drafts were made, one for each line of the table.
    }
under-way = Under way
under-way-none = Nothing is under way.
under-way-colleagues = Under way with your colleagues
our-partnerships-none = No published partnership for your authority.
our-partnerships = Our published partnerships
our-partnerships-all = See all our published partnerships
to-do = To do
next-finish = To finish and send
next-wait = The ministry is reading: nothing to do
next-gone = The published record was withdrawn or merged: open it to see what to do
next-answer = To complete, then send again
space-validate = Read, publish or send back what authorities handed in.
space-steward = Withdraw a record, merge it, bring it back.
space-reports = What readers say is not true.
space-import = CSV or Excel: every fault at once, corrected in place.
space-confirm = Say that the records are still true: three clicks.
space-annotate = The country’s partnerships, to be annotated for everyone or among administrations.
space-transmit = Note the day on which each agreement was transmitted.
space-answer = Confirm
left-empty = Sections left empty

# Two texts for one field.
merge-title = Two texts for the same section
merge-means = This section was saved elsewhere while you were writing, by somebody else or in another window. Choose, field by field; nothing is lost until you have saved.
merge-mine = Your text
merge-theirs = Text saved meanwhile
versus-both = Both, one after the other
versus-both-means = The text saved already comes first; of a list, each line once.
fault-unchosen = Choose which one to keep.
merge-save = Save these choices

# What comes too late.
moved-title = The record has moved on
moved-submitted = This record was handed in meanwhile. What you have just written is not saved.
moved-recalled = The author of this record took it back meanwhile. What you have just written is not saved.
moved-returned = This record was sent back to its author meanwhile. What you have just written is not saved.
moved-published = This record was published meanwhile: it is no longer written here, it is corrected.
moved-discarded = This draft was deleted meanwhile.
moved-over = This declaration is no longer under way: it was published, or deleted, meanwhile.
moved-quiet = Save: your text will be shown, to be copied.
moved-typed = What you had written
moved-typed-means = None of it is saved. Copy what you want to keep.
rebase-means = The published record has changed since this correction began. What only one of the two changed is taken over already. Choose for the rest.
rebase-publish = Publish with these choices

# Validation.
queue-title = Records to validate
queue-empty = No record is waiting.
queue-caption =
    { $count ->
        [one] One record is waiting.
       *[other] { $count } records are waiting, the oldest first.
    }
queue-record = Record
queue-authority = Declared for
queue-age = Waiting
queue-doubts = To check
queue-new = New record
queue-correction = Correction
queue-correction-withdrawn = Correction of a record withdrawn on { $day }
queue-correction-merged = Correction of a record merged with another on { $day }
fate-withdrawn = The published record was withdrawn on { $day }. Reason: “{ $reason }”. This correction cannot be published unless the ministry brings the record back.
fate-merged = The published record was merged with another on { $day }. Reason: “{ $reason }”. This correction cannot be published and does not go to the other record: correct that one.
see-record-that-stays = See the record that stays
queue-again = sent back, then sent again
queue-own = declared by you
queue-reworked = changed by you: a colleague publishes
queue-decided = This declaration has been dealt with already, or its author has taken it back: it no longer waits.
queue-published = Published:
queue-returned = Sent back to the authority:
days-ago =
    { $days ->
        [0] since today
        [one] for one day
       *[other] for { $days } days
    }
review-by = Declared for: { $authority }, on { $moment }.
own-declaration = You declared this record: somebody else must validate it.
reworked-declaration = You changed more than a detail in it: a colleague must publish it. Fields corrected while validating: { $fields }.
duplicates-review = The same authorities, in the same years:
duplicates-review-undated = The same authorities:
review-asked = What the ministry asked
review-since-return = What has changed since it was sent back
review-changes = What changes
review-whole = The whole record
decision = Decision
publish = Publish
mend = Correct a trifle
return = Send back to the authority
return-reason = What is missing, in general
return-remark = Request { $number }
return-field = Field
return-text = What is asked
return-button = Send back
fault-return-reason = Say what is missing: in general or for a field.
fault-changed-meanwhile = The record has changed meanwhile. Read it again before you decide.
fault-has-errors = The record still has errors: correct them or send it back.
fault-nothing-changed = Nothing differs from the published record: there is nothing to send or to publish.
fault-not-public = The published record was withdrawn or merged meanwhile.

# What the ministry does with a published record.
stewardship-title = Look after a published record
withdraw = Withdraw the record
withdraw-means = Its address will say that it was withdrawn, when and why. Its history is kept.
withdraw-answers =
    { $count ->
        [one] One report of a mistake is waiting for an answer: the reason will be the answer.
       *[other] { $count } reports of mistakes are waiting for an answer: the reason will be the answer.
    }
stewardship-corrections =
    { $count ->
        [one] One correction of this record is under way.
       *[other] { $count } corrections of this record are under way.
    }
stewardship-corrections-means =
    { $count ->
        [one] If the record is withdrawn or merged, it cannot be published. Its author will be told by e-mail.
       *[other] If the record is withdrawn or merged, they cannot be published. Their authors will be told by e-mail.
    }
stewardship-correction = Correction { $number }
withdraw-button = Withdraw
public-reason = Reason, which the public will read
merge-records = Merge with another record
merge-records-means = This record’s address will lead to the other one. Its parties, its former numbers, its confirmations and its annotations go along. Its texts and its funding do not: bring them over first if the other one lacks them. Where one of the two is not validated, the other is no longer so: a correction that a colleague publishes validates it again.
merge-target = Address or reference of the other record
merge-button = Merge
merged-already = Record { $id } is merged with this one already, since { $day }.
restore = Restore a version
restore-means = The version chosen becomes a proposal, which somebody else must validate.
restore-button = Propose this version
restore-reason = Version { $version } restored
mended-while-validating = Mended by the ministry while validating: { $fields }.
steward-title = Look after published records
steward-which = Which record?
steward-which-hint = Its address, or its reference: eight letters and digits.
steward-search = Search for a record by its name, to take its address
steward-open = Open
steward-gone = Records withdrawn or merged
steward-unreadable = The record { $id } cannot be read: its content is damaged in the register.
steward-gone-none = No record has been withdrawn or merged.
stewardship-of = Look after: { $title }
gone-withdrawn = This record has been withdrawn since { $day }.
gone-merged = The address of this record has led to another since { $day }.
gone-reason = Reason:
reinstate = Bring the record back
reinstate-means = It becomes public again, as it was last published. The history will say when and why.
parting-said =
    { $count ->
        [0] No confirmation or annotation had gone to the other record.
        [one] One confirmation or annotation, which had gone to the other record, comes back to it.
       *[other] { $count } confirmations and annotations, which had gone to the other record, come back to it.
    }
parting-parties-leave = The other record has not changed since the merger: it has its earlier text again, without the parties that it had taken over: { $parties }.
parting-parties-stay = The other record has changed since the merger, or these parties have spoken there: it keeps them, with the former numbers it took over. To be removed by a correction, if need be: { $parties }.
parting-stays = Contacts, reports of mistakes and notes between administrations stay with the other record.
parting-unknown = The history does not tell what the merger moved to the other record: confirmations, annotations and parties stay there.
unmerge-log = Merger undone, record { $id } brought back:
reinstate-button = Bring back
fault-reason = Give a reason.
fault-target = Give the address or reference of another published record.
fault-record-moved = The state of this record has changed meanwhile: nothing was done. This is where it is.
fault-reason-lost = Your reason, which is not kept: “{ $reason }”

# Reporting a mistake.
report-title = Report a mistake
report-message = What is wrong?
report-hint = Give neither your name nor your address: they are not asked for. The page that opens next will show the answer: keep its address, nothing will be sent to you.
report-send = Send
fault-message = Describe the mistake in one sentence at least, and in 4,000 characters at most.
reported-title = Your report
report-waits = Thank you. Your message has reached the authority and the ministry. Keep the address of this page: the answer will appear here.
report-answer = Answer
report-answer-send = Answer
report-answer-by = By: { $who }
report-answer-kept = The answer that is kept
report-answer-typed = Yours, which is not kept
report-withdrawn = The record was withdrawn, for this reason: { $reason }
fault-answered = This report has an answer already: yours is not kept.
fault-answer = Write an answer.
your-message = Your message
see-record = See the record
reports-title = Mistakes reported
reports-none = No report is waiting for an answer.

# History.
history-see-changes = See the changes word by word
history-compare-from = From version
history-compare-to = to version
history-compare = Compare
history-compared = From version { $from } to version { $to }
history-version-number = Version { $version }

# Letters.
mail-submitted-subject = To validate: { $title }
mail-submitted =
    Hello { $name },

    A record is waiting to be validated: “{ $title }”, declared for { $authority }.

    { $address }

    { $operator }
mail-decided-subject =
    { $decision ->
        [published] Published: { $title }
       *[returned] To complete: { $title }
    }
mail-decided =
    { $decision ->
        [published] Hello { $name },

            The record “{ $title }” is published:

            { $address }

            { $mended }{ $operator }

       *[returned] Hello { $name },

            The record “{ $title }” is sent back to you to be completed. The requests are in the record:

            { $address }

            { $operator }
    }
mail-mended =
    While validating it, the ministry mended: { $fields }. The record’s history says so and shows the change.
mail-reported-subject = Mistake reported: { $title }
mail-reported =
    Hello { $name },

    A reader reports a mistake in the record “{ $title }”. To read the message and answer it:

    { $address }

    { $operator }
mail-gone-subject =
    { $what ->
        [merged] Record merged: { $title }
        [back] Record brought back: { $title }
       *[withdrawn] Record withdrawn: { $title }
    }
mail-gone =
    { $what ->
        [merged] Hello { $name },

            The ministry has merged the record “{ $title }” with another, which stays:

            { $address }

            Reason: { $reason }

            { $correction }{ $operator }

        [back] Hello { $name },

            The ministry has brought the record “{ $title }” back. It is public again:

            { $address }

            Reason: { $reason }

            { $correction }{ $operator }

       *[withdrawn] Hello { $name },

            The ministry has withdrawn the record “{ $title }”. Its address now tells everyone so:

            { $address }

            Reason: { $reason }

            { $correction }{ $operator }
    }
mail-gone-corrections =
    { $count ->
        [one] Your correction of this record is kept, but cannot be published unless the record is brought back:
       *[other] Your { $count } corrections of this record are kept, but cannot be published unless the record is brought back:
    }
mail-back-corrections =
    { $count ->
        [one] Your correction of this record can be published again:
       *[other] Your { $count } corrections of this record can be published again:
    }
mail-submitted-table-subject =
    { $count ->
        [one] To validate: one record of a table
       *[other] To validate: { $count } records of a table
    }
mail-submitted-table =
    Hello { $name },

    { $count ->
        [one] A record of a table is waiting to be validated, declared for { $authority }.
       *[other] { $count } records of a table are waiting to be validated, declared for { $authority }.
    }

    { $address }

    { $operator }

# Merging and duplicates.
merge-log = Merged with record { $id }:
admin-pairs = Possible duplicates
pairs-lead = Published records of the same authorities whose years overlap. Compare them: they may be one partnership, or two.
pairs-none = No pair to look at.
pairs-more = The first pairs are shown; the others will follow.
pairs-merge = Merge the second into the first
pairs-two = They are two partnerships
review-newer = The record has changed since this correction began: it is at version { $version }. This is what publishing would change in it.
fault-return-field = Choose the field that each remark is about.
returned-fields = The ministry asks:
versus-author = The author’s text
versus-published = Text published meanwhile
