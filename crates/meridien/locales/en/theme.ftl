# Themes.
themes-title = Themes
theme-code = Theme
theme-below = Subthemes
theme-no-partnership = No partnership on this theme is on record.

# Administration of the vocabulary.
admin-themes = Themes
term-lead = Vocabulary, version { $version }. A code is given once and for all. Records keep what they say.
term-download = Download the vocabulary (CSV)
term-all = Terms
term-name = Label
term-since = Since version
term-add = Add a term
term-add-means = It gets the next number, never one that was given before.
term-below = Below
term-first-level = None: first level
term-fr = French label
term-en = English label
term-purposes = DAC purpose codes
term-purposes-hint = Three or five digits, separated by spaces: 140 15112.
term-goals = Sustainable development goals
term-goals-hint = From 1 to 17, separated by spaces: 6 11.
term-reason-hint = Kept in the history of the vocabulary.
term-retired = Retired in version { $version }
term-replaced = Retired in version { $version }, replaced by { $other }
term-uses =
    { $count ->
        [0] No partnership is filed under this term.
        [one] One partnership is filed under this term.
       *[other] { $count } partnerships are filed under this term.
    }
term-correct = Labels and mappings
term-correct-means = The new label shows at once on every record, in search and in exports; the code stays.
term-retire = Retire this term
term-retire-means = It is no longer offered. Records keep this term and are found under the one that takes its place; its address leads there.
term-reinstate = Take this term into use again
term-reinstate-means = It is offered again, and records are found under it again.
term-replacement = Replaced by
term-replacement-hint = Without a replacement, records stay under this term.
term-none = no term
term-history = What has changed
term-history-none = Nothing has changed since the first vocabulary.
term-changed-meanwhile = The vocabulary has changed meanwhile: read it again, then start over.
term-fault-parent = No term can be added in this place.
term-fault-full = No number is left in this place.
term-fault-retired = This term is retired already.
term-fault-has-below = Retire the narrower terms first.
term-fault-replacement = Choose another term that is in use.
term-fault-label = Give a label of 200 characters at most.
term-fault-purposes = One of these codes is no DAC purpose code.
term-fault-goals = Write numbers from 1 to 17.
term-fault-above-retired = The term above is retired: take it up again first.
term-fault-same-label = A term at the same place has this label already.
themes-describe = What partnerships of decentralised cooperation are about: the themes and what each contains, with the partnerships of each.
