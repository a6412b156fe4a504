# Confirming: an agent's page, that of a partner who was sent a link, the yearly campaign.
confirm-title = Confirm my partnerships
confirm-lead = A record that nobody confirms becomes “to confirm”. Confirmations count since { $day }.
confirm-done =
    { $count ->
        [0] No record confirmed.
        [one] One record confirmed. Thank you.
       *[other] { $count } records confirmed. Thank you.
    }
confirm-changed =
    { $count ->
        [one] One record has changed meanwhile: read it again before you confirm it.
       *[other] { $count } records have changed meanwhile: read them again before you confirm them.
    }
confirm-disputed =
    { $count ->
        [one] One record is not confirmed: the authority answered itself that it is not right.
       *[other] { $count } records are not confirmed: the authorities answered themselves that they are not right.
    }
confirm-none = No current partnership to confirm.
confirm-is-done = Confirmed for this year
confirm-tick = Nothing has changed for { $party }
confirm-this = Confirm this record
confirm-other = Read again or report a mistake
confirm-ticked = Confirm the records ticked
confirm-every-link = Confirm all the records of this page…
confirm-every-ask =
    { $count ->
        [one] Is this record true today?
       *[other] Are these { $count } records true today?
    }
confirm-every-means = You say of each that nothing has changed. If you doubt a single one, go back to the list and tick the others.
confirm-every =
    { $count ->
        [one] Confirm this record
       *[other] Confirm these { $count } records
    }
confirm-every-not = Back to the list
confirm-one-title = Confirm a record
confirm-correct = Correct the record
confirm-as = You answer for { $party }.
confirm-for = You answer for
confirm-question = Is this record true today?
confirm-yes = Yes, it is true
confirm-no = No, something is not true
confirm-remark = What is not true
confirm-remark-hint = To fill in if you answered no. This text is public: name nobody in it.
confirm-send = Answer
confirm-said = Your answer is kept and shown on the record.
confirm-asked = The link leaves by mail: this page says below whether it could be delivered. The partner can answer without an account.
confirm-asked-today = A link was asked for today already for this address: no other leaves, not even in another language. This page says below whether it could be delivered. Tomorrow you can ask for another.
confirm-others = What the other authorities say
confirm-ask = Ask for confirmation by mail
confirm-mailbox = Address, of an office rather than a person
confirm-mailbox-hint = The address serves for this letter only and is not kept.
confirm-lang = Language of the letter
confirm-ask-send = Send the link
confirm-fault-choice = Say whether the record is true or not.
confirm-fault-unticked = Tick at least one record.
confirm-fault-remark = Say in a few words what is not true.
confirm-fault-long = This text is longer than 2,000 characters: make it shorter.
confirm-fault-both = You answer “yes” and write what is not right: choose “no” for your text to be kept, or delete it.
confirm-fault-person = This text will be public: take out names, mail addresses and telephone numbers.
confirm-fault-disputed = This authority said itself that the record is not right: it alone can take that back, once the record is corrected.
confirm-fault-disputed-by-link = This authority answered, by a link, that the record is not right: its answer holds until the record is corrected.
confirm-fault-changed = The record has changed since you opened it: read it again, then answer.
confirm-fault-address = This is no mail address: check it.
confirm-fault-own-address = This address is your own: give that of the other authority, which will answer itself.
confirm-answers-itself = This authority has an account in the atlas: it answers itself, and no link is sent in its name.
confirm-link-title = { $party }: confirm this partnership
confirm-link-lead = You were sent this link for { $party }. Read what the atlas says of the partnership, then answer. You need no account.
confirm-letter-left = Link asked for on { $day }: the letter has left.
confirm-letter-waits = Link asked for on { $day }: the letter is waiting to leave.
confirm-letter-failed = Link asked for on { $day }: the letter could not be delivered. Check the partner’s address.
confirm-letter-dropped = Link asked for on { $day }: the letter was given up.
confirm-link-void = This link no longer serves
confirm-link-thanks = Thank you, your answer is kept
confirm-link-next = The answer is shown on the public record.
confirm-link-record = See the record
confirm-link-answered = This authority has answered already
confirm-link-gone = The record was withdrawn, or joined with another.
confirm-link-left = The record was corrected since this link was sent: your organisation is no longer one of its parties, and need not answer.
confirm-link-void-means = It was used already, or its four months are over. Ask your partner for another one.
fact-form = Form
fact-period = Period
fact-theme = Main theme
fact-total = Known funding
word-post-agreed = The diplomatic post ({ $post }) confirmed the record on { $day }
word-post-disagreed = The diplomatic post ({ $post }) reported a mistake on { $day }
word-earlier = on version { $version }; the record has changed since
word-asked-by = (asked by { $asker })
mail-confirm-subject = A partnership to confirm
mail-confirm =
    Dear Sir or Madam,

    The atlas of decentralised cooperation publishes a record on a partnership:
    { $title }

    Your organisation, as this record names it: { $party }

    Is it true? One page is enough to answer, without an account:
    { $address }

    The link serves once, for four months. If this letter is not for you, do nothing.

    { $operator }
campaign-title = Confirmation campaign
campaign-state = How far is it?
campaign-open =
    Campaign { $year }, open since { $day }. { $reminders ->
        [0] No reminder sent.
        [one] One reminder sent.
       *[other] { $reminders } reminders sent.
    }
campaign-letters =
    Last letters: on { $day }, { $count ->
        [0] to nobody, nothing was waiting
        [one] to one agent
       *[other] to { $count } agents
    }.
campaign-none = No campaign is open: a confirmation counts for twelve months.
campaign-undelivered =
    { $count ->
        [one] One letter could not be delivered: the administrator can say to whom.
       *[other] { $count } letters could not be delivered: the administrator can say to whom.
    }
campaign-start = Open and write to the agents
campaign-open-link = Open the { $year } campaign…
campaign-open-ask = Open the { $year } campaign?
campaign-open-means = Confirmations count since { $opened }. A letter leaves to each agent whose authority has partnerships to confirm. It cannot be called back.
campaign-open-not = Do not open
campaign-figures-asked = What will be asked
campaign-receivers = Letters that will leave, at most
campaign-remind = Remind the agents who are late
campaign-remind-hint = One reminder a day at most: nobody receives two letters on the same day.
campaign-close = Close and keep the figures
campaign-close-link = Close the { $year } campaign…
campaign-close-ask = Close the { $year } campaign?
campaign-close-means = The figures of the day are kept under “Closed campaigns”, as they are at the moment of closing. Nobody is reminded any more, and a confirmation counts for twelve months again, instead of counting since { $opened }. A campaign closed by mistake can be reopened.
campaign-close-not = Do not close
campaign-reopen = Reopen the campaign
campaign-reopen-link = Reopen the { $year } campaign…
campaign-reopen-ask = Reopen the { $year } campaign?
campaign-reopen-means = Confirmations count since { $opened } again. Nobody receives a letter. The figures kept on { $day } are kept no longer: those of the day of the next closing take their place.
campaign-reopen-not = Do not reopen
campaign-figures-now = Figures that will be kept
campaign-figures-kept = Figures kept
campaign-said-opened = The campaign is open. The letters to the agents are leaving; this page will say how many.
campaign-said-was-open = A campaign is open already: nothing more was done, nobody received another letter.
campaign-said-had = The year has had its campaign. If it was closed by mistake, reopen it.
campaign-said-reminded = The reminder is leaving; this page will say to how many agents.
campaign-said-written = Today’s letters have already left: nobody receives a second one. The next reminder can leave tomorrow.
campaign-said-closed = The campaign is closed. Its figures are kept.
campaign-said-reopened = The campaign is open again. Nobody received a letter.
campaign-said-none = No campaign is open. The last one may have been closed meanwhile.
campaign-all = Partnerships that have not ended
campaign-confirmed = Confirmed
campaign-some-of = { $some } of { $all }
campaign-counts = Partnerships that have not ended are counted. “Confirmed”: by one party at least, since { $day }. “To be confirmed”: the status of the record, when it has neither confirmation, signature nor start within { $months } months; a record that nobody confirmed during the campaign may have another status.
campaign-repeats = A partnership may count on several lines: they add up to more than the total.
campaign-where = Where
campaign-nothing = Nothing to count.
campaign-by-department = By department
campaign-no-department = Others: regions, authorities without a known department
campaign-by-country = By country
campaign-no-country = Others: without a known partner country
campaign-past = Closed campaigns
campaign-closed = { $year }, closed on { $day }: { $some } confirmed of { $all } ({ $share }).
mail-campaign-subject = { $year } campaign: confirm your partnerships
mail-campaign =
    Hello { $name },

    { $count ->
        [one] One partnership of your authority waits to be confirmed for this year.
       *[other] { $count } partnerships of your authority wait to be confirmed for this year.
    }
    Three clicks are enough if nothing has changed:
    { $address }

    { $operator }

mail-dissent-subject = Record disputed: { $title }
mail-dissent =
    Hello { $name },

    { $who ->
        [post] The diplomatic post ({ $post }) reports, for { $party }, that the record “{ $title }” is not right:
       *[party] { $party } answered that the record “{ $title }” is not right:
    }

    “{ $remark }”

    The record: { $address }

    { $who ->
        [post] Correct it if the remark is right; it stays visible there, beside the authority’s own answer, until this post gives another one.
       *[party] Correct it if the remark is right; the answer stays visible there until this authority gives another one.
    }

    { $operator }

mail-corrected-subject = Record corrected since your answer: { $title }
mail-corrected =
    Hello { $name },

    You reported that the record “{ $title }” is not right. It has been corrected since.
    Your answer stays visible there until you give another one:
    { $address }

    { $operator }
