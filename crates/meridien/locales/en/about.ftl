# The pages about the site itself; their texts are in src/about/.
help = Help
accessibility = Accessibility statement
help-describe = Find a partnership, read a record, understand a status or an amount, have a mistake corrected.
site-map-describe = Every page of the atlas and what it holds.
accessibility-describe = How far the atlas is accessible, what is not yet, and whom to tell.
legal-notice-describe = Who publishes the atlas, on what machine, and under which licences.
privacy-describe = What the atlas keeps about people, why, for how long, and how to see it or have it removed.
guide = User guide
guide-describe = Read the atlas, have an account, declare, correct, confirm and validate a record: each task, step by step.
guide-page-describe = { $title }: a page of the atlas’s user guide, step by step.
guide-previous = Previous page: { $title }
guide-next = Next page: { $title }
