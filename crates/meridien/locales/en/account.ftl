# Accounts and signing in.
sign-in = Sign in
sign-out = Sign out
sign-in-ended = Your session has ended. Sign in again: what you had typed is kept.
sign-in-ended-secret = Your session has ended. Sign in again, then fill in the form once more: nothing was changed, and a password that was typed is not kept.
signed-out-provider = You are signed out of the atlas, but perhaps not of the identity service through which you sign in. If others use this computer, sign out of that service too, or close the browser.
sign-in-wrong = The address or the password is not right.
error-prefix = Error:
email = E-mail address
password = Password
workspace = Workspace
my-account = My account
my-account-short = Account
resume = Take up what you had typed
resume-means = You are signed in again. What you had typed is not saved yet.
resume-save = Save what I had typed
resume-typed = What you had typed
resume-typed-means = The text, to copy if you wish: it comes back with the form once you are signed in again.
password-short = The password must have at least ten characters.
password-long = This password is too long.
password-common = This password is easy to guess: common words, your name or your address. Make it longer with other words that have nothing to do with each other.
code = Code
code-hint = The six digits of your application, or one of your recovery codes.
second-step = Verification code
second-step-wrong = This code is not right, or has been used. Wait for the next one.
second-step-set-up = Add a verification code
second-step-how = A code that changes every thirty seconds is added to the password. You need an application that computes it, on a telephone or a computer: take a picture of the image, or copy the key.
second-step-picture = Image for the application’s camera; the key below says the same.
second-step-key = Key
second-step-address = Address for the application
second-step-code = The code that the application shows
second-step-on = Switch on
second-step-off = Take the verification code away
second-step-reset = Take the verification code off, if phone and recovery codes are lost
second-step-is-on =
    { $count ->
        [0] A code is asked for at each sign-in. You have no recovery code left.
        [one] A code is asked for at each sign-in. You have one recovery code left.
       *[other] A code is asked for at each sign-in. You have { $count } recovery codes left.
    }
second-step-is-off = The password alone is enough to sign in. A code protects better.
second-step-replaces = This application and new recovery codes take the place of those before. If your account has no password, leave this empty.
second-step-renew = Change the application or the recovery codes
recovery-codes = Recovery codes
recovery-codes-means = Keep these codes in a safe place: they will not be shown again. Each stands once for the application’s code, if you lose it.
recovery-codes-kept = I have kept them
forgotten = Forgotten password
forgotten-hint = If this address has an account, a link will be sent to it. It is good for two hours.
forgotten-send = Send the link
forgotten-sent = If this address has an account, a message is sent to it. Asked for again within ten minutes, it is not sent again: the first link stays good. Look among the unwanted messages too.
choose-password = Choose my password
new-password = New password
old-password = Current password
password-hint = At least ten characters, with no other rule. The longer it is and the less it has to do with you, the better it protects; do not take an example that you read somewhere.
password-none = Your account has no password: you sign in through an identity service. You may choose one, if you signed in less than a quarter of an hour ago.
password-chosen = Your password is saved. Sign in.
password-wrong = The current password is not right.
change-password = Change my password
linked = Identity service
linked-to = This account is linked to { $name }: one identity of that service alone opens it.
unlink = Unlink
unlink-no-password = Choose a password first: without it you could not sign in any more.
link-void = This link is no longer good
link-void-means = It has been used, or is too old. Ask for another.
link-again = Receive another link
provider-sign-in = Sign in with { $name }
provider-too-long = What you had typed is too long to be kept while you go through another site. Sign in here with your password, or sign in in another tab, go back to your form in this one, and save again.
provider-leave = You will identify yourself on another site, which will bring you back here. What you had typed is kept.
provider-again = Signing in did not succeed: it took too long, or began in another browser. Try again.
provider-refused = The identity service did not confirm who you are. Try again; if it persists, write to us.
provider-cancelled = You did not identify yourself on the other site: nothing has changed. Try again, or sign in with your password.
provider-unverified = The identity service has not verified your e-mail address: the atlas cannot rely on it. Have it verified there, or sign in with your password.
provider-closed = Your identity is confirmed, but your account of the atlas is closed. The atlas’s administrator can open it again.
provider-another = Your identity is confirmed, but the account of your address is linked to another identity of the same service. Ask the atlas’s administrator to unlink it, or sign in with your password.
provider-stranger = Your identity is confirmed, but no account of the atlas matches it. Ask for one, or have a colleague invite you.
request = Ask for an account
request-means = A person reads each request and checks that you act for the organisation that you name. The answer comes by mail.
request-email-hint = Your address at work, in your name or a department’s.
request-organisation = Authority or organisation
request-proof = What shows your office
request-proof-hint = Your function, the department’s mailbox, an official page that names you.
request-send = Send my request
request-sent = Your request is kept. You will receive the answer by mail. If a request waits for this address already, that one will be read.
request-on = Request of { $date }
request-known = This address has an account already ({ $state }):
request-known-closed = open it again first on its page, which shows its roles.
request-accept = Accept and invite
request-refuse = Refuse
request-reason = Why it is refused, sent to the person
requests = Requests for accounts
requests-waiting = { $count ->
    [one] One request waits.
   *[other] { $count } requests wait; the oldest come first.
}
role = Role
scope = Where the role holds
scope-hint = For an authority: the address of its page, its identifier, its SIREN or INSEE code (“département 59”, “région 32”). For a correspondent: the country’s code. For a prefecture: the address of the territory’s page. For the others: nothing.
scope-everything = the whole atlas
scope-wrong = The organisation, country or territory is not recognised.
scope-missing = Tell where the role holds, in one of the ways that the help of the field gives.
scope-none = This role holds in the whole atlas: leave “Where the role holds” empty.
scope-ambiguous = A département and a region have this code. Write “département 32” or “région 32”, for instance, or give the SIREN.
scope-not-yours = You give roles for your own authority only.
agent-not-yours = You are responsible for the accounts of a partner authority: the administrator gives the role of agent there. Give that of agent of a partner authority, or ask the administrator.
self-wrong = This address is yours. Nobody changes what he is himself: ask somebody else responsible, or another administrator.
self-account = This is your account. Nobody changes what he is himself.
account-is-closed = The account of this address is closed. Open its page from the list, then “Open this account again”. If it is not in your list, ask the administrator.
last-administrator = This is the last administrator who can sign in: give this role to somebody else first, and wait until they have come.
role-wrong = This role cannot be given like this.
role-add = Add this role
role-remove = Remove
role-remove-close = Remove and close the account
name-wrong = Write a name of one line and 120 characters at most, without an address: neither “/” nor “@”.
email-wrong = This e-mail address is not valid.
organisation-wrong = The organisation’s name is missing or too long.
proof-wrong = Say what shows your office, in two thousand characters at most.
reason-wrong = A refusal needs a reason.
my-roles = My roles
no-role = No role.
roles-elsewhere = { $count ->
    [one] one role elsewhere
   *[other] { $count } roles elsewhere
}
about-me = What the atlas knows of me
about-me-means = Your name and address are never published. Records show only your role and your organisation.
person-name = Name
mail-language = Language of messages
save = Save
my-sessions = My sessions
my-sessions-means = The browsers where this account is signed in
session-device = Browser
session-began = Signed in
session-seen = Seen
session-end-column = End
session-unnamed = Unnamed
session-here = This one
session-end = Sign out
sessions-end = Sign out all the others
admin = Administration
admin-accounts = Accounts
admin-jobs = Jobs and messages
accounts = The accounts
accounts-search = Name, address, role or organisation
accounts-search-button = Search
accounts-count = { $count ->
    [one] One account
   *[other] { $count } accounts
}
accounts-roles = Roles
account-state = State
account-letter = Last letter
letter-waiting = The letter to { $email } is in the queue: it leaves within a minute.
letter-retried = The letter to { $email } has not left yet: a try failed, others follow by themselves.
letter-done = The letter to { $email } has left.
letter-refused = The letter to { $email } has not left: the server of that address refuses it for good. Check the address.
letter-failed = The letter to { $email } has not left: every try failed. The administrator reads why under “Jobs and messages”.
letter-held = The letter to { $email } is held since a backup was restored: the administrator lets it go or drops it.
letter-dropped = The letter to { $email } is dropped: it will not leave.
account-open = Open
account-invited = Invited, has not come yet
account-closed = Closed
account-itself = The account
account-close = Close this account
account-reopen = Open this account again
account-erase = Erase this account, its name and its address
account-unlink = Unlink from the identity service
invite = Invite someone
invite-send = Send the invitation
invite-again = Send the invitation again
done-invited = An account is open for { $email }.
done-invited-again = The invitation is made again, with a new link.
done-invited-already = An invitation was made less than an hour ago: no other leaves, its link stays good.
done-held-already = This account has this role already: nothing changed, nothing was sent.
done-refused = The request is refused. The letter that says why is in the queue: it leaves within a minute.
done-decided-already = This request was decided already, or it has expired.
done-role-added = { $email } has one more role.
done-role-added-closed = The role is added. The account is closed: nobody is told.
done-role-removed = The role is removed.
done-role-removed-closed = The role is removed. It was the last one: the account is closed, its sessions and links are void. Only the administrator can open it again.
done-closed = The account is closed: its sessions, keys and links are void, and the letters that waited for it will not leave.
done-reopened = The account is open again.
done-erased = The account is erased, with its name and its address.
done-key-revoked = The key is revoked.
done-code-reset = The verification code is taken off.
done-saved = It is saved.
done-password = { $count ->
    [0] Your new password is in place. The other sessions have ended, and links sent before are void.
    [one] Your new password is in place. The other sessions have ended, and links sent before are void. Your API key stays good: if you have not made it, revoke it.
   *[other] Your new password is in place. The other sessions have ended, and links sent before are void. Your { $count } API keys stay good: revoke those that you have not made.
}
done-code-off = The verification code is taken away: the password alone is enough.
done-code-on-already = The verification code is on. The recovery codes are shown once: if you did not keep them, “Change the application or the recovery codes” gives others.
done-unlinked = The account is unlinked from the identity service, and its sessions are ended, save this one if it is its own.
done-session-ended = It is signed out.
done-job-retried = The job is taken up again.
done-job-dropped = The job is dropped: it will not be done.
done-job-gone = Nothing changed: this job was taken up again, done or dropped already.
done-jobs-retried = { $count ->
    [one] One job is taken up again.
   *[other] { $count } jobs are taken up again.
}
done-jobs-dropped = { $count ->
    [one] One job is dropped: it will not be done.
   *[other] { $count } jobs are dropped: they will not be done.
}
jobs-lead = Letters leave from here. A job that fails is taken up again by itself, eight times at most, later each time; then it has failed. A letter that the mail server refuses for good has failed at once. You can take it up again at any time, or drop it.
jobs-none = No job.
jobs-all = All
jobs-retry-failed = Try all again
jobs-retry-failed-means = { $count ->
    [one] One job failed at every try. It will be taken up again at once; if it is a letter, it leaves once.
   *[other] { $count } jobs failed at every try. They will be taken up again at once, one after the other; each letter leaves once.
}
jobs-retry-failed-now = { $count ->
    [one] Take this job up again
   *[other] Take these { $count } jobs up again
}
job-kind-mail = Letter
job-kind-import = Import
job-kind-campaign = Letters of a campaign
job-kind-persons = Link to one’s own data
job-kind-tidy = Tidying up what has expired
jobs-means = What failed first, then what waits, then what is done
job-key = Job
job-time = When
job-attempts = Tries
job-error = Last fault
job-retry = Try again
job-waiting = Waiting
job-running = Running
job-done = Done
job-failed = Failed
job-dropped = Dropped
admin-given-up =
    { $count ->
        [one] One job has failed.
       *[other] { $count } jobs have failed.
    }
demo-accounts = Accounts of the demonstration
demo-accounts-means = One account for each role
demo-password = The password of each:
mail-invitation-subject = Your account on the atlas of decentralised cooperation
mail-role-line = { $role } – { $place }
mail-opened-by = { $manager } opens an account for you on the atlas of decentralised cooperation.
mail-opened-asked = Your request of { $date } is accepted: an account is open for you on the atlas of decentralised cooperation.
mail-more-by = { $manager } gives your account on the atlas of decentralised cooperation one more role:
mail-more-asked = Your request of { $date } is accepted: your account on the atlas of decentralised cooperation has one more role:
mail-invitation =
    Hello { $name },

    { $opening }
    What you are there:

    { $roles }

    Choose your password with this link, good for fourteen days:

    { $address }

    It serves once and is for you alone.

    { $operator }
mail-forgotten-subject = Choosing a new password
mail-forgotten =
    Hello { $name },

    Someone, surely you, asked for a new password for the atlas of
    decentralised cooperation. This link is good for two hours:

    { $address }

    If it was not you, do nothing: your password does not change.

    { $operator }
mail-role-subject = One more role on the atlas of decentralised cooperation
mail-role =
    Hello { $name },

    { $opening }

    { $role }

    You sign in as before:

    { $address }

    What each role allows:

    { $roles }

    { $operator }
mail-refused-subject = Your request for an account
mail-refused =
    Hello { $name },

    Your request for an account on the atlas of decentralised cooperation was
    not accepted. Reason:

    { $reason }

    { $operator }
change-address = Change the e-mail address
change-address-means = A link leaves to the new address. It counts once you have opened it; until then nothing changes. The present address is told.
new-address = New e-mail address
change-address-button = Send the link
done-address = A link has left to the new address, unless it has an account already. It is good for two hours.
address-same = This is your account’s address already.
address-title = Change the e-mail address
address-means = From now on you sign in and receive your letters at { $email }. The old address is told.
address-take = Take this address
address-void-means = This link was used already, is too old, or the address has another account. Ask again in your account.
address-changed = Your new address is in place. Sign in with it.
mail-address-subject = Your new address on the atlas of decentralised cooperation
mail-address =
    Hello { $name },

    To give your account on the atlas of decentralised cooperation this address,
    open this link, good for two hours:

    { $address }

    If you have asked for nothing, do nothing: nothing changes.

    { $operator }
mail-address-asked-subject = Another address is asked for your account
mail-address-asked =
    Hello { $name },

    Somebody, most likely you, asks that your account on the atlas of decentralised
    cooperation take the address { $email }. It will count once the link that
    is sent there has been opened.

    If it was not you, change your password at once: the link will then be void.
    Then write to { $contact }.

    { $address }

    { $operator }
mail-address-left-subject = Your account has another e-mail address
mail-address-left =
    Hello { $name },

    Your account on the atlas of decentralised cooperation now has the address
    { $email }. Nothing more will be written to you here.

    If it was not you, write to { $contact } at once.

    { $operator }
mail-linked-subject = Your account is linked to an identity service
mail-linked =
    Hello { $name },

    Somebody, no doubt you, has just opened your account on the atlas of
    decentralised cooperation through { $provider }. That identity opens it from now on.

    If it was not you, unlink it in your account and write to { $contact }.

    { $operator }
leave-title = Close or erase my account
leave-means = The records, confirmations and remarks that you wrote remain: they name only your role and your organisation. The identifier of an erased account stays there and names nobody any more.
leave-choice = What becomes of the account?
leave-close = Close it: you can no longer sign in; an administrator can open it again
leave-erase = Erase it: your name, address, sessions and drafts never handed in go for good
leave-button = Leave the atlas
leave-without-password = Your account has no password: you must have signed in less than a quarter of an hour ago.
leave-sign-in = You signed in more than a quarter of an hour ago: sign out, sign in again, then start over.
leave-last = You are the last administrator: give this role to somebody else first.
left-title = You have left the atlas
left-erased = Your account is erased, with your name, address, sessions and drafts never handed in.
left-closed = Your account is closed and your sessions have ended. An administrator can open it again or erase it.
left-remains = Published versions and proposals handed in remain, under an identifier, with your role and organisation. A backup made before still holds the account.
own-data = My data
own-data-means = The account, its roles, its sessions, the declarations that you wrote, the subjects of the letters that have not left.
job-held = Held
job-release = Let go
job-drop = Drop
jobs-held = { $count ->
    [one] One letter waited when the backup was made. It may have left since: it is held.
   *[other] { $count } letters waited when the backup was made. They may have left since: they are held.
}
jobs-release-held = Let all go
jobs-drop-held = Drop all

# Keys of programs.
keys-title = API keys
keys-lead = A key lets a program of your authority read more of the atlas, or declare in it on its behalf. It has your rights and no more.
keys-none = No key.
keys-held = { $count ->
    [0] Make a key
    [one] Your key
   *[other] Your { $count } keys
}
key-make = Make a key
key-made = Your key is made
key-once = Copy it now and keep it safe: it will not be shown again. Whoever has it acts in your name.
key-try = To try it:
key-name = Name
key-name-hint = The program or the service that will use it.
key-kind = Rights
key-reads = Read
key-writes = Read and declare
key-organisation = For
key-organisation-all = All my organisations
key-days = Duration
key-days-value = { $days } days
key-made-on = Made
key-seen = Last used
key-never = Never
key-expires = Ends
key-ended = (ended)
key-revoke = Revoke
key-revoke-column = Revoke
key-name-wrong = Give the key a name of 80 characters at most.
key-days-wrong = Choose one of the durations.
key-kind-wrong = Your account can neither declare nor confirm anything: it may have a reading key.
key-organisation-wrong = Choose one of your organisations.
key-too-many = You have ten keys already. First revoke one that is no longer of use.
mail-key-subject = An API key has just been made
mail-key =
    Hello { $person },

    An API key, “{ $name }”, has just been made in your account. It is good until { $day }.

    If it was not you, revoke it and change your password:
    { $address }

    { $operator }
