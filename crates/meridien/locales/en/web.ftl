# What every page shares.
site-name = Méridien
home = Home
menu = Main
crumbs = Breadcrumb
skip-to-content = Skip to content
nav-partnerships = Partnerships
nav-organisations = Authorities
nav-countries = Countries
nav-help = Help
demonstration = Demonstration.
demonstration-means = The partnerships on this site are invented; the authorities are real.
search = Search
search-label = Search for a partnership
published-by = The open atlas of decentralised cooperation, published by { $operator }.
site-map = Site map
report-mistake = Report a mistake
accessibility-state = Accessibility: not compliant
legal-notice = Legal notice
privacy = Personal data
version = Version { $version }

mistake-subject = Mistake on Méridien: { $title }
mistake-body =
    Page: { $address }

    What is wrong:

    What it should say:

    How I know:

error-not-found = This page does not exist
error-not-found-means = The address may be miscopied, or the page may have moved. No published record disappears: if you came for a record, search for it by name.
error-empty-file = No record corresponds
error-empty-file-means = Nothing answers this search, and an IATI file cannot be empty: the standard asks for at least one activity in it. Widen the search, or ask for another format.
error-other-file-means = This file is no longer the one that the If-Match header names. Ask for it again without that header.
error-gone = This record was withdrawn
error-gone-means = It is no longer published.
error-gone-because = It has not been published since { $date }. Reason: { $reason }
error-forbidden = This action was refused
error-forbidden-means = The request seems to come from another site. Go back to the page where you started and try again: nothing was changed.
error-not-allowed = Your account does not allow this
error-not-allowed-means = Nothing was changed. The help page “Who may do what” says what each role allows.
error-too-many = Too many tries
error-too-many-means = Wait a few minutes before trying again. This limit protects accounts against those who guess passwords.
error-too-many-files = Too many files at once
error-too-many-files-means = Other files are being made already. Wait a minute for them to be ready, or cancel one, then ask for this one again. A CSV file leaves at once.
error-method = This action is not possible here
error-method-means = The page exists, but cannot take what was sent to it. Nothing was changed.
error-too-large = What you sent is too large
error-too-large-means = Nothing was saved. Try in several parts, or with a smaller file.
error-too-long = This address is too long
error-too-long-means = What follows “?” in an address may have 4,096 characters at most. Choose fewer filters, or type fewer words.
error-building = Search is being prepared
error-building-means = The search index is being built: search, map, lists and statistics will be back in a moment. Records can already be read.
error-building-so-far = Register read: { $percent }%.
error-unavailable = Unavailable for a moment
error-unavailable-means = Try again in a few minutes. What was saved is still there.
error-bad-request = This request is not understood
error-bad-request-means = Something in the address matches nothing that we know.
error-internal = Something went wrong
error-internal-means = The fault is ours, and it has been recorded. Try again; if it persists, write to us.
error-reference = Reference to give us:
error-way-on = To go on
error-write-us = Write to us about this
fault-unknown-parameter = There is no parameter “{ $parameter }”.
fault-unknown-value = The parameter “{ $parameter }” has no value “{ $value }”.
fault-unknown-member = There is no member “{ $parameter }”.
fault-shape = The member “{ $parameter }” has not the shape expected: “{ $value }”.
fault-unknown-record = The member “{ $parameter }” names a record that does not exist: “{ $value }”.
fault-nul = The member “{ $parameter }” holds the character U+0000, which nothing here keeps: “{ $value }”.
fault-json = This document is no JSON: the fault is at line and column { $value }.
fault-missing-member = The member “{ $parameter }” is missing.
fault-no-columns = The parameter “{ $parameter }” ({ $value }) changes nothing here: this answer has no columns to choose. The files .csv, .xlsx and .parquet have some; the programming interface has “fields”.
error-past-the-end = This list is shorter
error-past-the-end-means = The list has fewer pages than the address asks for: it may have become shorter since.
error-past-the-end-last = Go to the last page
error-mended = Go on without these faults
fault-years = The years of the parameter “{ $parameter }” go from 1000 to 9999: “{ $value }” is outside.
fault-year-typed = Filter “Year of start”: write a year in four digits, such as 1990, instead of “{ $value }”.
fault-amount-typed = Filter “Funding”: write an amount in euros, without decimals, such as 10000, instead of “{ $value }”.
fault-repeated = The parameter “{ $parameter }” takes one value: “{ $value }” is one too many.
fault-among = Possible values: { $values }.
fault-nearest = Did you mean “{ $nearest }”?
fault-nearest-called = Did you mean “{ $nearest }” ({ $label })?
pager = Pages
pager-page = page
pager-previous = Previous
pager-next = Next
in-language = In { $language }:
labelled = { $label }: { $text }
quoted = “{ $words }”
applied-filters = Applied filters
remove-filter = Remove
remove-all = Clear all
filter = Filter
all-values = All values
values-named = The name contains
values-back = Back to the results
values-count = { $count ->
    [one] One value.
   *[other] { $count } values.
  }
more-values = { $count } more
nothing-found = Nothing matches
try-spelling = Another spelling:
try-without = Remove one:
without = Without
results = Results
try-elsewhere = Or start elsewhere:
search-help = How to search
see-everything = See the whole list

# Suggestions while typing.
suggested-places = Places
suggested-instead = { $name } (for “{ $words }”)
suggestions = Suggestions
# What is said of none, of one and of several: the script chooses, and writes their number in the place of the hash.
suggestions-told = no suggestion | 1 suggestion | # suggestions
suggested-count =
    { $count ->
        [one] 1 partnership
       *[other] { $count } partnerships
    }

# What is being made.
look-again = Look again
watch-ended = It has come to an end: look again to see what became of it.

# Short forms.
field-typed = { $label } “{ $value }”
fault-of = { $label }: { $fault }
changed-line = { $what }: { $before } → { $after }
