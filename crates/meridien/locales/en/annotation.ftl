# What a diplomatic post or the ministry notes on a record.
annotate-title = Annotate: { $title }
annotations-public = Public annotations
annotations-no-public = No public annotation.
annotations-internal = Notes between administrations
annotations-no-internal = No note.
annotation-text = Your annotation
annotation-hint = 4,000 characters at most. Name no private person.
annotation-for = Who may read it?
annotation-for-administrations = The ministry, the posts in the country and the prefecture
annotation-for-everyone = Everyone, on the public record
annotation-add = Add
annotation-take-away = Take away
annotate-fault-empty = Write the annotation.
annotate-fault-long = This text is longer than 4,000 characters: make it shorter.
section-annotations = Annotations by diplomatic posts and the ministry
annotation-by-ministry = Ministry
