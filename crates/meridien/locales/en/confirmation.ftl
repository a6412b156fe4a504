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
confirm-none = No current partnership to confirm.
confirm-is-done = Confirmed for this year
confirm-tick = Nothing has changed for { $party }
confirm-this = Confirm this record
confirm-other = Read again or report a mistake
confirm-ticked = Confirm the records ticked
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
confirm-asked = The link is on its way. The partner can answer without an account.
confirm-others = What the other authorities say
confirm-ask = Ask for confirmation by mail
confirm-mailbox = Address, of an office rather than a person
confirm-mailbox-hint = The address serves for this letter only and is not kept.
confirm-lang = Language of the letter
confirm-ask-send = Send the link
confirm-fault-choice = Say whether the record is true or not.
confirm-fault-remark = Say in a few words what is not true.
confirm-fault-long = This text is longer than 2,000 characters: make it shorter.
confirm-fault-changed = The record has changed since you opened it: read it again, then answer.
confirm-fault-address = This is no mail address: check it.
confirm-fault-own-address = This address is your own: give that of the other authority, which will answer itself.
confirm-link-title = { $party }: confirm this partnership
confirm-link-lead = You were sent this link for { $party }. Read what the atlas says of the partnership, then answer. You need no account.
confirm-link-void = This link no longer serves
confirm-link-thanks = Thank you, your answer is kept
confirm-link-next = The answer is shown on the public record.
confirm-link-record = See the record
confirm-link-void-means = It was used already, or its four months are over. Ask your partner for another one.
fact-form = Form
fact-period = Period
fact-theme = Main theme
fact-total = Known funding
word-by-post = (by the diplomatic post)
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
campaign-none = No campaign is open: a confirmation counts for twelve months.
campaign-start = Open the { $year } campaign and write to the agents
campaign-remind = Remind the agents who are late
campaign-close = Close and keep the figures
campaign-all = Current partnerships
campaign-confirmed = Confirmed
campaign-some-of = { $some } of { $all }
campaign-where = Where
campaign-nothing = Nothing to count.
campaign-by-department = By department
campaign-by-country = By country
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
