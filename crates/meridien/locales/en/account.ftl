# Accounts and signing in.
sign-in = Sign in
sign-out = Sign out
sign-in-ended = Your session has ended. Sign in again: what you had typed is kept.
sign-in-wrong = The address or the password is not right.
form-faults = One thing to correct
error-prefix = Error:
email = E-mail address
password = Password
workspace = Authorities’ workspace
my-account = My account
my-partnerships = My partnerships
resume = Take up what you had typed
resume-means = You are signed in again. What you had typed is not saved yet.
resume-save = Save what I had typed
password-short = The password must have at least ten characters.
password-long = This password is too long.
password-common = This password is easy to guess. Choose for instance four unrelated words.
